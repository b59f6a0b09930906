import type { InlineButton } from '../../channels/telegram/grammy.ts';
import { telegramDeskCopy as copy } from '../../copy/desk-telegram.ts';
import type { TicketPlaceRow, TicketPostRow } from '../../store/schema.ts';
import type { Notice } from '../../store/ticket-places.ts';
import type { StoredTicket } from '../../store/tickets.ts';
import type { Due } from '../clock.ts';
import type { GroupMessage } from './calls.ts';
import { formatPressed } from './order.ts';
import { formatCard, formatEvent } from './show.ts';
import type { Way } from './whole.ts';

/** Characters; Telegram takes 4096. https://core.telegram.org/bots/api#sendmessage */
const MOST = 3800;

/** What is known of the last try: nothing of its end; that the topic was made again. */
export const SURE = 0;
export const UNSURE = 1;
export const REBUILT = 2;

/** What a topic is told next, and how far it is then. */
export type NextMessage = {
  /** null: nothing of it has to be said. */
  readonly message: GroupMessage | null;
  readonly seen: number;
  readonly notices: readonly number[];
  /** Number of the one event whose words of the worker it shows; 0 for none or several. */
  readonly shows: number;
  /** Whose closing words an answer to it would be. */
  readonly prompts: string | null;
};

export type Told = {
  readonly stored: StoredTicket;
  readonly place: TicketPlaceRow;
  readonly notices: readonly { readonly id: number; readonly notice: Notice }[];
  /** Messages of staff in this topic that stand for events. */
  readonly own: readonly TicketPostRow[];
  readonly due: Due | null;
  readonly way: Way;
  /** Where the console shows the ticket; undefined where nobody can open it. */
  readonly link: string | undefined;
};

/** Everything that the topic does not show yet, in one message as far as one message goes. */
export function nextMessage(told: Told): NextMessage {
  const { stored, place, notices, own } = told;
  const { ticket, events } = stored;
  const lines: string[] = [];
  if (place.doubt !== SURE) lines.push(place.doubt === REBUILT ? copy.rebuilt : copy.doubt);
  let seen = place.seen_seq;
  let length = 0;
  let claimed = isHeld(events.filter(({ seq }) => seq <= seen));
  const shows: number[] = [];
  let partly = false;
  let full = false;
  const rows: InlineButton[][] = [];
  for (const event of events.filter(({ seq }) => seq > place.seen_seq)) {
    if (event.kind === 'claimed' || event.kind === 'transferred') claimed = event.kind === 'claimed';
    const mine = own.some(({ seq }) => seq === event.seq);
    const shown = formatEvent(event, { stored, own: mine, claimed });
    const card = event.kind === 'opened' ? formatCard(stored, told.due) : shown.text;
    const text = card.length > MOST ? card.slice(0, MOST - copy.cut.length).toWellFormed() + copy.cut : card;
    if (length > 0 && length + text.length > MOST) {
      full = true;
      break;
    }
    if (text !== '') lines.push(text);
    length += text.length + 1;
    seen = event.seq;
    partly ||= shown.partly;
    if (event.kind === 'said' && claimed && text !== '') shows.push(event.seq);
    if (OPENS.includes(event.kind)) rows.splice(0, rows.length, buttonsOf(ticket.id));
    if (event.kind === 'claimed') partly = true;
  }
  const later = full ? [] : notices;
  const texts = later.map(({ notice }) => notice.text);
  if (partly && ticket.holder !== null) lines.push(wholeLine(told, ticket.holder));
  const silent = length <= seen - place.seen_seq && texts.length === 0;
  return {
    message: silent
      ? null
      : {
          text: [...lines, ...texts].join('\n'),
          replyTo: replyOf(shows, told, later),
          buttons: [...rows, ...linkRow(told, partly), ...later.flatMap(({ notice }) => buttonsIn(notice))],
        },
    seen,
    notices: later.map(({ id }) => id),
    shows: shows.length === 1 ? (shows[0] ?? 0) : 0,
    prompts: later.find(({ notice }) => notice.prompts !== null)?.notice.prompts ?? null,
  };
}

/** Somebody has the ticket after these events. */
const isHeld = (events: StoredTicket['events']) =>
  events.findLast(({ kind }) => kind === 'claimed' || kind === 'transferred')?.kind === 'claimed';

const OPENS: readonly string[] = ['opened', 'transferred', 'reopened'];

function buttonsOf(ticket: string): InlineButton[] {
  return (['claim', 'transfer', 'resolve'] as const).map((does) => ({
    text: copy.button[does],
    callback_data: formatPressed({ ticket, does, who: '' }),
  }));
}

const buttonsIn = ({ buttons }: Notice): InlineButton[][] =>
  buttons.map((row) => row.map(({ label, action }) => ({ text: label, callback_data: action })));

function wholeLine({ way }: Told, holder: string): string {
  if (way === 'sent') return copy.whole.sent(holder);
  return way === 'no-chat' ? copy.whole.noChat(holder) : copy.whole.console;
}

/** Telegram takes no address that only this machine knows. */
function linkRow({ link, way }: Told, partly: boolean): InlineButton[][] {
  return partly && way !== 'sent' && link?.startsWith('https://') === true
    ? [[{ text: copy.button.whole, url: link }]]
    : [];
}

/** The worker's words hang on the last ones of staff before them; else what is said of a message hangs on it. */
function replyOf(shows: readonly number[], { own, stored }: Told, notices: Told['notices']): string | null {
  const [first] = shows;
  const isReply = (seq: number) =>
    stored.events.some((event) => event.seq === seq && event.kind === 'replied');
  if (first !== undefined) return own.findLast(({ seq }) => seq < first && isReply(seq))?.ref ?? null;
  return notices.length === 1 ? (notices[0]?.notice.replyTo ?? null) : null;
}
