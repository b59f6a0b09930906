import type { Citation } from '#knowledge';
import type { Button, Outbound } from '../channels/message.ts';
import { formatChinaDay } from '../china-time.ts';
import { guideCopy as copy } from '../copy/guide.ts';
import { shiftCopy } from '../copy/guides/shift.ts';
import type { TicketDraft } from '../desk/ticket-draft.ts';
import { clausesOfBlock, withAnswers } from '../guides/advance.ts';
import { takesWorkLog } from '../guides/common-steps.ts';
import { type GuideRun, RESULT } from '../guides/run.ts';
import { formatWorkLog } from '../guides/shift/format-log.ts';
import { checkPaper } from '../papers/check-paper.ts';
import { formatPaper } from '../papers/format-paper.ts';
import { paperFormatSchema } from '../papers/paper.ts';
import { redact } from '../privacy/redact.ts';
import { givesFiles, press, reviewRows, type Walk } from './guide-say.ts';
import { keepWalk, putAside } from './guide-walk.ts';
import { citedIn, sayLines, sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** What is done with a finished run: its papers, and the union. Nothing goes to anybody without the worker's yes. */
export function endOf(
  turn: Turn,
  walk: Walk,
  op: 'paper' | 'hand' | 'human' | 'call',
  first: string,
  second: string,
): Promise<Reply> {
  switch (op) {
    case 'paper':
      return paper(turn, walk, first, second);
    case 'hand':
      return hand(turn, walk, first);
    case 'human':
      return askForPerson(turn, walk);
    case 'call':
      return callPerson(turn, walk, first);
  }
}

/** 投诉信, 投诉信 PDF: a paper of the result, asked for in words where nothing can be pressed. */
export function paperNamed(walk: Walk, words: string): readonly [kind: string, form: string] | undefined {
  if (walk.run.data.at !== RESULT) return undefined;
  const said = words.trim().toLowerCase();
  const offer = resultOf(walk).papers.find(({ name }) => said.startsWith(name));
  if (offer === undefined) return undefined;
  const behind = said.slice(offer.name.length).trim();
  const form = Object.hasOwn(copy.result.forms, behind) ? copy.result.forms[behind] : undefined;
  return form === undefined ? undefined : [offer.kind, form];
}

async function paper(turn: Turn, walk: Walk, kind: string, form: string): Promise<Reply> {
  const offer = resultOf(walk).papers.find((one) => one.kind === kind);
  if (offer === undefined) return replyTo(turn, { say: [sayText(copy.stale)] });
  const made = offer.make();
  // A wrong quote in a letter harms whoever signs it.
  if (checkPaper(made, turn.library.assistant.articleOf) !== undefined)
    throw new RangeError(`a paper of the guide ${walk.guide.id} quotes what its article does not say`);
  const format = paperFormatSchema.safeParse(form);
  if (!format.success) return replyTo(turn, { say: [sayText(formatPaper(made))] });
  if (!givesFiles(turn))
    return replyTo(turn, { say: [sayText([copy.result.noFiles, formatPaper(made)].join('\n\n'))] });
  const file = turn.papers(made, format.data);
  if (file === null) return replyTo(turn, { say: [sayText(copy.result.paperFailed)] });
  const { name, mime, bytes } = file;
  const base64 = Buffer.from(bytes).toString('base64');
  return replyTo(turn, {
    say: [{ parts: [{ kind: 'file', name, mime, base64, caption: copy.result.paperCaption }], buttons: [] }],
  });
}

async function hand(turn: Turn, walk: Walk, how: string): Promise<Reply> {
  const { run, guide } = walk;
  const { handOver, papers } = resultOf(walk);
  if (run.data.at !== RESULT || handOver === null || run.data.ticket !== null)
    return replyTo(turn, {
      say: [sayText(run.data.ticket === null ? copy.stale : copy.result.already(run.data.ticket))],
    });
  if (how === 'not') return finish(turn, { ...run, state: 'paused' }, copy.result.kept);
  const nameless = how === 'nameless' && handOver.nameless;
  const { ticket } = handOver;
  // Two troubles may bear one name: only where a second ticket makes no sense is it no loss.
  const duplicate =
    guide.already?.way === 'stop'
      ? await turn.records.tickets.findDuplicate(ticket.kind, ticket.topic)
      : null;
  if (duplicate !== null)
    return finish(turn, { ...run, state: 'finished' }, copy.result.already(duplicate.id));
  const { id } = await turn.records.tickets.open({
    ...(await draftOf(turn, walk, nameless)),
    ...ticket,
    contact: nameless ? null : ticket.contact,
  });
  const names = papers.map(({ name }) => name).join('、');
  const still = turn.channel.capabilities.buttons || names === '' ? [] : [copy.result.papersStill(names)];
  const done = { ...run, state: 'finished', data: { ...run.data, ticket: id } } as const;
  return finish(turn, done, [copy.result.handedOver(id), ...still].join('\n'));
}

async function finish(turn: Turn, run: GuideRun, words: string): Promise<Reply> {
  await turn.records.guides.save(run);
  return replyTo(turn, { person: { ...turn.person, guide: null }, say: [sayText(words)] });
}

/** 转人工 half-way: whether the answers go along is the worker's to say. */
async function askForPerson(turn: Turn, walk: Walk): Promise<Reply> {
  const run = { ...walk.run, state: 'active', data: { ...walk.run.data, calling: true } } as const;
  // An old button may ask it of a walk that was put aside: what is said next is about this one.
  const rest = turn.person.guide === run.id ? [] : await putAside(turn);
  const how = sayHow(turn, { ...walk, run }, []);
  return keepWalk(turn, { ...walk, run }, rest.length === 0 ? [how] : [sayLines(rest), how]);
}

/** After anything else while that is asked: nobody has been called yet, and the form's next question would hide it. */
export function sayNotYetCalled(turn: Turn, walk: Walk): Outbound {
  return sayHow(turn, walk, [press(walk.run, 'resume', copy.goOn)]);
}

function sayHow(turn: Turn, { run }: Walk, more: readonly Button[]): Outbound {
  const { withAnswers: both, withoutAnswers: alone } = copy.buttons;
  const lines = [
    ...(more.length > 0 ? [copy.humanNotYet] : []),
    copy.human(Object.keys(run.data.answers).length),
    ...(turn.channel.capabilities.buttons ? [] : [copy.humanType]),
  ];
  const buttons = [press(run, 'call', both, 'with'), press(run, 'call', alone, 'alone'), ...more];
  return sayText(lines.join('\n'), [buttons]);
}

async function callPerson(turn: Turn, walk: Walk, how: string): Promise<Reply> {
  const { run, guide } = walk;
  // The button of a question that was answered: the same call once more.
  const called = run.data.calling ? null : await turn.records.tickets.findDuplicate(guide.kind, guide.name);
  if (called !== null) return replyTo(turn, { say: [sayText(copy.result.already(called.id))] });
  const ticket = await turn.records.tickets.open({
    ...(await draftOf(turn, walk, false)),
    ...(how === 'with' ? {} : { answers: [], files: [], citations: [] }),
    kind: guide.kind,
    urgent: guide.isUrgent?.(withAnswers(walk.scene, run.data.answers)) ?? false,
    topic: guide.name,
    matters: [],
    trade: null,
    contact: null,
  });
  const data = { ...run.data, calling: false };
  await turn.records.guides.save({ ...run, state: 'paused', data });
  return replyTo(turn, {
    person: { ...turn.person, guide: null },
    say: [sayText([copy.result.handedOver(ticket.id), copy.restOf(guide.name)].join('\n'))],
  });
}

async function draftOf(
  turn: Turn,
  walk: Walk,
  nameless: boolean,
): Promise<
  Pick<TicketDraft, 'region' | 'answers' | 'citations' | 'transcript' | 'files' | 'anonymous' | 'consentAt'>
> {
  const { run, scene } = walk;
  const shown = run.data.at === RESULT ? citationsOf(walk) : [];
  return {
    region: withAnswers(scene, run.data.answers).region,
    answers: [
      ...reviewRows(walk)
        .filter(({ personal }) => !(nameless && personal))
        .map(({ label, full, personal }) => ({
          label,
          value: nameless ? withoutWho(full, walk) : full,
          personal,
        })),
      ...(takesWorkLog(run.data.answers) ? await workLogRows(turn) : []),
    ],
    citations: shown.map((citation) => citedIn(turn.library, citation)),
    transcript: [],
    files: [...run.data.files],
    anonymous: nameless,
    consentAt: turn.now,
  };
}

/** A story that goes along namelessly: numbers are covered, and the name that its teller gave. Nobody else's name can be told from words. */
function withoutWho(words: string, walk: Walk): string {
  const name = resultOf(walk).handOver?.ticket.contact?.name ?? null;
  const { text } = redact(words);
  return name === null ? text : text.replaceAll(name, copy.result.ownName);
}

/** Days of the log that go along: beyond them nobody reads. */
const LOG_DAYS = 60;

async function workLogRows(turn: Turn): Promise<TicketDraft['answers']> {
  const since = formatChinaDay(turn.now - LOG_DAYS * 24 * 3_600_000);
  const lines = formatWorkLog(await turn.records.shifts.all(), turn.now, since);
  return lines.map((value) => ({ label: shiftCopy.attach.label, value, personal: false }));
}

function citationsOf(walk: Walk): readonly Citation[] {
  const now = withAnswers(walk.scene, walk.run.data.answers);
  return resultOf(walk).blocks.flatMap((block) =>
    block.kind === 'clauses' ? clausesOfBlock(now, block) : [],
  );
}

function resultOf({ guide, run, scene }: Walk) {
  return guide.finish(withAnswers(scene, run.data.answers));
}

/** The end of a guide that nobody needs to be asked about. */
export const isOver = (walk: Walk): boolean =>
  walk.run.data.at === RESULT && resultOf(walk).handOver === null;
