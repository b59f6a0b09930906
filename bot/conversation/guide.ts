import type { Button, Outbound } from '../channels/message.ts';
import { formatChinaTime } from '../china-time.ts';
import { deskCopy } from '../copy/desk.ts';
import { guideCopy as copy } from '../copy/guide.ts';
import { shiftCopy } from '../copy/guides/shift.ts';
import type { TicketSummary } from '../desk/worker-tickets.ts';
import {
  advance,
  choiceNamed,
  type Input,
  type Note,
  revive,
  stepAt,
  withAnswers,
} from '../guides/advance.ts';
import { GUIDES, guideAskedFor, guideById } from '../guides/catalogue.ts';
import type { Guide, Scene } from '../guides/guide.ts';
import { type GuideRun, RESULT, REVIEW, startRun } from '../guides/run.ts';
import { type Action, formatAction } from './actions.ts';
import { ask } from './ask.ts';
import { endOf, isOver, paperNamed } from './guide-end.ts';
import { press, sayBack, sayWalk, type Walk } from './guide-say.ts';
import { type Control, isQuestion, parseControl } from './guide-words.ts';
import { formatGuideLink } from './payload.ts';
import { sayLines, sayText } from './say.ts';
import { shiftButton } from './shift-say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

const HOUR = 3_600_000;
/** After so long what somebody says is heard as a question of its own first. */
const RESTS_AFTER = 6 * HOUR;
/** Characters from which words that may be pasted are taken for pasted. */
const LONG = 80;
/** Only contracts speak so. */
/** How names of papers end, and the forms that stand behind them. */
const PAPER = /(?:书|信|清单|申请)\s*(?:word|docx|pdf)?(?:文件)?$/iu;
const CONTRACT = /甲方|乙方|丙方|本协议|本合同/u;

/** Words and files, while a guide is under way. */
export async function guided(turn: Turn): Promise<Reply | undefined> {
  const walk = await activeWalk(turn);
  if (walk === undefined) return undefined;
  const { content } = turn.inbound;
  if (content.kind === 'media') return filesSent(turn, walk);
  if (content.kind !== 'text') return undefined;
  const words = content.text.trim();
  // What was corrected is an earlier answer; taken for one to the present question it would double it.
  if (content.edited && !isQuestion(words))
    return keepWalk(turn, walk, [sayText(copy.edited), sayBack(turn, walk)]);
  return heard(turn, walk, words);
}

/** Words that ask for a guide, or for the one that was put aside. */
export async function guideWanted(turn: Turn): Promise<Reply | undefined> {
  const { content } = turn.inbound;
  if (content.kind !== 'text') return undefined;
  const words = content.text.trim();
  if (turn.inbound.kind === 'private' && parseControl(words, false)?.kind === 'resume')
    return resumeCommand(turn);
  const paper = await paperOfLast(turn, words);
  if (paper !== undefined) return paper;
  const offered = turn.person.offered === null ? undefined : guideById(turn.person.offered);
  if (offered !== undefined && isYesToOffer(words, offered)) return beginOffered(turn, offered);
  const guide = guideAskedFor(words);
  return guide === undefined ? undefined : beginGuide(turn, guide, words);
}

/** 投诉信 PDF, after it was handed over, where nothing can be pressed. */
async function paperOfLast(turn: Turn, words: string): Promise<Reply | undefined> {
  if (turn.channel.capabilities.buttons || turn.inbound.kind === 'group' || !PAPER.test(words))
    return undefined;
  const last = (await turn.records.guides.mine()).find(({ data }) => data.at === RESULT);
  const guide = last && guideById(last.guide);
  if (last === undefined || guide === undefined) return undefined;
  const walk = walkOf(turn, last, guide);
  const named = paperNamed(walk, words);
  return named === undefined ? undefined : endOf(turn, walk, 'paper', ...named);
}

function isYesToOffer(words: string, { name }: Guide): boolean {
  const said = words.replace(/[。！!~～]+$/u, '');
  const yes: readonly string[] = copy.typed.offered;
  return said === copy.offerLabel(name) || yes.includes(said);
}

/** What was just asked may hold some answers already. */
export function beginOffered(turn: Turn, guide: Guide): Promise<Reply> {
  return beginGuide(
    turn,
    guide,
    turn.person.offered === guide.id ? (turn.person.previous?.question ?? '') : '',
  );
}

