import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Outcome } from '../../bot/channels/channel.ts';
import { createDesk, type Desk } from '../../bot/desk/staff.ts';
import { ticketOfLetter } from '../../bot/store/ticket-letters.ts';
import { loadTicket } from '../../bot/store/tickets.ts';
import { type Core, createCore, DESK, madeUpTexts, type Person } from '../core.ts';
import { createScriptedChannel } from '../fakes/scripted-channel.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const library = await madeUpTexts();
const WANG = { name: '王主任', role: 'agent' as const };
const WORDS = '照这张表填';
const PICTURE = 'group/17';
const SENT: Outcome = { kind: 'sent', ref: null };
const refused = (closed: boolean): Outcome => ({ kind: 'refused', reason: 'scripted', closed });

await describeEveryDatabase('a reply of staff with a picture', (kind) => {
  let database: TestDatabase;
  let core: Core;
  let desk: Desk;
  let worker: Person;
  let id: string;
  beforeEach(async () => {
    database = await kind.make();
    const channel = {
      ...createScriptedChannel(),
      copy: (of: string) => ({ text: of, buttons: [], file: null }),
    };
    core = createCore({ store: await database.open(), library, channels: [channel] });
    const { store, vault, clock } = core;
    desk = createDesk({ store, vault, clock, rules: DESK.rules, via: 'terminal' });
    worker = core.person('w');
    await worker.say('/转人工');
    await worker.say('站长不给我结上个月的单钱');
    id = String((await core.rows('tickets'))[0]?.id);
    await desk.act(id, { kind: 'claim' }, WANG);
  });
  afterEach(() => database.drop());

  const reply = async (...comesTo: readonly Outcome[]) => {
    core.channel.script('w', ...comesTo);
    await desk.act(id, { kind: 'reply', words: WORDS, asks: false, carried: PICTURE }, WANG);
    for (let look = 0; look < 3; look++) await core.app.settle();
  };
  const bounces = async () => {
    const stored = await core.store.transaction((tx) => loadTicket(tx, core.vault, id));
    return stored?.events.flatMap(({ change }) => (change?.kind === 'bounced' ? [change.reason] : []));
  };
  const heard = (words: string) => core.channel.texts('w').filter((text) => text.includes(words)).length;

  it('arrives with it, and an answer to either is one to its ticket', async () => {
    await reply();
    expect(core.channel.texts('w').at(-1)).toBe(PICTURE);
    expect(await core.rows('ticket_letters')).toMatchObject([{ state: 'sent' }]);
    expect(await bounces()).toEqual([]);
    const conversation = String((await core.rows('conversations'))[0]?.key);
    for (const { ref } of core.channel.screen('w').slice(-2))
      expect(await core.store.transaction((tx) => ticketOfLetter(tx, conversation, ref))).toBe(id);
  });

  it('arrives without one that cannot be copied, once; staff are told, once, and the chat stays open', async () => {
    await reply(SENT, refused(false));
    expect(await core.rows('ticket_letters')).toMatchObject([{ state: 'sent' }]);
    expect(await bounces()).toEqual(['picture']);
    for (const words of ['/进度', '在吗', '/进度']) await worker.say(words);
    expect([heard(WORDS), heard(PICTURE)]).toEqual([1, 0]);
    expect(await bounces()).toEqual(['picture']);
    // Nobody can send it a second time from the outbox.
    const dead = (await core.rows('outbox')).filter(({ state }) => state === 'dead');
    expect(dead).toMatchObject([{ sealed: null }]);
  });

  it('waits for one that is only late', async () => {
    await reply(SENT, { kind: 'later', afterMs: 60_000, reason: 'scripted' });
    expect(await core.rows('ticket_letters')).toMatchObject([{ state: 'queued' }]);
    await core.clock.advance(60_000);
    for (let look = 0; look < 2; look++) await core.app.settle();
    expect([heard(WORDS), heard(PICTURE)]).toEqual([1, 1]);
    expect(await core.rows('ticket_letters')).toMatchObject([{ state: 'sent' }]);
    expect(await bounces()).toEqual([]);
  });

  it('goes again, picture and all, once its worker writes who could not be reached', async () => {
    await reply(refused(true));
    expect(await core.rows('ticket_letters')).toMatchObject([{ state: 'waiting', outbox_copy: null }]);
    expect(await bounces()).toEqual(['other']);
    await worker.say('/进度');
    await core.app.settle();
    expect([heard(WORDS), heard(PICTURE)]).toEqual([1, 1]);
    expect(await core.rows('ticket_letters')).toMatchObject([{ state: 'sent' }]);
  });

  it('is not said again where its worker left between the words and the picture', async () => {
    await reply(SENT, refused(true));
    await worker.say('/进度');
    await core.app.settle();
    expect([heard(WORDS), heard(PICTURE)]).toEqual([1, 0]);
    expect(await bounces()).toEqual(['picture']);
  });
});
