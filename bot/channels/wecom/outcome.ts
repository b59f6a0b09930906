import type { Outcome } from '../channel.ts';
import { WeComApiError, WeComLimitError, WeComNetworkError, WeComOutcomeUnknown } from './sdk/index.ts';

/**
 * What a failed call to qyapi means for the message. https://developer.work.weixin.qq.com/document/path/90313
 * @param refusals errcodes after which this message, or the whole chat, cannot be served; others are our fault or theirs
 */
export function outcomeOf(
  error: unknown,
  refusals: Readonly<Record<number, { readonly reason: string; readonly closed: boolean }>>,
): Outcome {
  if (error instanceof WeComOutcomeUnknown) return { kind: 'unknown', reason: error.cause.fault };
  if (error instanceof WeComNetworkError)
    return error.sent
      ? { kind: 'unknown', reason: error.fault }
      : { kind: 'later', afterMs: null, reason: error.fault };
  if (error instanceof WeComLimitError) return { kind: 'refused', reason: 'limit', closed: false };
  if (!(error instanceof WeComApiError)) return { kind: 'unknown', reason: 'error' };
  const refused = refusals[error.errcode];
  if (refused !== undefined) return { kind: 'refused', ...refused };
  if (error.retryable)
    return { kind: 'later', afterMs: error.retryAfterMs ?? null, reason: String(error.errcode) };
  // The configuration is wrong, not the message: it waits until somebody has mended that.
  if (CONFIGURATION.has(error.errcode))
    return { kind: 'later', afterMs: CONFIGURATION_PAUSE_MS, reason: String(error.errcode) };
  return { kind: 'refused', reason: String(error.errcode), closed: false };
}

/** Secret, corp, agent or trusted IP are wrong. Asking often with a wrong secret gets the address banned. */
export const CONFIGURATION: ReadonlySet<number> = new Set([
  40001, 40013, 40056, 40091, 48002, 60011, 60020, 301002, 95011, 95012, 95017,
]);
const CONFIGURATION_PAUSE_MS = 300_000;