/** /办事: what can be done here, and what was begun. */
export async function guidesCommand(turn: Turn): Promise<Reply> {
  const { menu } = copy;
  const lines = [menu.head, ...[...GUIDES, shiftCopy].map(({ name, summary }) => menu.line(name, summary))];
  const runs = turn.inbound.kind === 'private' ? await openRuns(turn) : [];
  const begin = GUIDES.map(
    (guide): Button =>
      turn.inbound.kind === 'group'
        ? { label: guide.name, does: { kind: 'private', payload: formatGuideLink(guide.code, '') } }
        : {
            label: guide.name,
            does: { kind: 'action', action: formatAction({ kind: 'begin', guide: guide.id }) },
          },
  );
  const again = runs.map(({ run, guide }) => press(run, 'resume', menu.resume(guide.name)));
  const said = runs.length === 0 ? lines : [...lines, menu.open, ...runs.map(({ guide }) => guide.name)];
  const shift = turn.inbound.kind === 'private' ? [shiftButton('start')] : [];
  const rows = [...again.map((button) => [button]), ...pairs([...begin, ...shift])];
  return replyTo(turn, { say: [sayText(said.join('\n'), rows)] });
}

/** /继续: the run that was put aside last. */
export async function resumeCommand(turn: Turn): Promise<Reply> {
  const [last] = await openRuns(turn);
  return last === undefined
    ? replyTo(turn, { say: [sayText(copy.nothingToResume)] })
    : resume(turn, last.run, last.guide);
}

/** Begins a guide; in a group it only shows the way into the private chat, where nobody reads along. */
export async function beginGuide(turn: Turn, guide: Guide, words: string): Promise<Reply> {
  if (turn.inbound.kind === 'group') return toPrivate(turn, guide, words);
  const handedIn = guide.already?.way === 'stop' ? await handedInBefore(turn, guide) : null;
  if (handedIn !== null) return replyTo(turn, { say: [sayHandedIn(guide, handedIn)] });
  const runs = await turn.records.guides.mine();
  const open = runs.find((run) => run.guide === guide.id && run.state !== 'finished');
  if (open !== undefined && Object.keys(open.data.answers).length > 0) {
    const row = [press(open, 'resume', copy.goOn), press(open, 'anew', copy.anew)];
    return replyTo(turn, { say: [sayText(copy.again(guide.name), [row])] });
  }
  return anew(turn, guide, words);
}

/** @param first what is to be said before all else */
async function anew(turn: Turn, guide: Guide, words: string, first: readonly string[] = []): Promise<Reply> {
  const rest = await putAside(turn);
  const scene = sceneOf(turn);
  const started = startRun(guide, turn.records.newId(), turn.now);
  const region = scene.region === null ? {} : { region: scene.region };
  const heard = guide.prefill(words === '' ? wordsInDanger(turn, guide) : words, scene);
  const answers = { ...region, ...heard };
  const data = revive(guide, { ...started.data, answers }, scene);
  const walk = { guide, scene, run: { ...started, data } };
  const before = guide.already?.way === 'tell' ? await handedInBefore(turn, guide) : null;
  const told = before === null ? [] : [copy.another(guide.name, before.id)];
  const intro = [
    ...first,
    ...rest,
    ...told,
    copy.start(guide.name),
    ...guide.intro,
    ...takenFrom(walk, Object.keys(heard)),
  ];
  return keepWalk(turn, walk, [sayText(intro.join('\n')), sayWalk(turn, walk, null)]);
}

/** What was taken from the words that asked for the guide is said back. */
function takenFrom({ guide, run, scene }: Walk, ids: readonly string[]): string[] {
  const now = withAnswers(scene, run.data.answers);
  const rows = guide.steps.flatMap((one) => {
    const value = run.data.answers[one.id];
    return ids.includes(one.id) && value !== undefined ? [copy.pair(one.label, one.format(value, now))] : [];
  });
  return rows.length === 0 ? [] : [copy.heardAlready(rows.join('，'))];
}

/** What this guide made before, while the union still works on it. */
async function handedInBefore(turn: Turn, { kind, already }: Guide): Promise<TicketSummary | null> {
  for (const topic of already?.topics ?? []) {
    const found = await turn.records.tickets.findDuplicate(kind, topic);
    if (found !== null) return found;
  }
  return null;
}

