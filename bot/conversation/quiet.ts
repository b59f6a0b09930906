import { findUrgency } from '../guides/urgent.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** As much of one message is kept; characters. */
const MOST_WORDS = 2_000;
const OVER = ['closed', 'merged', 'withdrawn'];

/**
 * A person of the union speaks with the worker on the platform itself, and the bot may not say a word there. What the
 * worker writes is kept with their ticket, where there is one; it was read already.
 */
export async function quiet(turn: Turn): Promise<Reply | undefined> {
  const { inbound, records } = turn;
  if (inbound.quiet !== true) return undefined;
  const { content } = inbound;
  if (content.kind !== 'text' && content.kind !== 'media') return replyTo(turn, {});
  const { tickets, files } = records;
  const live = (await tickets.mine()).find(({ state }) => !OVER.includes(state));
  const id = (await tickets.held())?.id ?? live?.id;
  const sent = content.kind === 'media' ? await files.ofMessage() : [];
  const here = sent.filter(({ state }) => state === 'held' || state === 'kept').map((file) => file.id);
  const words = (content.kind === 'text' ? content.text : content.caption).trim().slice(0, MOST_WORDS);
  if (id === undefined || (words === '' && here.length === 0)) return replyTo(turn, {});
  const danger = findUrgency(words) !== undefined;
  const outcome = await tickets.say(id, words, here, danger);
  if (outcome.kind === 'done' && here.length > 0) await files.keep(here, null);
  return replyTo(turn, {});
}
