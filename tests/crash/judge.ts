import { telegramCopy } from '../../bot/copy/telegram.ts';
import type { Delivery } from '../fakes/bot-api/world.ts';
import type { Asked } from './load.ts';
import { KINDS, kindOf } from './questions.ts';

export type Judgement = {
  /** Questions asked. */
  readonly asked: number;
  /** Answers that arrived again, each saying that it may. */
  readonly repeats: number;
  /** Answers that say so and arrived once. */
  readonly falseAlarms: number;
  /** Everything else that is not one answer to each question in its order; empty when all is well. */
  readonly faults: readonly string[];
};

type Arrived = {
  readonly kind: number | undefined;
  readonly replyTo: number | null;
  readonly marked: boolean;
};

/**
 * Holds what arrived against what was asked. Neighbouring questions of a chat have different answers, and order is kept,
 * so an answer that equals the one before it is that one again; only one that carries the mark may be.
 */
export function judge(deliveries: readonly Delivery[], chats: readonly Asked[]): Judgement {
  const byChat = Map.groupBy(deliveries, ({ chat }) => chat);
  const faults: string[] = [];
  let asked = 0;
  let repeats = 0;
  let marks = 0;
  for (const { chat, messages } of chats) {
    asked += messages.length;
    const arrived = (byChat.get(chat) ?? []).map(arrivedOf);
    byChat.delete(chat);
    marks += arrived.filter(({ marked }) => marked).length;
    const once = arrived.filter((one, i) => !(one.marked && isSame(one, arrived[i - 1])));
    repeats += arrived.length - once.length;
    const want = messages.map((replyTo, n) => ({ kind: n % KINDS, replyTo }));
    const wrong = Array.from({ length: Math.max(want.length, once.length) }).findIndex(
      (_, i) => !isSame(once[i], want[i]),
    );
    if (wrong >= 0)
      faults.push(
        `chat ${chat}: ${once.length} answers to ${want.length} questions; from the ${wrong}th on wanted ` +
          `${show(want.slice(wrong))} and got ${show(once.slice(wrong))}`,
      );
  }
  for (const [chat, unasked] of byChat)
    faults.push(`chat ${chat}: ${unasked.length} messages and no question`);
  return { asked, repeats, falseAlarms: marks - repeats, faults };
}

function arrivedOf({ kind, text, replyTo }: Delivery): Arrived {
  return {
    kind: kind === 'message' ? kindOf(text) : undefined,
    replyTo,
    marked: text.startsWith(telegramCopy.repeat),
  };
}

type Told = Pick<Arrived, 'kind' | 'replyTo'>;

function isSame(one: Told | undefined, other: Told | undefined): boolean {
  return one?.kind === other?.kind && one?.replyTo === other?.replyTo;
}

const show = (told: readonly (Told & { readonly marked?: boolean })[]) =>
  told
    .slice(0, 8)
    .map(
      ({ kind, replyTo, marked }) =>
        `${kind ?? '?'}${replyTo === null ? '' : `>${replyTo}`}${marked ? '*' : ''}`,
    )
    .join(' ');