function sayHandedIn(guide: Guide, { id, state }: TicketSummary): Outbound {
  const { handedIn } = copy;
  const row: Button[] = [
    {
      label: handedIn.add,
      does: { kind: 'action', action: formatAction({ kind: 'ticket', op: 'answer', id }) },
    },
    {
      label: handedIn.progress,
      does: { kind: 'action', action: formatAction({ kind: 'command', name: 'progress' }) },
    },
  ];
  const lines = [handedIn.text(guide.name, id), deskCopy.progress.state[state], handedIn.how(id)];
  return sayText(lines.join('\n'), [row]);
}

/** Who was hurt has just said how: they are not asked for it again. */
function wordsInDanger({ person: { urgent }, now }: Turn, guide: Guide): string {
  const fresh = urgent !== null && urgent.kind === 'accident-now' && now - urgent.at < RESTS_AFTER;
  return guide.id === 'injury' && fresh ? urgent.words : '';
}

/** A press on something that a run offered; `undefined` when it is not there any more. */
export async function guidePressed(
  turn: Turn,
  action: Action & { kind: 'guide' },
): Promise<Reply | undefined> {
  const run = await turn.records.guides.load(action.run);
  const guide = run && guideById(run.guide);
  if (run === undefined || guide === undefined || turn.inbound.kind === 'group') return undefined;
  const walk = walkOf(turn, run, guide);
  const [first = '', second = ''] = action.args;
  switch (action.op) {
    case 'resume':
      return resume(turn, run, guide);
    case 'anew':
      await turn.records.guides.save({ ...run, state: 'left' });
      return anew(turn, guide, '', filesStay(turn, run));
    case 'paper':
    case 'hand':
    case 'human':
    case 'call':
      return endOf(turn, walk, action.op, first, second);
    default:
  }
  if (run.state !== 'active') return resume(turn, run, guide);
  switch (action.op) {
    case 'pick':
      return step(turn, walk, { kind: 'pick', step: first, choice: second });
    case 'option':
      return step(turn, walk, { kind: 'option', step: first, at: Number(second) });
    case 'done':
      return step(turn, walk, { kind: 'done', step: first });
    case 'edit':
      return step(turn, walk, { kind: 'edit', step: first });
    default:
      return control(turn, walk, { kind: action.op });
  }
}

async function heard(turn: Turn, walk: Walk, words: string): Promise<Reply | undefined> {
  const { guide, run, scene } = walk;
  const called = run.data.calling ? personWanted(words) : undefined;
  if (called !== undefined) return endOf(turn, walk, 'call', called, '');
  const asked = paperNamed(walk, words);
  if (asked !== undefined) return endOf(turn, walk, 'paper', ...asked);
  const here = stepAt(guide, run.data);
  const said = parseControl(words, run.data.at === RESULT);
  if (turn.now - run.updatedAt > RESTS_AFTER && said === undefined)
    return aside(turn, walk, words, copy.resting(guide.name));
  const now = withAnswers(scene, run.data.answers);
  const named = here !== undefined && choiceNamed(words, here.choices(now)) !== undefined;
  // 是 and 对 are the review's words; at a question with choices they answer it.
  const answers = said?.kind === 'confirm' && here?.takes === 'one';
  if (said !== undefined && !named && !answers) return control(turn, walk, said);
  if (here === undefined) return aside(turn, walk, words, null);
  const ownWords = here.takes === 'words' || here.takes === 'files' || here.takes === 'pieces';
  if (
    !named &&
    ownWords &&
    isQuestion(words) &&
    turn.library.assistant.ask(questionOf(turn, words)).answer.status === 'answer'
  )
    return aside(turn, walk, words, null);
  const move = advance(guide, run.data, { kind: 'words', words }, scene);
  if (move.note?.kind === 'not-understood' && isQuestion(words)) return aside(turn, walk, words, null);
  return moved(turn, walk, move.data, move.note);
}

function personWanted(words: string): 'with' | 'alone' | undefined {
  if (words === copy.buttons.withAnswers) return 'with';
  return words === copy.buttons.withoutAnswers ? 'alone' : undefined;
}

const questionOf = (turn: Turn, question: string) => ({ question, region: turn.person.region });

