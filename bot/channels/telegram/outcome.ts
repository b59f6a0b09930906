import type { Outcome } from '../channel.ts';
import { GrammyError, HttpError } from './grammy.ts';
import { GatewayAnswer, NeverSent } from './http.ts';

/** Nothing else will get through to this chat either, until somebody there lets the bot in again. */
const CLOSED =
  /chat not found|PEER_ID_INVALID|not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|group chat was deactivated/i;

/**
 * What a failed call means for the message. `repeatable`: doing it twice does no harm (an edit), so that doubt is no doubt.
 *
 * An answer of Telegram's own, also 500, says that the call failed: the message was not sent. A page from something in
 * between (502, 504) or no answer says nothing: Telegram may have carried the call out.
 * https://core.telegram.org/bots/api#making-requests
 */
export function outcomeOf(error: unknown, repeatable: boolean): Outcome {
  if (error instanceof GrammyError) return answered(error);
  if (!(error instanceof HttpError)) throw error;
  const cause = error.error;
  const reason = reasonOf(cause);
  if (cause instanceof NeverSent || repeatable) return { kind: 'later', afterMs: null, reason };
  return { kind: 'unknown', reason };
}

/** https://core.telegram.org/api/errors, https://core.telegram.org/bots/api#responseparameters */
function answered({ error_code: code, description, parameters }: GrammyError): Outcome {
  const reason = `${code} ${withoutWords(description)}`;
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'moved', chat: String(parameters.migrate_to_chat_id) };
  if (code === 429) {
    const seconds = parameters.retry_after;
    return { kind: 'later', afterMs: seconds === undefined ? null : seconds * 1000, reason };
  }
  // A wrong token is for whoever runs the bot to mend; the message is not at fault.
  if (code >= 500 || code === 401 || code === 404) return { kind: 'later', afterMs: null, reason };
  return { kind: 'refused', reason, closed: code === 403 || CLOSED.test(description) };
}

function reasonOf(cause: unknown): string {
  if (cause instanceof GatewayAnswer) return `gateway ${cause.status}`;
  return cause instanceof Error ? `${cause.name} ${cause.message}` : 'unknown';
}

/** Telegram quotes the message itself in some descriptions: only its own words are kept, and no long numbers. */
export function withoutWords(description: string): string {
  return (description.split('"')[0] ?? '').replaceAll(/[^\x20-\x7E]|\d{5,}/g, '').trim();
}
