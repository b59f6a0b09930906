import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insightCopy as copy } from '../../../bot/copy/insight.ts';
import { loadBoards } from '../../../bot/insight/figures.ts';
import { createNames } from '../../../bot/insight/names.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { madeUpTexts, realTexts, rowsOf } from '../../core.ts';
import type { ConsoleBrowser } from '../console/world.ts';
import { createInsightWorld, fillYear, type InsightWorld } from './world.ts';

// Made before any test: it takes as long as it takes.
const texts = await realTexts();

let store: Store;
let world: InsightWorld;
let leader: ConsoleBrowser;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  world = createInsightWorld(store, await madeUpTexts());
  leader = await world.signedIn('主任', 'supervisor');
});
afterEach(() => store.close());

const textOf = async (path: string) => (await leader.get(path)).text();
const auditOf = async (action: string) =>
  (await rowsOf(store, 'desk_audit'))
    .filter((row) => row.action === action)
    .map(({ staff, fields }) => [staff, fields]);

describe('the figures', () => {
  it('are for supervisors and admins alone', async () => {
    const agent = await world.signedIn('坐席', 'agent');
    const admin = await world.signedIn('管理', 'admin');
    const paths = world.console
      .rules()
      .filter(({ path, method }) => method === 'get' && path.startsWith('/console/insight'));
    expect(paths).toHaveLength(6);
    for (const { path } of paths) {
      expect((await agent.get(path)).status, path).toBe(403);
      expect((await admin.get(path)).status, path).not.toBe(403);
      expect((await world.browser().get(path)).headers.get('location'), path).toContain('/console/enter');
    }
  });

  it('are shown where there are none', async () => {
    const page = await textOf('/console/insight');
    expect(page).toContain(copy.noData);
    expect(page).toContain(copy.about(5));
  });

  it('of a whole year hold nothing from 1 to 4, in any board, on the page or in what is taken away', async () => {
    await fillYear(store, world);
    const boards = await loadBoards({ store, k: 5 }, createNames(await madeUpTexts()), world.clock.now());
    const counted = boards.filter(({ id }) => !['waits', 'kind-waits', 'ratings'].includes(id));
    const cells = counted.flatMap((board) => board.cells.flat());
    expect(cells.filter((cell) => cell !== null && cell > 0 && cell < 5)).toEqual([]);
    expect(cells.filter((cell) => cell === null).length).toBeGreaterThan(10);
    expect(cells.filter((cell) => cell !== null && cell >= 5).length).toBeGreaterThan(100);
    // Of months that are over, in fives and more; what three people rated is not there.
    expect(boards.find(({ id }) => id === 'ratings')?.cells.map(([, count]) => count)).toEqual([18, 11, 5]);
    for (const { id, cells: own } of boards) {
      const csv = await textOf(`/console/insight/table?of=${id}`);
      const hidden = csv.split(/[,\r\n]/).filter((field) => field === copy.hiddenCsv).length;
      expect(hidden, id).toBe(own.flat().filter((cell) => cell === null).length);
    }
    expect((await auditOf('export')).sort()).toEqual(
      boards.map(({ id }) => ['主任', `figures ${id}`]).sort(),
    );
  });

  it('add up to what was counted', async () => {
    await fillYear(store, world);
    const [first] = await loadBoards({ store, k: 1 }, createNames(await madeUpTexts()), world.clock.now());
    const tally = (await rowsOf(store, 'ticket_counts')).reduce((sum, { count }) => sum + Number(count), 0);
    expect(first?.cells.flat().reduce<number>((sum, cell) => sum + (cell ?? 0), 0)).toBe(tally);
  });

  it('a table that there is not is no table', async () => {
    expect((await leader.get('/console/insight/table?of=people')).status).toBe(404);
    expect(await auditOf('export')).toEqual([]);
  });
});

