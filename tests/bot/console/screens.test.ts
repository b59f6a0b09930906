import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { backupCopy } from '../../../bot/copy/backup.ts';
import { consoleCopy as copy } from '../../../bot/copy/console.ts';
import { deskCopy } from '../../../bot/copy/desk.ts';
import { createDrafts } from '../../../bot/desk/drafts.ts';
import { noteBackup } from '../../../bot/store/last-backup.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { changeStaff } from '../../../bot/store/staff.ts';
import type { Store } from '../../../bot/store/store.ts';
import { applyToTicket } from '../../../bot/store/tickets.ts';
import { insertFiles, settleFile } from '../../../bot/store/wanted-files.ts';
import { describeEveryDatabase, type TestDatabase } from '../../contracts/databases.ts';
import { DESK, madeUpTexts, rowsOf } from '../../core.ts';
import { JPEG } from '../files/samples.ts';
import { deskAt, handIn } from './made-up-desk.ts';
import { createScreensWorld, type ScreensWorld } from './screens-world.ts';

const HOUR = 3_600_000;
const WANG = { name: '王', role: 'agent' as const };

await describeEveryDatabase('the screens of the console', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let world: ScreensWorld;
  let now: number;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
    world = await createScreensWorld(store);
    now = world.clock.now();
  });
  afterEach(() => database.drop());

  const open = (given: Omit<Parameters<typeof handIn>[2], 'now'> & { now?: number } = {}) =>
    handIn(store, world.vault, { now, ...given });
  const audit = async () =>
    (await rowsOf(store, 'desk_audit')).filter(({ via, action }) => via === 'console' && action === 'view');
  const say = (id: string, words: string, files: readonly string[] = []) =>
    store.transaction((tx) =>
      applyToTicket(
        tx,
        { vault: world.vault, rules: DESK.rules, now },
        {
          ...{ id, expected: null, by: { kind: 'worker' as const }, via: 'c' },
          command: { kind: 'say', words, files },
        },
      ),
    );

  it('tell an admin, and nobody else, that there is no backup of late', async () => {
    const [wang, zhao] = [await world.agent('王'), await world.agent('赵')];
    await store.transaction((tx) => changeStaff(tx, '赵', { role: 'admin' }));
    const made = now - 99 * HOUR;
    const shown = async () => [
      /没有备份/.test(await (await zhao.get('/console')).text()),
      /没有备份/.test(await (await wang.get('/console')).text()),
    ];
    expect(await shown()).toEqual([false, false]);
    await store.transaction((tx) => noteBackup(tx, new Date(made).toISOString()));
    expect(await shown()).toEqual([true, false]);
    expect(await (await zhao.get('/console')).text()).toContain(backupCopy.old(4));
    await store.transaction((tx) => noteBackup(tx, new Date(now).toISOString()));
    expect(await shown()).toEqual([false, false]);
  });

  it('list what there is to do, how long it has, and nothing of whose it is', async () => {
    const wang = await world.agent('王');
    expect(await (await wang.get('/console')).text()).toContain(copy.queue.empty);
    const late = await open({
      now: now - 200 * HOUR,
      topic: '只有我知道的事',
      contact: { name: '林小满', phone: null },
    });
    const urgent = await open({ urgent: true, kind: 'urgent', region: '山东省/淄博市', trade: '外卖' });
    const text = await (await wang.get('/console')).text();
    expect(text.indexOf(urgent)).toBeLessThan(text.indexOf(late));
    expect(text).toContain('还有2小时');
    expect(text).toMatch(/class="due late"[\s\S]*超时\d+天/);
    expect(text).toContain('山东·淄博 · 外卖 · 工友·');
    expect(text).not.toMatch(/林小满|只有我知道的事/);
    expect(await audit()).toEqual([]);
    const found = await (await wang.get(`/console?show=all&id=${late.slice(-4)}`)).text();
    expect(found).toContain(late);
    expect(found).not.toContain(`/tickets/${urgent}`);
    expect(await (await wang.get('/console?kind=injury')).text()).toContain(copy.queue.emptyFiltered);
    // Whatever stands in an address makes a page, and no markup.
    const odd = await wang.get('/console?show=%3Cb%3E&kind=x&region=%22%3E%3Cb%3E&page=-1&id=%3Cb%3E');
    expect(odd.status).toBe(200);
    expect(await odd.text()).not.toContain('<b>');
  });

  it('show who somebody is only to whom the ticket belongs, and write down each look', async () => {
    const [wang, li] = [await world.agent('王'), await world.agent('李')];
    const id = await open({
      contact: { name: '林小满', phone: '13800001111' },
      answers: [
        { label: '站点', value: '城东站', personal: true },
        { label: '欠了多少', value: '3200元', personal: false },
      ],
      transcript: [{ from: 'worker', at: now, words: '站长不给钱' }],
    });
    const page = async (browser: typeof wang) => (await browser.get(`/console/tickets/${id}`)).text();
    const before = await page(wang);
    expect(before).toContain('3200元');
    expect(before).not.toMatch(/林小满|13800001111|城东站|站长不给钱/);
    expect(before).toContain(copy.ticket.hidden('联系方式、说明身份的回答、聊天记录'));
    expect(await audit()).toEqual([]);
    expect((await world.act(wang, id, { do: 'claim' })).status).toBe(200);
    const mine = await page(wang);
    for (const personal of ['林小满', '13800001111', '城东站', '站长不给钱'])
      expect(mine).toContain(personal);
    expect(await audit()).toMatchObject([{ staff: '王', ticket: id, fields: 'contact answers transcript' }]);
    expect(await page(li)).not.toMatch(/林小满|13800001111|城东站|站长不给钱/);
    expect(await audit()).toHaveLength(1);
    const leader = await world.signedIn('赵主任', 'supervisor');
    expect(await page(leader)).toContain('林小满');
    expect(await audit()).toHaveLength(2);
  });

  it('show once what a guide asked for and its hand-over names again', async () => {
    const wang = await world.agent('王');
    const id = await open({
      topic: '维权：拖欠工钱',
      contact: { name: '林小满', phone: '13800001111' },
      answers: [
        { label: '什么事', value: '拖欠工钱', personal: false },
        { label: '怎么称呼', value: '林小满', personal: true },
        { label: '手机号', value: '13800001111', personal: true },
        { label: '站点', value: '城东站', personal: true },
      ],
    });
    await world.act(wang, id, { do: 'claim' });
    const text = await (await wang.get(`/console/tickets/${id}`)).text();
    const [, answers = ''] = text.split('id="head-answers"');
    const told = (answers.split('</section>')[0] ?? '').matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g);
    expect([...told].map(([, label, value]) => `${label} ${value}`)).toEqual([
      ...['姓名 林小满', '电话 13800001111', '什么事 拖欠工钱', '站点 城东站'],
    ]);
  });

  it('let one of two claim, and tell the other by name', async () => {
    const [wang, li] = [await world.agent('王'), await world.agent('李')];
    const id = await open();
    const answers = await Promise.all([wang, li].map((browser) => world.act(browser, id, { do: 'claim' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409);
    const holder = (await rowsOf(store, 'tickets'))[0]?.holder;
    expect(await lost?.json()).toEqual({ ok: false, say: copy.refused.claimedBy(String(holder)) });
  });

  it('take no letter that was written before something was read, and keep its words; say who was first', async () => {
    const wang = await world.agent('王');
    const id = await open();
    await world.act(wang, id, { do: 'claim' });
    await say(id, '已经给我了');
    const csrf = await wang.csrf('/console');
    const form = { csrf, do: 'reply', words: '我们明天去站点 <问>', seq: '2' };
    const refused = await wang.post(`/console/tickets/${id}`, form);
    const text = await refused.text();
    expect(refused.status).toBe(409);
    expect(text).toContain(copy.refused.stale('工友', deskCopy.event.said));
    expect(text).toContain('>我们明天去站点 &lt;问&gt;</textarea>');
    expect(text).toContain('name="seq" value="3"');
    expect((await wang.post(`/console/tickets/${id}`, { ...form, seq: '3' })).headers.get('location')).toBe(
      `/console/tickets/${id}`,
    );
    const after = await (await wang.get(`/console/tickets/${id}`)).text();
    expect(after).toContain('我们明天去站点 &lt;问&gt;');
    expect(after).toContain(copy.ticket.letter.waiting);
    // What one did oneself in another window is no news.
    await world.act(wang, id, { do: 'note', words: '看过了' });
    expect((await world.act(wang, id, { do: 'reply', words: '去过了', seq: '4' })).status).toBe(200);
    expect(await rowsOf(store, 'ticket_letters')).toHaveLength(2);
  });

  it('do every step that the ticket allows, offer no other, and refuse what nobody offered', async () => {
    const wang = await world.agent('王');
    await world.agent('李');
    const [id, other] = [await open(), await open({ kind: 'help' })];
    const offered = async () =>
      [...(await (await wang.get(`/console/tickets/${id}`)).text()).matchAll(/name="do" value="([a-z-]+)"/g)]
        .map(([, act]) => act)
        .sort();
    const does = async (fields: Record<string, string>) => {
      const [{ seq } = {}] = (await rowsOf(store, 'tickets')).filter((row) => row.id === id);
      return (await world.act(wang, id, { seq: String(seq), ...fields })).status;
    };
    expect(await offered()).toEqual(['claim', 'merge', 'note', 'take', 'transfer']);
    expect(await does({ do: 'reply', words: '你好' })).toBe(409);
    expect(await does({ do: 'claim' })).toBe(200);
    expect(await does({ do: 'take' })).toBe(200);
    expect(await offered()).toEqual(['hand-back', 'merge', 'note', 'reply', 'resolve', 'transfer']);
    expect(await does({ do: 'hand-back' })).toBe(200);
    expect(await does({ do: 'resolve', words: '补发了' })).toBe(200);
    expect(await offered()).toEqual(['note', 'reopen']);
    expect(await does({ do: 'reopen' })).toBe(200);
    expect(await does({ do: 'transfer', to: '没有这个人' })).toBe(409);
    expect(await does({ do: 'transfer', to: '李', words: '你熟这个站' })).toBe(200);
    expect(await (await wang.get(`/console/tickets/${id}`)).text()).toContain(copy.ticket.meantFor('李'));
    expect(await does({ do: 'claim' })).toBe(200);
    expect(await does({ do: 'merge', into: 'T-0101-AAAA' })).toBe(409);
    expect(await does({ do: 'merge', into: other.toLowerCase() })).toBe(200);
    expect(await (await wang.get(`/console/tickets/${id}`)).text()).toContain(copy.ticket.merged(other));
    expect(await does({ do: 'withdraw' })).toBe(409);
    expect(await does({ do: 'note', words: 'x'.repeat(4001) })).toBe(409);
  });

  it('keep other people’s tickets of other places from an agent, on every path', async () => {
    const wang = await world.agent('王', { regions: ['山东省'] });
    const id = await open({ region: '江西省' });
    expect((await wang.get(`/console/tickets/${id}`)).status).toBe(200);
    await deskAt(store, world.vault, now).act(id, { kind: 'claim' }, { name: '李', role: 'agent' });
    for (const path of ['', '/letters', '/files/x'])
      expect((await wang.get(`/console/tickets/${id}${path}`)).status, path).toBe(404);
    expect((await world.act(wang, id, { do: 'note', words: '看看' })).status).toBe(404);
    const own = await open({ region: '山东省' });
    await world.act(wang, own, { do: 'claim' });
    expect((await world.act(wang, own, { do: 'merge', into: id, seq: '2' })).status).toBe(409);
    expect(await (await wang.get('/console?show=all&region=')).text()).not.toContain(`/tickets/${id}`);
    const changes = await (await wang.get('/console/changes?since=0')).text();
    expect(changes).toContain(own);
    expect(changes).not.toContain(id);
    expect((await wang.get('/console/tickets/T-0101-AAAA')).status).toBe(404);
  });

  it('show pictures in the page and give other files as downloads, to the holder, and write it down', async () => {
    const [wang, li] = [await world.agent('王'), await world.agent('李')];
    const { vault } = world;
    const keep = async (id: string, name: string, bytes: Uint8Array, mime: string) => {
      await store.transaction(async (tx) => {
        const row = { channel: 'c', conversation: 'k', person: 'p', cause: 1, media: 'document', now };
        const source = { source: null, name, mime, size: bytes.length };
        await insertFiles(tx, vault, [{ id, file: source }], row);
        const file = {
          id,
          channel: 'c',
          person: 'p',
          cause: 1,
          media: 'document',
          source,
          attempt: 0,
          until: now,
        };
        await settleFile(tx, vault, file, { state: 'held', bytes, name, mime }, now + HOUR);
      });
    };
    await keep('photo', '罚单.jpg', JPEG, 'image/jpeg');
    const page = Buffer.from('<script>alert(1)</script>');
    await keep('page', '合同"\n.html', page, 'text/html');
    await keep('other', '别人的.jpg', JPEG, 'image/jpeg');
    const id = await open({ person: 'p', files: ['photo'] });
    await say(id, '', ['page']);
    const get = (browser: typeof wang, file: string) => browser.get(`/console/tickets/${id}/files/${file}`);
    expect((await get(wang, 'photo')).status).toBe(404);
    await world.act(wang, id, { do: 'claim' });
    const photo = await get(wang, 'photo');
    expect(photo.headers.get('content-type')).toBe('image/jpeg');
    expect(photo.headers.get('cache-control')).toBe('no-store');
    expect(Buffer.from(await photo.arrayBuffer()).equals(JPEG)).toBe(true);
    const download = await get(wang, 'page');
    expect(download.headers.get('content-type')).toBe('application/octet-stream');
    expect(download.headers.get('content-disposition')).toMatch(
      /^attachment; filename="file"; filename\*=UTF-8''[\w%.-]+$/,
    );
    expect((await get(wang, 'other')).status).toBe(404);
    expect((await get(li, 'photo')).status).toBe(404);
    expect((await audit()).map(({ staff, fields }) => [staff, fields])).toEqual(
      Array(2).fill(['王', 'files']),
    );
    const text = await (await wang.get(`/console/tickets/${id}`)).text();
    expect(text).toContain(`<img src="/console/tickets/${id}/files/photo"`);
    expect(text).not.toContain('/files/other');
  });

  it('put the clauses beside the talk with their strength, and warn of words that no text in force has', async () => {
    const wang = await world.agent('王');
    const { release } = (await madeUpTexts()).pages;
    const id = await open({
      citations: [
        { id: 'a/1', quote: '企业不得收取押金。', head: '《甲川省骑手办法》第一条', release },
        { id: 'a/2', quote: '处每人一元罚款。', head: '《甲川省骑手办法》第二条', release: 'old' },
      ],
    });
    const text = await (await wang.get(`/console/tickets/${id}`)).text();
    const [first = '', second = ''] = text.split('<figure class="citation">').slice(1);
    expect(first).toContain(`/policies/a/1?mark=0-9&amp;r=${release}`);
    expect(first).toContain(copy.ticket.release(release));
    expect(first).not.toContain(copy.ticket.notInForce);
    expect(second).toContain(copy.ticket.notInForce);
    expect(second).toContain('/policies/a/2?r=old');
    expect(second).not.toContain('mark=');
  });

  it('lead to a clause as its worker was shown it, so that its page can say what changed since', async () => {
    const wang = await world.agent('王');
    const path = '/policies/a/1?mark=0-9&r=0123456789ab&c=01234567#mark';
    const cited = { id: 'a/1', head: '第一条', release: '0123456789ab', path };
    const id = await open({
      citations: ['企业不得收取押金。', '企业不得收取任何押金。'].map((quote) => ({ ...cited, quote })),
    });
    const text = await (await wang.get(`/console/tickets/${id}`)).text();
    expect(text.split(`href="${path.replaceAll('&', '&amp;')}"`)).toHaveLength(3);
  });

  it('tell how far a letter got, without a word of it', async () => {
    const wang = await world.agent('王');
    const id = await open();
    await world.act(wang, id, { do: 'claim' });
    await world.act(wang, id, { do: 'reply', words: '我们明天去', seq: '2' });
    const text = await (await wang.get(`/console/tickets/${id}/letters`)).text();
    expect(JSON.parse(text)).toEqual({ 3: { state: 'waiting', say: copy.ticket.letter.waiting } });
    expect((await audit()).length).toBe(0);
  });

  it('put a reply that is given often into the box with the words of its article, and keep no false ones', async () => {
    const [wang, leader] = [await world.agent('王'), await world.signedIn('赵主任', 'supervisor')];
    const id = await open();
    await world.act(wang, id, { do: 'claim' });
    expect((await wang.get('/console/canned')).status).toBe(403);
    const csrf = await leader.csrf('/console');
    const add = (text: string) =>
      leader.post('/console/canned', { csrf, do: 'add', title: '押金 <b>', text });
    const refused = await add('不能收。{a/1|可以收押金}');
    expect(refused.status).toBe(409);
    const shown = await refused.text();
    expect(shown).toContain(copy.canned.fault['not-its-words']('a/1'));
    expect(shown).toContain('>不能收。{a/1|可以收押金}</textarea>');
    expect((await add('不能收。{a/1}')).status).toBe(303);
    const [row] = await rowsOf(store, 'canned_replies');
    const reply = String(row?.id);
    expect(await (await leader.get('/console/canned')).text()).toContain('押金 &lt;b&gt;');
    const words = '不能收。“企业不得收取押金。”（《甲川省骑手办法》（甲人社〔2021〕1号）第一条）';
    expect(await (await wang.get(`/console/canned/${reply}`)).json()).toEqual({ text: words });
    expect(await (await wang.get(`/console/tickets/${id}?canned=${reply}`)).text()).toContain(
      `>${words}</textarea>`,
    );
    await leader.post('/console/canned', { csrf, do: 'remove', id: reply });
    expect((await wang.get(`/console/canned/${reply}`)).status).toBe(404);
    expect(await (await wang.get(`/console/tickets/${id}?canned=${reply}`)).text()).toContain(
      copy.canned.gone,
    );
  });

  it('keep what was learnt in a ticket, without its numbers, with the articles that it cites', async () => {
    const wang = await world.agent('王');
    const { release } = (await madeUpTexts()).pages;
    const id = await open({
      citations: [{ id: 'a/1', quote: '企业不得收取押金。', head: '第一条', release }],
    });
    const csrf = await wang.csrf('/console');
    const fields = { csrf, kind: 'lay-question', words: '押金咋退，打 13800001111', cites: '1' };
    expect((await wang.post(`/console/tickets/${id}/drafts`, fields)).status).toBe(303);
    const drafts = createDrafts({ store, vault: world.vault, clock: world.clock, randomId: () => 'id' });
    const [kept] = await drafts.list();
    expect(kept).toMatchObject({ kind: 'lay-question', articles: ['a/1'], by: '王', ticket: id });
    expect(kept?.text).toContain('押金咋退');
    expect(kept?.text).not.toContain('13800001111');
    expect((await wang.post(`/console/tickets/${id}/drafts`, { ...fields, kind: 'x' })).status).toBe(409);
    expect((await wang.post('/console/tickets/T-0101-AAAA/drafts', fields)).status).toBe(404);
  });

  it('say what is new since a page was made, to be gone on from', async () => {
    const wang = await world.agent('王');
    const id = await open();
    const changes = async (since: number) =>
      z
        .looseObject({ cursor: z.number() })
        .parse(await (await wang.get(`/console/changes?since=${since}`)).json());
    const first = await changes(0);
    expect(first).toMatchObject({
      whole: false,
      changes: [{ ticket: id, what: deskCopy.event.opened, who: '工友' }],
    });
    expect(await changes(first.cursor)).toEqual({ cursor: first.cursor, whole: false, changes: [] });
    await deskAt(store, world.vault, now).act(id, { kind: 'claim' }, WANG);
    expect(await changes(first.cursor)).toMatchObject({ changes: [{ seq: 2, who: '王' }] });
  });

  it('let somebody say that they are away, and write that down', async () => {
    const wang = await world.agent('王');
    const csrf = await wang.csrf('/console');
    await wang.post('/console/away', { csrf, away: '1' });
    expect(await (await wang.get('/console')).text()).toContain(copy.away.on);
    await wang.post('/console/away', { csrf, away: '0' });
    expect(await (await wang.get('/console')).text()).not.toContain(copy.away.on);
    const noted = (await rowsOf(store, 'desk_audit')).filter(({ fields }) =>
      ['away', 'back'].includes(String(fields)),
    );
    expect(noted.map(({ staff, fields }) => [staff, fields])).toEqual([
      ['王', 'away'],
      ['王', 'back'],
    ]);
  });
});

describe('the pages of the console', () => {
  it('hold no style and no script of their own', async () => {
    const store = await openStore({ kind: 'memory' });
    try {
      const world = await createScreensWorld(store);
      const wang = await world.agent('王');
      const id = await handIn(store, world.vault, { now: world.clock.now() });
      for (const path of ['/console', `/console/tickets/${id}`]) {
        const text = await (await wang.get(path)).text();
        expect(text).not.toMatch(/ style=| on\w+="|<style/);
        for (const [, attributes] of text.matchAll(/<script([^>]*)>/g))
          expect(attributes).toContain('src="/console/assets/');
      }
    } finally {
      await store.close();
    }
  });
});