async function control(turn: Turn, walk: Walk, said: Control): Promise<Reply> {
  const { guide, run } = walk;
  switch (said.kind) {
    case 'back':
    case 'skip':
    case 'keep':
    case 'confirm':
      return step(turn, walk, { kind: said.kind });
    case 'done':
      return step(turn, walk, { kind: 'done', step: run.data.at });
    case 'edit':
      return step(turn, walk, { kind: 'edit', step: stepNamed(walk, said.which) });
    case 'take':
      return run.data.aside === null
        ? step(turn, walk, { kind: 'words', words: '' })
        : step(turn, walk, { kind: 'words', words: run.data.aside });
    case 'resume':
      return resume(turn, run, guide);
    case 'later':
      return leave(turn, { ...run, state: 'paused' }, sayText(copy.later(guide.name)));
    case 'quit':
      return leave(
        turn,
        { ...run, state: 'left' },
        sayLines([copy.quit(guide.name), ...filesStay(turn, run)]),
      );
    case 'human':
      return endOf(turn, walk, 'human', '', '');
    case 'handOver':
      return endOf(turn, walk, 'hand', 'named', '');
    case 'handOverNameless':
      return endOf(turn, walk, 'hand', 'nameless', '');
    case 'keepToSelf':
      return endOf(turn, walk, 'hand', 'not', '');
  }
}

function step(turn: Turn, walk: Walk, input: Input): Promise<Reply> {
  const { data, note } = advance(walk.guide, walk.run.data, input, walk.scene);
  return moved(turn, walk, data, note);
}

async function moved(turn: Turn, walk: Walk, data: GuideRun['data'], note: Note | null): Promise<Reply> {
  const now = { ...walk, run: { ...walk.run, data: { ...data, aside: null, calling: false } } };
  // Where somebody works was just said by themselves.
  const region = data.answers.region;
  const person =
    typeof region === 'string' && region !== walk.run.data.answers.region
      ? { ...turn.person, region }
      : turn.person;
  const there = { ...turn, person };
  if (!isOver(now)) return keepWalk(there, now, [sayWalk(there, now, note)]);
  return leave(there, { ...now.run, state: 'finished' }, sayWalk(there, now, note));
}

/** A question in between: answered like any other, and then the way back. */
async function aside(turn: Turn, walk: Walk, words: string, resting: string | null): Promise<Reply> {
  const reply = await ask(turn, words);
  if (resting !== null) {
    const row = [press(walk.run, 'resume', copy.goOn)];
    return { ...reply, say: [together([...reply.say, sayText(resting, [row])])] };
  }
  const run = { ...walk.run, data: { ...walk.run.data, aside: words } };
  const back = sayBack(turn, { ...walk, run });
  const lead = sayText(copy.leadBack(walk.guide.name)).parts;
  const takes = stepAt(walk.guide, run.data)?.takes === 'words';
  const rows = takes ? [[press(run, 'take', copy.buttons.take)], ...back.buttons] : back.buttons;
  await turn.records.guides.save(run);
  return { ...reply, say: [together([...reply.say, { parts: [...lead, ...back.parts], buttons: rows }])] };
}

async function filesSent(turn: Turn, walk: Walk): Promise<Reply | undefined> {
  const { guide, run, scene } = walk;
  if (!guide.steps.some(({ takes }) => takes === 'files')) return undefined;
  const files = await turn.records.files.ofMessage();
  const held = files.filter(({ state }) => state !== 'lost').map(({ id }) => id);
  if (held.length === 0) return keepWalk(turn, walk, [sayText(copy.filesLost), sayWalk(turn, walk, null)]);
  const { data, note } = advance(guide, run.data, { kind: 'files', ids: held }, scene);
  const [taken, beyond] = [true, false].map((isIn) => held.filter((id) => data.files.includes(id) === isIn));
  await turn.records.files.keep(taken ?? [], run.id);
  await turn.records.files.keep(beyond ?? [], null);
  if (stepAt(guide, data)?.takes === 'files') return moved(turn, walk, data, note);
  const now = { ...walk, run: { ...run, data } };
  return keepWalk(turn, now, [sayText(copy.filesTaken(data.files.length)), sayWalk(turn, now, note)]);
}

async function resume(turn: Turn, run: GuideRun, guide: Guide): Promise<Reply> {
  if (run.state === 'finished' && run.data.at !== RESULT)
    return replyTo(turn, { say: [sayText(copy.result.over)] });
  const rest = turn.person.guide === run.id ? [] : await putAside(turn);
  const walk = walkOf(turn, run, guide);
  const intro = run.version === guide.version ? rest : [...rest, copy.newVersion];
  const before = intro.length === 0 ? [] : [sayText(intro.join('\n'))];
  return keepWalk(turn, walk, [...before, sayWalk(turn, walk, null)]);
}

