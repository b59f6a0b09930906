import { telegramCopy } from '../../copy/telegram.ts';
import type { ChannelState } from '../channel.ts';
import { GrammyError } from './grammy.ts';

type Condition = 'ready' | keyof typeof telegramCopy.state;

export type Report = (condition: Condition) => void;

export function stateOf(condition: Condition): ChannelState {
  if (condition === 'ready') return { state: 'ready', detail: '' };
  const detail = telegramCopy.state[condition];
  return { state: condition === 'connecting' || condition === 'unreachable' ? 'connecting' : 'down', detail };
}

/** What a failed call says of the channel. 404 is how Telegram answers a token of the wrong form. */
export function conditionOf(error: unknown): Condition {
  if (!(error instanceof GrammyError)) return 'unreachable';
  switch (error.error_code) {
    case 401:
    case 404:
      return 'badToken';
    case 409:
      return 'conflict';
    case 400:
      return error.method === 'setWebhook' ? 'badWebhook' : 'unreachable';
    default:
      return 'unreachable';
  }
}

/**
 * Two programs that fetch for one bot end each other's calls. With a wait this long they take turns instead of storming: one
 * fetches while the other stands by and takes over when it dies. What both get is known by its event.
 */
const TURN_MS = 10_000;

/** How long to wait before the next try, when the failure says so. */
export function waitOf(error: unknown): number | undefined {
  if (!(error instanceof GrammyError)) return undefined;
  if (error.error_code === 409) return TURN_MS;
  const seconds = error.parameters.retry_after;
  return seconds === undefined ? undefined : seconds * 1000;
}
