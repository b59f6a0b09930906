import type { Button, Outbound } from '../channels/message.ts';
import { deskCopy } from '../copy/desk.ts';
import { guideCopy as copy } from '../copy/guide.ts';
import { shiftCopy } from '../copy/guides/shift.ts';
import type { TicketSummary } from '../desk/worker-tickets.ts';
import { revive, withAnswers } from '../guides/advance.ts';
import { GUIDES } from '../guides/catalogue.ts';
import type { Guide } from '../guides/guide.ts';
import { type GuideRun, RESULT, startRun } from '../guides/run.ts';
import { formatAction } from './actions.ts';
import { press, sayWalk, type Walk } from './guide-say.ts';
import { keepWalk, openRuns, putAside, RESTS_AFTER, sceneOf, walkOf } from './guide-walk.ts';
import { formatGuideLink } from './payload.ts';
import { sayText } from './say.ts';
import { shiftButton } from './shift-say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

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

export async function resume(turn: Turn, run: GuideRun, guide: Guide): Promise<Reply> {
  if (run.state === 'finished' && run.data.at !== RESULT)
    return replyTo(turn, { say: [sayText(copy.result.over)] });
  const rest = turn.person.guide === run.id ? [] : await putAside(turn);
  // Whoever goes on with the form has not waited for a person.
  const walk = walkOf(turn, { ...run, data: { ...run.data, calling: false } }, guide);
  const intro = run.version === guide.version ? rest : [...rest, copy.newVersion];
  const before = intro.length === 0 ? [] : [sayText(intro.join('\n'))];
  return keepWalk(turn, walk, [...before, sayWalk(turn, walk, null)]);
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

/** What was just asked may hold some answers already. */
export function beginOffered(turn: Turn, guide: Guide): Promise<Reply> {
  return beginGuide(
    turn,
    guide,
    turn.person.offered === guide.id ? (turn.person.previous?.question ?? '') : '',
  );
}

/** @param first what is to be said before all else */
export async function anew(
  turn: Turn,
  guide: Guide,
  words: string,
  first: readonly string[] = [],
): Promise<Reply> {
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

function pairs(buttons: readonly Button[]): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
    buttons.slice(row * 2, row * 2 + 2),
  );
}
