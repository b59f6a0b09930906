import { setTimeout as pause } from 'node:timers/promises';
import type { FakeBotApi } from '../fakes/bot-api/server.ts';
import type { Chance } from './chance.ts';
import { questionOf } from './questions.ts';

/** What must be answered in one chat, in the order in which it was asked. */
export type Asked = {
  readonly chat: number;
  /** Message ids in groups, where an answer shows what it answers; null in private chats. */
  readonly messages: readonly (number | null)[];
};

export type Load = {
  readonly asked: () => readonly Asked[];
  /** This many questions at once, in chats taken by chance. */
  readonly burst: (count: number) => void;
  /** Questions one by one, about so many a second and never far ahead of the answers, until the signal aborts. */
  readonly trickle: (perSecond: number, signal: AbortSignal) => Promise<void>;
};

const FIRST_GROUP = -1000;
const FIRST_PERSON = 1000;
const MEMBERS = 3;
/** Questions without an answer: more would measure only how slow the machine is. */
const MOST_WAITING = 100;

/** People in private chats and in groups who ask one numbered question after another. */
export function createLoad(
  { users, me, sent }: Pick<FakeBotApi, 'users' | 'me' | 'sent'>,
  chance: Chance,
  { people, groups }: { readonly people: number; readonly groups: number },
): Load {
  const chats = [
    ...Array.from({ length: people }, (_, i) => ({
      chat: FIRST_PERSON + i,
      messages: [] as (number | null)[],
    })),
    ...Array.from({ length: groups }, (_, i) => ({
      chat: FIRST_GROUP - i,
      messages: [] as (number | null)[],
    })),
  ];
  for (const { chat } of chats) if (chat < 0) users.addGroup({ id: chat });
  let said = 0;

  const say = () => {
    const place = chats[chance.whole(0, chats.length - 1)];
    if (place === undefined) return;
    const { chat, messages } = place;
    const question = questionOf(messages.length);
    messages.push(chat < 0 ? mention(chat, question) : null);
    if (chat > 0) users.say({ from: chat, text: question });
    said++;
    // Now and then the platform hands something over that it has handed over before.
    // Of this load only: to a server of its own, what was asked before it is new.
    if (chance.next() < 0.02) users.repeat(-1 - chance.whole(0, said - 1), false);
  };
  const mention = (chat: number, question: string): number => {
    const name = `@${me.username}`;
    return users.say({
      from: 1 + chance.whole(0, MEMBERS - 1),
      chat,
      text: `${name} ${question}`,
      fields: { entities: [{ type: 'mention', offset: 0, length: name.length }] },
    });
  };

  return {
    asked: () => chats,
    burst: (count) => {
      for (let i = 0; i < count && said - sent().length < MOST_WAITING; i++) say();
    },
    trickle: async (perSecond, signal) => {
      while (!signal.aborted) {
        if (said - sent().length < MOST_WAITING) say();
        await pause((2 * chance.next() * 1000) / perSecond, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
