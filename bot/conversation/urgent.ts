import type { Button, Outbound } from '../channels/message.ts';
import { formatChinaTime } from '../china-time.ts';
import { deskCopy } from '../copy/desk.ts';
import { guideCopy } from '../copy/guide.ts';
import { urgentCopy as copy } from '../copy/urgent.ts';
import { guideById } from '../guides/catalogue.ts';
import { isDeath } from '../guides/injury/case.ts';
import { findUrgency, type Urgency } from '../guides/urgent.ts';
import { BODY, CRY } from '../guides/urgent-words.ts';
import { formatAction } from './actions.ts';
import { ask } from './ask.ts';
import { isPasted } from './guide.ts';
import { putAside, together } from './guide-walk.ts';
import { isQuestion } from './guide-words.ts';
import { sayLines, sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

const HOUR = 3_600_000;
/** For so long the same danger is not met with the same words again: who tells a form what happened must get it told. */
const SAID_FOR = 2 * HOUR;
const MOST_WORDS = 2_000;

/** Danger leaves every form at once: what to do now, whom to call, and a person at the union. */
export async function urgent(turn: Turn): Promise<Reply | undefined> {
  const words = wordsOf(turn);
  const { urgent: told } = turn.person;
  if (told !== null && words === copy.call) return callPerson(turn);
  const danger = findUrgency(words);
  if (danger === undefined || (danger === 'accident-now' && isPast(words))) return undefined;
  // 甲方代管身份证 in a contract that was asked for is no cry for help.
  if (danger !== 'self-harm' && (await isPasted(turn, words))) return undefined;
  const again = told?.kind === danger && turn.now - told.at < SAID_FOR;
  if (again && danger !== 'self-harm' && turn.person.guide !== null) return undefined;
  if (TOLD_AT_INJURY.includes(danger) && (await isAtInjury(turn, words))) return undefined;
  const rest = turn.inbound.kind === 'private' ? await putAside(turn) : [];
  const person = {
    ...turn.person,
    guide: null,
    urgent: {
      kind: danger,
      at: turn.now,
      words: turn.inbound.kind === 'private' ? words.slice(0, MOST_WORDS) : '',
    },
  };
  const here = { ...turn, person };
  const first = sayDanger(here, danger, rest);
  // A question in the same breath is answered under it; somebody who may harm themselves is not shown a paragraph.
  if (danger === 'self-harm' || (danger !== 'id-withheld' && !isQuestion(words)))
    return replyTo(here, { say: [first] });
  const reply = await ask(here, words);
  return { ...reply, say: [together([first, ...reply.say])] };
}

/** Somebody tells of a death, and nobody else lies there: no ambulance is sent to the dead. */
const isPast = (words: string): boolean =>
  isDeath(words) && ![GOES_ON, BODY, CRY].some((sign) => sign.test(words));
const GOES_ON = /刚|正在|现在|还有|赶紧|快来|快救/u;

/** The guide for somebody who was hurt begins with whom to call; what happened must get told to it. */
const TOLD_AT_INJURY: readonly Urgency[] = ['accident-now', 'violence'];

async function isAtInjury({ person, inbound, records, now }: Turn, words: string): Promise<boolean> {
  if (person.guide === null || inbound.kind === 'group' || CRY.test(words)) return false;
  const run = await records.guides.load(person.guide);
  // Days later it is another accident.
  return run?.state === 'active' && run.guide === 'injury' && now - run.updatedAt < HOUR;
}

/** A press on 让工会的人找我, which is the consent. */
export async function callPerson(turn: Turn): Promise<Reply> {
  const { urgent: told } = turn.person;
  if (told === null || told.words === '' || turn.now - told.at > 12 * HOUR)
    return replyTo(turn, { say: [sayText(copy.expired)] });
  const { tickets } = turn.records;
  const topic = copy.topic[told.kind];
  const ticket =
    (await tickets.findDuplicate('urgent', topic)) ??
    (await tickets.open({
      kind: 'urgent',
      urgent: true,
      region: turn.person.region,
      trade: null,
      topic,
      matters: [],
      answers: [],
      citations: [],
      transcript: [{ from: 'worker', at: told.at, words: told.words }],
      files: [],
      anonymous: false,
      contact: null,
      consentAt: turn.now,
    }));
  const due = ticket.due === null ? '' : deskCopy.handoff.dueBy(formatChinaTime(ticket.due.at));
  return replyTo(turn, { say: [sayText(copy.called(ticket.id, due))] });
}

function sayDanger(turn: Turn, danger: Urgency, rest: readonly string[]): Outbound {
  const { capabilities } = turn.channel;
  const numbers = turn.settings.urgent.map(({ number, name }) => copy.number(number, name)).join('，');
  const lines = [...copy.now[danger], copy.numbers(numbers)];
  if (turn.inbound.kind === 'group') {
    if (!capabilities.privateLinks) return sayLines([...lines, copy.private]);
    const row: Button[] = [{ label: copy.openPrivate, does: { kind: 'private', payload: '' } }];
    return sayLines(lines, [row]);
  }
  const rows: Button[][] = [
    [{ label: copy.call, does: { kind: 'action', action: formatAction({ kind: 'urgent' }) } }],
  ];
  lines.push(...(capabilities.buttons ? [] : [copy.callTyped]), copy.seen);
  lines.push(...(capabilities.servicers === true ? [copy.inChat] : []), ...rest);
  const injury = danger === 'accident-now' ? guideById('injury') : undefined;
  if (injury !== undefined) {
    const action = formatAction({ kind: 'begin', guide: injury.id });
    rows.push([{ label: guideCopy.offerLabel(injury.name), does: { kind: 'action', action } }]);
    lines.push(`${copy.injury}${guideCopy.offer(injury.name)}`);
  }
  return sayLines(lines, rows);
}

function wordsOf({ inbound: { content } }: Turn): string {
  if (content.kind === 'text') return content.text.trim();
  return content.kind === 'media' ? content.caption.trim() : '';
}
