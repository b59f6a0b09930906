import { z } from 'zod';
import { consoleCopy } from '../../copy/console.ts';
import { accessCopy } from '../../copy/console-access.ts';
import { deskCopy } from '../../copy/desk.ts';
import type { Desk } from '../../desk/staff.ts';
import type { Command } from '../../desk/ticket.ts';
import type { TicketEvent } from '../../desk/ticket-event.ts';
import { parseTicketId } from '../../desk/ticket-id.ts';
import type { Viewer } from '../../desk/view.ts';
import type { StoredTicket } from '../../store/tickets.ts';

const copy = consoleCopy.refused;

/** What staff may wish in the console. */
export const ACTS = [
  'claim',
  'take',
  'hand-back',
  'reopen',
  'reply',
  'note',
  'resolve',
  'transfer',
  'reassign',
  'merge',
] as const;
export type Act = (typeof ACTS)[number];

const LONGEST = 4000;
const words = z.string().max(LONGEST).default('');
const bodySchema = z.object({
  do: z.enum(ACTS),
  /** The last event that they have seen; from a list nothing was seen. */
  seq: z.coerce.number().int().positive().optional(),
  words,
  asks: z.string().optional(),
  to: z.string().max(20).default(''),
  into: z.string().max(40).default(''),
});

export type Wish = { readonly act: Act; readonly seq: number | null; readonly command: Command };

/** @returns what is wrong with it, in words, where it is no wish */
export function parseWish(body: Readonly<Record<string, unknown>>): Wish | string {
  if (typeof body.words === 'string' && body.words.length > LONGEST) return copy.tooLong;
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return copy.wish;
  const { do: act, seq = null, words, asks, to, into } = parsed.data;
  const command = commandOf(act, { words, asks: asks !== undefined, to: to === '' ? null : to, into });
  return command === undefined ? copy.noTarget : { act, seq, command };
}

type Fields = {
  readonly words: string;
  readonly asks: boolean;
  readonly to: string | null;
  readonly into: string;
};

function commandOf(act: Act, { words, asks, to, into }: Fields): Command | undefined {
  switch (act) {
    case 'claim':
    case 'take':
    case 'hand-back':
    case 'reopen':
      return { kind: act };
    case 'reply':
      return { kind: act, words, asks };
    case 'note':
    case 'resolve':
      return { kind: act, words };
    case 'transfer':
    case 'reassign':
      return { kind: act, to, words };
    case 'merge': {
      const id = parseTicketId(into);
      return id === undefined ? undefined : { kind: act, into: id };
    }
  }
}

export type Acted =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: 404 | 409; readonly say: string };

/** What reads the conversation first: with these, something that came in between might change somebody's mind. */
const CAREFUL: readonly Act[] = ['reply', 'resolve', 'transfer', 'reassign', 'merge', 'reopen'];

/** Compare and set. Who was first is told by name; what changes nobody's mind is no reason to refuse. */
export async function actOn(desk: Desk, id: string, wish: Wish, viewer: Viewer): Promise<Acted> {
  const { act, seq, command } = wish;
  const expected = CAREFUL.includes(act) ? seq : null;
  const applied = await desk.act(id, command, viewer, expected);
  switch (applied.kind) {
    case 'done':
      return { ok: true };
    case 'unknown':
      return { ok: false, status: 404, say: consoleCopy.ticket.notFound };
    case 'not-staff':
      return { ok: false, status: 409, say: accessCopy.refused.signIn };
    case 'no-target':
      return { ok: false, status: 409, say: copy.noTarget };
    case 'illegal': {
      const { illegal, holder } = applied.move;
      const say = holder === null ? deskCopy.illegal[illegal] : copy.claimedBy(holder);
      return { ok: false, status: 409, say };
    }
    case 'stale': {
      const first = sinceThen(applied.stored, seq ?? 0, viewer);
      if (first === undefined)
        return await actOn(desk, id, { ...wish, seq: applied.stored.ticket.seq }, viewer);
      return { ok: false, status: 409, say: copy.stale(whoDid(first), deskCopy.event[first.kind]) };
    }
  }
}

/** The first thing that happened behind `seq` and that one would want to know of. */
function sinceThen({ events }: StoredTicket, seq: number, viewer: Viewer): TicketEvent | undefined {
  return events.find((event) => {
    if (event.seq <= seq || event.kind === 'bounced' || event.kind === 'flagged') return false;
    return event.by.kind !== 'staff' || event.by.name !== viewer.name;
  });
}

const whoDid = ({ by }: TicketEvent) => (by.kind === 'staff' ? by.name : consoleCopy.ticket.by[by.kind]);
