import { deadLettersCopy } from '../copy/dead-letters.ts';
import type { DeadLetter } from '../store/dead-letters.ts';

const copy = deadLettersCopy.reason;

/** Words of the relay and of platforms, the first that fits; https://core.telegram.org/api/errors for Telegram's. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^erased$/, copy.erased],
  [/^unknown-twice/, copy.unknownTwice],
  [/^unknown-often$/, copy.unknownOften],
  [/^left$/, copy.left],
  [/^payload of another version$/, copy.otherVersion],
  [/blocked by the user/i, copy.blocked],
  [/bot was kicked|not a member/i, copy.kicked],
  [/user is deactivated|group chat was deactivated/i, copy.deactivated],
  [/chat not found|PEER_ID_INVALID/i, copy.chatGone],
  [/not enough rights|have no rights|CHAT_WRITE_FORBIDDEN/i, copy.noRights],
  [/^(?:401|404)\b/, copy.badToken],
  [/^429\b/, copy.tooMany],
  [/^gateway\b|^5\d\d\b/, copy.platform],
  [/^NeverSent\b/, copy.unreachable],
  [/^(?:NoAnswer|TimeoutError|AbortError)\b/, copy.noAnswer],
];

/** Why a message cannot be helped, in words; what nobody has a word for as it was noted. */
export function formatReason({ direction, reason }: Pick<DeadLetter, 'direction' | 'reason'>): string {
  if (reason === '') return copy.none;
  // Of what was received the name of the error is noted.
  if (direction === 'in') return /^BrokenSeal$/.test(reason) ? copy.otherKey : copy.program(reason);
  const known = KNOWN.find(([pattern]) => pattern.test(reason));
  if (known !== undefined) return known[1];
  return /^4\d\d\b/.test(reason) ? copy.refused(reason) : copy.other(reason);
}
