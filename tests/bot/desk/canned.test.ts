import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CannedLibrary, type CannedReplies, createCanned } from '../../../bot/desk/canned.ts';
import { createDrafts } from '../../../bot/desk/drafts.ts';
import { sweepTickets } from '../../../bot/desk/sweep.ts';
import { parseCommand } from '../../../bot/desk/terminal/command.ts';
import { runCanned } from '../../../bot/desk/terminal/run-canned.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { emptyTicket } from '../../../bot/store/tickets.ts';
import { DESK, KEY, madeUpTexts, rowsOf } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { handIn } from '../console/made-up-desk.ts';

const texts = await madeUpTexts();
const QUOTE = '企业不得收取押金。';
const HEAD = '《甲川省骑手办法》（甲人社〔2021〕1号）第一条';

let store: Store;
let library: CannedLibrary;
let canned: CannedReplies;
let ids = 0;
const randomId = () => `reply${++ids}-0123456789`;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  library = texts;
  canned = createCanned({ store, clock: createManualClock(), randomId }, () => library);
});
afterEach(() => store.close());

/** The same texts, in which one article says something else; undefined: it is gone. */
function textsWith(id: string, text: string | undefined): CannedLibrary {
  const articleOf: CannedLibrary['assistant']['articleOf'] = (asked) => {
    const article = texts.assistant.articleOf(asked);
    if (asked !== id || article === undefined) return article;
    if (text === undefined) return undefined;
    const [first] = article.sentences;
    if (first === undefined) return undefined;
    return { ...article, text, sentences: [{ ...first, start: 0, end: text.length }], items: [] };
  };
  return { ...texts, assistant: { articleOf } };
}
async function keep(text: string): Promise<string> {
  const made = await canned.add({ title: '押金', text, by: '王' });
  if (!('id' in made)) throw new Error(made.fault);
  return made.id;
}

describe('an answer that is given often', () => {
  it('is filled with the words of its article and where they stand', async () => {
    const id = await keep(`押金要退。{a/1|${QUOTE}}先去要。`);
    expect(await canned.expand(id)).toEqual({ text: `押金要退。“${QUOTE}”（${HEAD}）先去要。`, changed: [] });
    const whole = texts.assistant.articleOf('a/1')?.text ?? '';
    expect(await canned.expand(await keep('{a/1}'))).toMatchObject({ text: `“${whole}”（${HEAD}）` });
  });

  it.each([
    ['no-such-article', '看{z/9}'],
    ['no-such-article', '看{a/1'],
    ['not-its-words', '看{a/1|企业可以收取押金。}'],
    ['not-its-words', '看{a/1|企业不得}'],
    ['no-text', ' '],
    ['too-long', '话'.repeat(2000)],
  ])('is not kept with %s', async (fault, text) => {
    expect(await canned.add({ title: '押金', text, by: '王' })).toMatchObject({ fault });
    expect(await canned.list()).toEqual([]);
  });

  it('is flagged when its article changed, and never leaves with words that do not stand there', async () => {
    const id = await keep(`{a/1|${QUOTE}}`);
    library = textsWith('a/1', `${QUOTE}但是可以约定。`);
    expect(await canned.list()).toMatchObject([{ id, changed: ['a/1'] }]);
    expect(await canned.expand(id)).toMatchObject({ fault: 'not-its-words', article: 'a/1' });
    library = textsWith('a/1', undefined);
    expect(await canned.expand(id)).toMatchObject({ fault: 'no-such-article' });
    library = texts;
    expect(await canned.list()).toMatchObject([{ changed: [] }]);
  });

  it('is changed, which takes the flag away, and removed', async () => {
    const id = await keep('{a/1}');
    library = textsWith('a/1', '企业不得收任何钱。');
    expect(await canned.change(id, { title: '新', text: '{a/1|企业不得收任何钱。}', by: '李' })).toEqual({
      id,
    });
    expect(await canned.list()).toMatchObject([{ title: '新', by: '李', changed: [] }]);
    expect(await canned.change('none', { title: '新', text: '好', by: '李' })).toBeUndefined();
    expect(await canned.remove(id)).toBe(true);
    expect([await canned.remove(id), await canned.expand(id)]).toEqual([false, undefined]);
  });

  it('is kept from a terminal', async () => {
    const run = async (...args: readonly string[]) => {
      const command = parseCommand(['canned', ...args]);
      return command?.kind === 'canned' ? await runCanned(canned, command.op) : undefined;
    };
    expect((await run())?.text).toBe('还没有常用回复。');
    const added = await run('add', '押金', '{a/1}', '--as', '王');
    const id = /编号 (\S+)。/.exec(added?.text ?? '')?.[1] ?? '';
    expect((await run('list'))?.text).toContain('押金');
    expect((await run('show', id))?.text).toContain(QUOTE);
    expect(await run('add', '押金', '{z/1}', '--as', '王')).toMatchObject({ kind: 'refuse' });
    expect(await run('add', '押金', '没有名字')).toBeUndefined();
    expect((await run('remove', id))?.kind).toBe('say');
    expect((await run('show', id))?.kind).toBe('refuse');
  });

  it('is named where words are wanted, and nowhere else', () => {
    expect(parseCommand(['reply', 'T-0102-ABCD', '--canned', 'x1', '--as', '王'])).toMatchObject({
      canned: 'x1',
    });
    for (const args of [
      ['reply', 'T-0102-ABCD', '话', '--canned', 'x1', '--as', '王'],
      ['claim', 'T-0102-ABCD', '--canned', 'x1', '--as', '王'],
      ['note', 'T-0102-ABCD', '--canned', 'x1', '--as', '王'],
      ['show', 'T-0102-ABCD', '--csv', '--as', '王'],
    ])
      expect(parseCommand(args)).toBeUndefined();
  });
});

