import fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemClock } from '../../../bot/clock.ts';
import { changesSince, createDeskFeed, endOfChanges, type TicketChange } from '../../../bot/desk/feed.ts';
import { formatLetter } from '../../../bot/desk/letters.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import type { Command } from '../../../bot/desk/ticket.ts';
import { BOUNCE_REASONS, type Change, changeSchema } from '../../../bot/desk/ticket-event.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import { createCore, DESK, madeUpTexts } from '../../core.ts';
import { draft } from './drafts.ts';

const library = await madeUpTexts();
const WANG = { name: '王', role: 'agent' as const };
const LI = { name: '李', role: 'supervisor' as const };
/** Words that stand in nothing the program itself says. */
const SECRET = '✂只在内部✂';

const context = fc.record({ buttons: fc.boolean(), held: fc.boolean(), mergedIntoOwn: fc.boolean() });
const CHANGES: readonly Change[] = [
  { kind: 'noted', words: SECRET },
  { kind: 'flagged', other: SECRET },
  { kind: 'joined', other: SECRET },
  { kind: 'said', words: SECRET, files: [SECRET], danger: true },
  { kind: 'transferred', to: SECRET, words: SECRET },
  { kind: 'opened', draft: draft({ topic: SECRET }) },
  { kind: 'claimed' },
  { kind: 'taken' },
  { kind: 'handed-back' },
  { kind: 'confirmed' },
  { kind: 'reopened' },
  { kind: 'closed' },
  { kind: 'rated' },
  { kind: 'withdrawn', erased: true },
  ...BOUNCE_REASONS.map((reason) => ({ kind: 'bounced' as const, of: 3, reason })),
];
const change = fc.constantFrom(...CHANGES);

it('no letter carries what staff keep between them, whatever the change and wherever it goes', () => {
  fc.assert(
    fc.property(change, context, (one, where) => {
      expect(changeSchema.safeParse(one).success).toBe(true);
      const letter = JSON.stringify(formatLetter('T-0102-ABCD', one, where) ?? '');
      expect(letter).not.toContain(SECRET);
    }),
  );
});

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('claim' as const, 'take' as const, 'hand-back' as const, 'reopen' as const),
  }),
  fc.constant({ kind: 'note' as const, words: SECRET }),
  fc.record({
    kind: fc.constantFrom('transfer' as const, 'reassign' as const),
    to: fc.constantFrom(null, '李', '王'),
    words: fc.constant(SECRET),
  }),
  fc.record({ kind: fc.constant('reply' as const), words: fc.constant('在看'), asks: fc.boolean() }),
  fc.constant({ kind: 'resolve' as const, words: '好了' }),
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(WANG, LI), command) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('/进度', '/机器人', '没解决', '/补充 还有', '你好', '/导出我的数据'),
  },
);

it('nothing that a worker is ever shown carries it, whatever staff and worker do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const core = createCore({ store: await openStore({ kind: 'memory' }), library });
      const worker = core.person('w');
      await worker.say('/转人工');
      await worker.say('站长不给我结上个月的单钱');
      const id = String((await core.rows('tickets'))[0]?.id);
      const desk = createDesk({ ...core, rules: DESK.rules, via: 'terminal' });
      const shown: string[] = [];
      for (const one of steps) {
        core.clock.advance(1000);
        if (typeof one === 'string') shown.push(JSON.stringify(await worker.say(one)));
        else await desk.act(id, one[1], one[0]);
        await core.app.settle();
      }
      expect([...shown, ...core.channel.texts('w')].join('\n')).not.toContain(SECRET);
      await core.store.close();
    }),
    { numRuns: 25 },
  );
}, 400_000);

it('the feed tells each change once, in order, whoever made it, and nobody’s words', async () => {
  const core = createCore({ store: await openStore({ kind: 'memory' }), library });
  const { store, clock } = core;
  const desk = createDesk({ ...core, rules: DESK.rules, via: 'terminal' });
  const worker = core.person('w');
  await worker.say('/转人工');
  await worker.say('站长不给我结上个月的单钱');
  const id = String((await core.rows('tickets'))[0]?.id);
  const feed = createDeskFeed({ store, clock: systemClock, telemetry: silentTelemetry });
  const heard: TicketChange[] = [];
  let enough = () => {};
  const done = new Promise<void>((resolve) => {
    enough = resolve;
  });
  feed.onChange(() => {
    throw new Error('a screen that fails');
  });
  const stopListening = feed.onChange((one) => {
    heard.push(one);
    if (one.kind === 'replied') enough();
  });
  const stop = new AbortController();
  const running = feed.run(stop.signal);
  // What was before it began is not told.
  while (heard.length === 0) {
    await desk.act(id, { kind: 'note', words: '看看' }, WANG);
    feed.nudge();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const begin = await endOfChanges(store);
  await desk.act(id, { kind: 'take' }, WANG);
  await worker.say('在吗');
  await desk.act(id, { kind: 'reply', words: '在', asks: false }, WANG);
  feed.nudge();
  await done;
  stopListening();
  stop.abort();
  await running;
  const kinds = ['claimed', 'taken', 'said', 'replied'];
  const all = await changesSince(store, clock, begin);
  expect(heard.filter(({ cursor }) => cursor > begin)).toEqual(all);
  expect(heard.map(({ kind }) => kind)).not.toContain('opened');
  expect(all.map(({ kind }) => kind)).toEqual(kinds);
  expect(all.map(({ by }) => by)).toEqual([
    { kind: 'staff', name: '王' },
    { kind: 'staff', name: '王' },
    { kind: 'worker' },
    { kind: 'staff', name: '王' },
  ]);
  const [first, ...rest] = all;
  expect(await changesSince(store, clock, first?.cursor ?? 0)).toEqual(rest);
  expect(await changesSince(store, clock, begin, 2)).toEqual(all.slice(0, 2));
  expect(JSON.stringify(all)).not.toContain('在吗');
  await store.close();
});