/** A long text that somebody was asked to paste: what it says is not said by themselves. */
export async function isPasted(turn: Turn, words: string): Promise<boolean> {
  if (words.length < LONG && !CONTRACT.test(words)) return false;
  const walk = await activeWalk(turn);
  return walk !== undefined && stepAt(walk.guide, walk.run.data)?.takes === 'pieces';
}

/** @returns a word about the run that was under way */
export async function putAside(turn: Turn): Promise<string[]> {
  const walk = await activeWalk(turn);
  if (walk === undefined) return [];
  await turn.records.guides.save({ ...walk.run, state: 'paused' });
  return [copy.restOf(walk.guide.name)];
}

/** Evidence outlives the walk that it was sent for: whoever goes is told, and how to be rid of it. */
const filesStay = ({ settings }: Turn, { data }: GuideRun): string[] =>
  data.files.length === 0 || data.ticket !== null
    ? []
    : [copy.filesStay(data.files.length, settings.retain.evidence)];

async function leave(turn: Turn, run: GuideRun, say: Outbound): Promise<Reply> {
  await turn.records.guides.save(run);
  return replyTo(turn, { person: { ...turn.person, guide: null }, say: [say] });
}

async function keepWalk(turn: Turn, { run, guide }: Walk, say: readonly Outbound[]): Promise<Reply> {
  await turn.records.guides.save({ ...run, state: 'active', version: guide.version });
  return replyTo(turn, { person: { ...turn.person, guide: run.id }, say: [together(say)] });
}

async function toPrivate(turn: Turn, guide: Guide, words: string): Promise<Reply> {
  if (!turn.channel.capabilities.privateLinks)
    return replyTo(turn, {
      say: [sayText([copy.onlyPrivate(guide.name), copy.sayInPrivate(`/${guide.name}`)].join('\n'))],
    });
  const token = words === '' ? '' : await turn.records.carry(words);
  const row: Button[] = [
    { label: copy.openPrivate, does: { kind: 'private', payload: formatGuideLink(guide.code, token) } },
  ];
  return replyTo(turn, { say: [sayText(copy.onlyPrivate(guide.name), [row])] });
}

/** The run whose turn it is. */
async function activeWalk(turn: Turn): Promise<Walk | undefined> {
  if (turn.person.guide === null || turn.inbound.kind === 'group') return undefined;
  const run = await turn.records.guides.load(turn.person.guide);
  const guide = run && guideById(run.guide);
  return run?.state === 'active' && guide !== undefined ? walkOf(turn, run, guide) : undefined;
}

function walkOf(turn: Turn, run: GuideRun, guide: Guide): Walk {
  const scene = sceneOf(turn);
  const data = run.version === guide.version ? run.data : revive(guide, run.data, scene);
  return { guide, scene, run: { ...run, data } };
}

async function openRuns(turn: Turn): Promise<readonly { run: GuideRun; guide: Guide }[]> {
  const runs = await turn.records.guides.mine();
  return runs.flatMap((run) => {
    const guide = guideById(run.guide);
    const open = run.state === 'paused' || run.state === 'active';
    return guide !== undefined && open ? [{ run, guide }] : [];
  });
}

function stepNamed({ guide, run, scene }: Walk, which: string): string {
  const path = guide.steps.filter((one) => one.applies(withAnswers(scene, run.data.answers)));
  return (path[Number(which) - 1] ?? path.find(({ label }) => label === which))?.id ?? REVIEW;
}

export function sceneOf(turn: Turn): Scene {
  const { assistant } = turn.library;
  const { region } = turn.person;
  return {
    answers: {},
    region,
    today: formatChinaTime(turn.now).slice(0, 10),
    texts: {
      clausesOf: assistant.clausesOf,
      placeOf: assistant.placeOf,
      placeById: assistant.placeById,
      places: assistant.places.map(({ id, short }) => ({ id, name: short, covered: true })),
      facts: turn.library.facts,
    },
    logged: turn.person.shift !== null,
    urgent: turn.settings.urgent,
  };
}

/** One message: some channels allow a single answer to each word. */
export function together(say: readonly Outbound[]): Outbound {
  return { parts: say.flatMap(({ parts }) => parts), buttons: say.flatMap(({ buttons }) => buttons) };
}

function pairs(buttons: readonly Button[]): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
    buttons.slice(row * 2, row * 2 + 2),
  );
}
