import { shortName } from '#knowledge';
import { deskCopy } from '../../copy/desk.ts';
import { telegramDeskCopy as copy } from '../../copy/desk-telegram.ts';
import type { StoredTicket } from '../../store/tickets.ts';

/** https://core.telegram.org/bots/api#createforumtopic */
const MOST = 128;

/** How a topic is called: its state and who has it, number, kind, place, alias. Nothing of its owner's own. */
export function formatTitle({ row, ticket }: StoredTicket): string {
  const { state, holder } = ticket;
  const mark = copy.mark[state];
  const names = state === 'claimed' || state === 'waiting-staff';
  const place = row.region === null ? '' : shortName(row.region.split('/').at(-1) ?? '');
  const urgent = row.urgent === 1 && holder === null ? copy.urgentMark : '';
  const parts = [`${urgent}${mark}${names ? (holder ?? '') : ''}`, row.id, deskCopy.kind[row.kind]];
  return copy.title([...parts, place, row.alias]).slice(0, MOST);
}

/** Colours that Telegram has for a topic. https://core.telegram.org/bots/api#createforumtopic */
export const COLOURS = { urgent: 0xfb6f5f, calm: 0x6fb9f0 } as const;

/** Whether the topic is to be closed: nobody has anything to do in it. */
export function isShut({ ticket: { state } }: StoredTicket): boolean {
  return ['resolved', 'closed', 'merged', 'withdrawn'].includes(state);
}