describe('what staff learnt from an answer', () => {
  it('is kept sealed and without numbers, newest first, and goes with the ticket that its owner empties', async () => {
    const clock = createManualClock();
    const drafts = createDrafts({ store, vault: createVault(KEY), clock, randomId });
    const ticket = await handIn(store, createVault(KEY), { now: clock.now() });
    const given = { articles: ['a/1'], by: '王', ticket };
    await drafts.save({ ...given, kind: 'lay-question', text: '押金不退，打13800001111能要回来吗' });
    clock.advance(1000);
    const gap = await drafts.save({ ...given, kind: 'gap', text: '冬天的手套谁出', ticket: null });
    const all = await drafts.list();
    expect(all.map(({ kind }) => kind)).toEqual(['gap', 'lay-question']);
    expect(all[1]).toMatchObject({ articles: ['a/1'], by: '王' });
    expect(all[1]?.text).not.toContain('13800001111');
    expect(await drafts.list('gap')).toEqual([gap]);
    expect(JSON.stringify(await rowsOf(store, 'desk_drafts'))).not.toContain('押金');
    await store.transaction((tx) => emptyTicket(tx, ticket));
    expect(await drafts.list()).toEqual([gap]);
    expect(await drafts.drop(gap?.id ?? '')).toBe(true);
    expect(await drafts.list()).toEqual([]);
  });

  it('is not kept of a ticket that was taken back or is gone, and goes with one whose time is over', async () => {
    const vault = createVault(KEY);
    const clock = createManualClock();
    const drafts = createDrafts({ store, vault, clock, randomId });
    const ticket = await handIn(store, vault, { now: clock.now() });
    const given = { kind: 'gap' as const, text: '手套谁出', articles: [], by: '王', ticket };
    expect(await drafts.save({ ...given, ticket: 'T-0102-ZZZZ' })).toBeUndefined();
    expect(await drafts.save(given)).toBeDefined();
    await store.transaction((tx) =>
      tx.updateTable('tickets').set({ state: 'closed' }).where('id', '=', ticket).execute(),
    );
    await sweepTickets(store, vault, { ...DESK, retainDays: 30 }, clock.now() + 31 * 24 * 3_600_000);
    expect(await drafts.list()).toEqual([]);
    const other = await handIn(store, vault, { now: clock.now() });
    await store.transaction((tx) =>
      tx.updateTable('tickets').set({ state: 'withdrawn' }).where('id', '=', other).execute(),
    );
    expect(await drafts.save({ ...given, ticket: other })).toBeUndefined();
  });
});
