import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../bot/store/open-store.ts';
import type { Store } from '../../bot/store/store.ts';
import { createCore, madeUpTexts } from '../core.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { createScriptedChannel } from '../fakes/scripted-channel.ts';

const library = await madeUpTexts();
const CHATS = ['g1', 'g2', 'r1'] as const;
const LEASE = 15_000;

/** What may happen next. Words never repeat, so that each reply tells which message it answers. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      // Handed over together, as a platform does that was not asked for a while.
      chats: fc.array(fc.constantFrom(...CHATS), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), back: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'wait' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('crash' as const), after: fc.nat(6) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Thrown where a process dies: nothing of it runs any more. */
class Dead extends Error {}

/** The store as a process sees it that dies before its nth transaction from now, or right after that one's commit. */
function mortal(store: Store): { readonly store: Store; readonly dieAfter: (transactions: number) => void } {
  let left = Number.POSITIVE_INFINITY;
  return {
    dieAfter: (transactions) => {
      left = transactions;
    },
    store: {
      ...store,
      transaction: async (work) => {
        if (left <= 0) throw new Dead();
        const result = await store.transaction(work);
        if (--left <= 0) throw new Dead();
        return result;
      },
    },
  };
}

describe('whatever happens between', () => {
  it('each accepted message gets one reply and no more, in the order of its chat', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const store = await openStore({ kind: 'memory' });
        try {
          await play(store, steps);
        } finally {
          await store.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});

async function play(store: Store, steps: readonly Step[]): Promise<void> {
  const clock = createManualClock();
  // Doubles are kept out by the platform, so that a message sent again after a crash shows once.
  const channel = createScriptedChannel({ capabilities: { idempotent: true } });
  const start = () => {
    const life = mortal(store);
    const core = createCore({ store: life.store, library, channels: [channel], clock });
    return { ...life, core, accept: core.app.accept(channel.name) };
  };
  let now = start();
  const people = new Map(
    CHATS.map((chat) => [chat, now.core.person('rider', chat.startsWith('g') ? { group: chat } : { chat })]),
  );
  const accepted = new Map<string, string[]>(CHATS.map((chat) => [chat, []]));
  type Said = { chat: string; words: string; message: Parameters<typeof now.accept>[0][number] };
  const said: Said[] = [];

  /** The platform hands messages over until they are acknowledged. */
  const tell = async (some: readonly Said[]) => {
    const messages = some.map(({ message }) => message);
    try {
      await now.accept(messages);
    } catch (error) {
      if (!(error instanceof Dead)) throw error;
      now = start();
      await now.accept(messages);
    }
    for (const { chat, words } of some) {
      const list = accepted.get(chat);
      if (list?.includes(words) === false) list.push(words);
    }
  };

  for (const each of steps) {
    if (each.kind === 'say') {
      const some = each.chats.flatMap((chat, at): Said[] => {
        const words = `第${said.length + at + 101}条`;
        const message = people.get(chat)?.text(`/地区 ${words}`);
        return message === undefined ? [] : [{ chat, words, message }];
      });
      said.push(...some);
      await tell(some);
    } else if (each.kind === 'repeat') {
      await tell(said.slice(-1 - each.back, said.length - each.back));
    } else if (each.kind === 'wait') {
      await now.core.app.settle().catch(() => {
        now = start();
      });
    } else {
      now.dieAfter(each.after);
      await now.core.app.settle().catch(() => undefined);
      now = start();
      clock.advance(LEASE);
    }
  }
  // Enough time for every lease and every retry.
  now = start();
  for (let i = 0; i < 3; i++) {
    clock.advance(60_000);
    await now.core.app.settle();
  }

  for (const chat of CHATS) {
    const keys = channel.screen(chat).map(({ key }) => key);
    const rows = (await now.core.rows('outbox')).filter((row) => keys.includes(String(row.key)));
    expect(rows.every((row) => row.state === 'sent')).toBe(true);
    const causes = rows.toSorted((a, b) => keys.indexOf(String(a.key)) - keys.indexOf(String(b.key)));
    const inbox = new Map(
      (await now.core.rows('inbox')).map((row) => [
        row.id,
        now.core.vault.open(String(row.sealed), 'inbox/sealed'),
      ]),
    );
    const answered = causes.map((row) => /第\d+条/.exec(inbox.get(row.cause ?? 0) ?? '')?.[0]);
    expect(answered, chat).toEqual(accepted.get(chat));
  }
}
