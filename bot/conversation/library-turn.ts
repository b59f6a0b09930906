import { formatChinaTime } from '../china-time.ts';
import { conversationLibraryCopy as copy } from '../copy/conversation-library.ts';
import { libraryOfficeCopy } from '../copy/library-office.ts';
import type { By } from '../library/acting.ts';
import type { LibraryAct, LibraryTold, LibraryView } from './library-desk.ts';
import type { LibraryMemory } from './memory.ts';
import { sayLines, sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** A turn in the private chat of an admin, who may act on the library. */
export type LibraryTurn = {
  readonly turn: Turn;
  readonly by: By;
  readonly act: (act: LibraryAct) => LibraryTold;
};

/** How long the next words or presses are about what was shown; ms. */
const WINDOW = 15 * 60_000;

/** undefined for everybody who is no admin, and in groups: there nothing of the library's office is to be known. */
export async function adminTurn(turn: Turn): Promise<LibraryTurn | undefined> {
  const { office, inbound, channel, records } = turn;
  if (office === null || inbound.kind !== 'private') return undefined;
  const staff = await records.staff.me();
  if (staff?.role !== 'admin') return undefined;
  const by = { name: staff.name, via: channel.name };
  return { turn, by, act: (act) => office(by, act) };
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'until'> : never;

/** The person's memory with what was shown, or with nothing. */
export function shown(turn: Turn, library: WithoutTime<LibraryMemory> | null): Reply['person'] {
  return { ...turn.person, library: library && { ...library, until: turn.now + WINDOW } };
}

/** What was shown and is not too old. */
export function pendingOf({ person: { library }, now }: Turn): LibraryMemory | null {
  return library !== null && library.until >= now ? library : null;
}

/** What is said where nothing was done, or where it is begun. */
export function sayTold(turn: Turn, told: LibraryTold): Reply {
  switch (told.kind) {
    case 'started':
      return say(turn, [copy.started, ...howItIsTold(turn), copy.progress]);
    case 'busy': {
      const { preparing } = told;
      if (preparing === null) return say(turn, [copy.justOver]);
      return say(turn, [copy.busy(preparing.by, formatChinaTime(preparing.since)), copy.progress]);
    }
    case 'refused':
      return replyTo(turn, { say: [sayText(libraryOfficeCopy.refused(told.refused))] });
    default:
      return replyTo(turn, { say: [sayText(copy.broken)] });
  }
}

const say = (turn: Turn, lines: readonly string[]) => replyTo(turn, { say: [sayLines(lines)] });

/** A channel that cannot speak first brings it only with the next answer. */
function howItIsTold({ channel }: Turn): readonly string[] {
  return [channel.capabilities.push === 'reply' ? copy.willNotTell : copy.willTell];
}

/** The view, or what is said instead. */
export function looked({ turn, act }: LibraryTurn, then: (view: LibraryView) => Reply): Reply {
  return outcome(turn, act({ kind: 'look' }), 'view', ({ view }) => then(view));
}

/** What to do with the outcome that was hoped for; every other is said as it is. */
export function outcome<K extends LibraryTold['kind']>(
  turn: Turn,
  told: LibraryTold,
  kind: K,
  then: (told: Extract<LibraryTold, { readonly kind: K }>) => Reply,
): Reply {
  return isOf(told, kind) ? then(told) : sayTold(turn, told);
}

function isOf<K extends LibraryTold['kind']>(
  told: LibraryTold,
  kind: K,
): told is Extract<LibraryTold, { readonly kind: K }> {
  return told.kind === kind;
}
