import { guideCopy as copy } from '../copy/guide.ts';
import {
  advance,
  choiceNamed,
  type Input,
  MOST_FILES,
  type Note,
  stepAt,
  withAnswers,
} from '../guides/advance.ts';
import { guideAskedFor, guideById } from '../guides/catalogue.ts';
import type { Guide } from '../guides/guide.ts';
import { type GuideRun, RESULT, REVIEW } from '../guides/run.ts';
import type { Action } from './actions.ts';
import { ask } from './ask.ts';
import { anew, beginGuide, beginOffered, resume, resumeCommand } from './guide-begin.ts';
import { endOf, isOver, paperNamed, sayNotYetCalled } from './guide-end.ts';
import { press, sayBack, sayWalk, type Walk } from './guide-say.ts';
import { activeWalk, filesStay, keepWalk, leave, RESTS_AFTER, together, walkOf } from './guide-walk.ts';
import { type Control, isQuestion, parseControl } from './guide-words.ts';
import { sayLines, sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** Characters from which words that may be pasted are taken for pasted. */
const LONG = 80;
/** Only contracts speak so. */
const CONTRACT = /甲方|乙方|丙方|本协议|本合同/u;
/** How names of papers end, and the forms that stand behind them. */
const PAPER = /(?:书|信|清单|申请)\s*(?:word|docx|pdf)?(?:文件)?$/iu;

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
  if (run.data.calling && (said === undefined || ANSWERS_FORM.includes(said.kind)))
    return whileCalling(turn, walk, words);
  if (isResting(turn, walk) && said === undefined) return aside(turn, walk, words, copy.resting(guide.name));
  const now = withAnswers(scene, run.data.answers);
  const named = here !== undefined && choiceNamed(words, here.choices(now)) !== undefined;
  // 是 and 对 are the review's words; at a question with choices they answer it.
  const answers = said?.kind === 'confirm' && here?.takes === 'one';
  // Gone back to a question, 跳过 leaves what stands there; only the button that says so takes it away.
  if (said?.kind === 'skip' && here !== undefined && here.id in run.data.answers)
    return control(turn, walk, { kind: 'keep' });
  // 选好了 over an empty list is a slip: that there is nothing has words of its own.
  if (
    said?.kind === 'done' &&
    !named &&
    here?.takes === 'several' &&
    here.none !== null &&
    run.data.picked.length === 0
  )
    return moved(turn, walk, run.data, { kind: 'problem', text: copy.pickedNone });
  if (said !== undefined && !named && !answers) return control(turn, walk, said);
  if (here === undefined) return aside(turn, walk, words, null);
  const ownWords = here.takes === 'words' || here.takes === 'files' || here.takes === 'pieces';
  if (!named && ownWords && isQuestion(words) && isAnswered(turn, words))
    return aside(turn, walk, words, null);
  const move = advance(guide, run.data, { kind: 'words', words }, scene);
  if (move.note?.kind === 'not-understood' && isQuestion(words)) return aside(turn, walk, words, null);
  return moved(turn, walk, move.data, move.note);
}

const isResting = ({ now }: Turn, { run }: Walk) => now - run.updatedAt > RESTS_AFTER;

/** Words to the form; said while it is asked how a person is to be called, they are no answer to either. */
const ANSWERS_FORM: readonly Control['kind'][] = ['skip', 'keep', 'done', 'confirm', 'take'];

/** What the texts answer is answered; that nobody was called yet is said after it, whatever it was. */
async function whileCalling(turn: Turn, walk: Walk, words: string): Promise<Reply> {
  const notYet = sayNotYetCalled(turn, walk);
  if (!isResting(turn, walk) && !(isQuestion(words) && isAnswered(turn, words)))
    return replyTo(turn, { say: [notYet] });
  const reply = await ask(turn, words);
  return { ...reply, say: [together([...reply.say, notYet])] };
}

function personWanted(words: string): 'with' | 'alone' | undefined {
  if (words === copy.buttons.withAnswers) return 'with';
  return words === copy.buttons.withoutAnswers ? 'alone' : undefined;
}

function isAnswered({ library, person: { region } }: Turn, question: string): boolean {
  return library.assistant.ask({ question, region }).answer.status === 'answer';
}

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
  const here = stepAt(walk.guide, run.data);
  const takes =
    here?.takes === 'words' &&
    here.understand(words, withAnswers(walk.scene, run.data.answers)).kind === 'value';
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
  if (run.data.calling) {
    const calling = { ...walk, run: { ...run, data } };
    const tooMany = beyond === undefined || beyond.length === 0 ? [] : [copy.tooManyFiles(MOST_FILES)];
    const kept = sayLines([copy.filesKept(data.files.length), ...tooMany]);
    return keepWalk(turn, calling, [kept, sayNotYetCalled(turn, calling)]);
  }
  if (stepAt(guide, data)?.takes === 'files') return moved(turn, walk, data, note);
  const now = { ...walk, run: { ...run, data } };
  return keepWalk(turn, now, [sayText(copy.filesTaken(data.files.length)), sayWalk(turn, now, note)]);
}

/** A long text that somebody was asked to paste: what it says is not said by themselves. */
export async function isPasted(turn: Turn, words: string): Promise<boolean> {
  if (words.length < LONG && !CONTRACT.test(words)) return false;
  const walk = await activeWalk(turn);
  return walk !== undefined && stepAt(walk.guide, walk.run.data)?.takes === 'pieces';
}

function stepNamed({ guide, run, scene }: Walk, which: string): string {
  const path = guide.steps.filter((one) => one.applies(withAnswers(scene, run.data.answers)));
  return (path[Number(which) - 1] ?? path.find(({ label }) => label === which))?.id ?? REVIEW;
}