describe('what got no answer', () => {
  const words = (n: number) => `换电柜里没有满电的电池${'啊呀吧呢嘛哦'[n] ?? ''}`;

  it('is shown from five people on, and not one question of fewer', async () => {
    for (let n = 0; n < 4; n++) await world.miss(`p${n}`, words(n));
    // The same person, many times.
    for (let n = 0; n < 6; n++) await world.miss('p0', words(n));
    const few = await textOf('/console/insight/misses');
    expect(few).not.toContain('换电柜');
    expect(few).toContain(copy.misses.few(10));
    await world.miss('p5', words(4));
    const enough = await textOf('/console/insight/misses');
    expect(enough).toContain('换电柜里没有满电的电池');
    expect(enough).toContain(copy.misses.people(5));
    expect(await auditOf('view')).toEqual([
      ['主任', 'misses'],
      ['主任', 'misses'],
    ]);
  });

  it('becomes a question, a term or a request, in words of one’s own, and is taken away as YAML', async () => {
    for (let n = 0; n < 5; n++) await world.miss(`p${n}`, words(n));
    const csrf = await leader.csrf('/console/insight/misses');
    const post = async (fields: Record<string, string>) =>
      (await leader.post('/console/insight/misses', { csrf, matter: '', ...fields })).headers.get('location');
    expect(await post({ kind: 'lay-question', words: `我来问：\n${words(2)}！` })).toContain('said=copied');
    expect(await post({ kind: 'lay-question', words: ' ' })).toContain('said=empty');
    expect(await post({ kind: 'lexicon', words: '电柜' })).toContain('said=term');
    expect(await post({ kind: 'lay-question', matter: 'no-such', words: '电柜空了' })).toContain(
      'said=matter',
    );
    expect(await rowsOf(store, 'desk_drafts')).toEqual([]);
    expect(await post({ kind: 'lay-question', words: '电柜空了找谁' })).toContain('said=saved');
    expect(await post({ kind: 'lexicon', words: '电柜=换电设施' })).toContain('said=saved');
    const yaml = await textOf('/console/insight/drafts/export?kind=lexicon');
    expect(yaml).toContain('- { say: ["电柜"], mean: ["换电设施"], example: "电柜" }');
    expect(await textOf('/console/insight/drafts/export?kind=lay-question')).toContain(
      '    - "电柜空了找谁"',
    );
    expect(await auditOf('export')).toEqual([
      ['主任', 'drafts lexicon'],
      ['主任', 'drafts lay-question'],
    ]);
    const [id = ''] = (await rowsOf(store, 'desk_drafts')).map((row) => String(row.id));
    const drop = async (fields: Record<string, string>) =>
      (await leader.post('/console/insight/drafts/drop', { csrf, ...fields })).headers.get('location');
    expect(await drop({ id, why: 'x' })).toContain('said=gone');
    expect(await drop({ id, why: 'used' })).toContain('said=used');
    expect(await drop({ id, why: 'unwanted' })).toContain('said=gone');
    const [other = ''] = (await rowsOf(store, 'desk_drafts')).map((row) => String(row.id));
    expect(other).not.toBe('');
    expect(await drop({ id: other, why: 'unwanted' })).toContain('said=unwanted');
    expect(await rowsOf(store, 'desk_drafts')).toEqual([]);
    expect(await auditOf('write')).toEqual([
      ['主任', 'drafts lay-question'],
      ['主任', 'drafts lexicon'],
      ['主任', 'drafts used'],
      ['主任', 'drafts unwanted'],
    ]);
    const [menu] = (await textOf('/console/insight')).split('</header>');
    expect(menu).toContain('<a href="/console/insight/drafts">');
  });

  it('cannot put markup on the page', async () => {
    for (let n = 0; n < 5; n++) await world.miss(`p${n}`, `<img src=x onerror=alert(1)>换电柜坏了${n}`);
    expect(await textOf('/console/insight/misses')).not.toContain('<img');
  });
});

describe('风险提示', () => {
  it('is drafted once for a week, told without a word or a number, edited, and never sent', async () => {
    await world.weeks('meituan', '', [0, 1, 0, 2, 1, 0, 0, 1, 7]);
    await world.weeks('didi', '', [9, 9, 9, 9, 9, 9, 9, 9, 11]);
    expect(await world.alerts.look()).toBe(1);
    expect(await world.alerts.look()).toBe(0);
    expect(world.told).toEqual([copy.alerts.tell('美团', '2026-01-12')]);
    const page = await textOf('/console/insight/alerts');
    expect(page).toContain(copy.alerts.usualFew(5));
    const [row] = await rowsOf(store, 'alert_drafts');
    const csrf = await leader.csrf('/console/insight/alerts');
    await leader.post('/console/insight/alerts', { csrf, id: String(row?.id), text: '已经核实。' });
    expect(await textOf('/console/insight/alerts?said=saved')).toContain('已经核实。');
    expect(await textOf('/console/insight')).toContain(copy.alerts.row('美团', '2026-01-12'));
    expect(await auditOf('write')).toEqual([['主任', 'alerts']]);
    expect(await rowsOf(store, 'outbox')).toEqual([]);
  });

  it('is told again when the robot did not work', async () => {
    await world.weeks('meituan', '', [0, 0, 0, 0, 0, 0, 0, 0, 7]);
    world.told.push = () => {
      throw new RangeError('no robot');
    };
    await world.alerts.look();
    expect((await rowsOf(store, 'alert_drafts')).map(({ told_at }) => told_at)).toEqual([null]);
    Reflect.deleteProperty(world.told, 'push');
    await world.alerts.look();
    expect(world.told).toHaveLength(1);
  });

  it('quotes the clause where the place has it, character for character, and says where it has none', async () => {
    const own = createInsightWorld(store, texts);
    const placeOf = (words: string) => texts.assistant.placeOf(words)?.id ?? '';
    await own.weeks('meituan', placeOf('长春'), [0, 0, 0, 0, 0, 0, 0, 0, 7]);
    await own.weeks('didi', placeOf('淄博'), [0, 0, 0, 0, 0, 0, 0, 0, 7]);
    await own.alerts.look();
    const drafts = await rowsOf(store, 'alert_drafts');
    const text = (brand: string) => String(drafts.find((row) => row.brand === brand)?.text);
    expect(text('meituan')).toContain('第三十六条');
    const [, quote = ''] = /“([^”]+)”/.exec(text('meituan')) ?? [];
    expect(quote).toContain('风险提示');
    expect(JSON.stringify(texts.assistant.articleOf('jilin-measures/36'))).toContain(quote);
    expect(text('didi')).toContain(copy.alerts.noClause);
  });
});
