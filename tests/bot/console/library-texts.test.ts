import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { NEW_FILE, NEW_TEXT } from '../library/office-scene.ts';
import { createLibraryWorld, LIBRARY, type LibraryWorld } from './library-world.ts';

const NEW = 'zhengding-measures';
const PLACE = { file: NEW_FILE, kind: 'measures', nth: '1' };
const TEXT = `${LIBRARY}/text?${new URLSearchParams(PLACE)}`;

let store: Store;
let world: LibraryWorld;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  world = await createLibraryWorld(store);
  await world.upload([{ name: NEW_FILE, text: NEW_TEXT }]);
});
afterEach(async () => {
  await world.scene.close();
  await store.close();
});

const version = async () => `${(await world.scene.office.state()).draft.version}`;
/** What a reader sees, without markup. */
const plain = (page: string) => page.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');

describe('a text in the console', () => {
  it('shows each fact with where it comes from, and its articles after a check', async () => {
    const unchecked = plain(await world.read(TEXT));
    expect(unchecked).toContain('检查草稿以后，才看得到条文');
    expect(unchecked).toContain('文号正政规〔2025〕3号');
    expect(unchecked).toContain('适用地区河北省石家庄市正定县');
    for (const words of ['正政规〔2025〕3号', '石家庄市正定县', '办法.txt'])
      expect(plain(await world.read(`${LIBRARY}/texts?q=${encodeURIComponent(words)}`))).toContain('1个文件');
    expect(plain(await world.read(`${LIBRARY}/texts?q=正定`))).toContain(
      '权益保障办法》（正政规〔2025〕3号）',
    );
    await world.check();
    const page = await world.read(TEXT);
    expect(page).toContain('从草稿里去掉');
    expect(await world.read(TEXT, world.supervisor)).not.toContain('从草稿里去掉');
    const words = plain(page);
    expect(words).toContain('文号正政规〔2025〕3号 印出来的');
    expect(words).toContain('条文（3条）');
    expect(words).toContain('还没有问法');
    expect(words).toContain('没有漏');
    expect(await world.read(`${LIBRARY}/texts?q=正定`)).toContain('file=%E6%AD%A3%E5%AE%9A');
  });

  it('takes what somebody writes over the print, says who, and gives the print back', async () => {
    await world.check();
    const form = { do: 'facts', ...PLACE, version: await version() };
    const unchanged = await world.press(`${LIBRARY}/text`, { ...form, number: '正政规〔2025〕3号' });
    expect(unchanged).toMatchObject({ status: 409, words: expect.stringContaining('没有变化') });
    const nowhere = await world.press(`${LIBRARY}/text`, { ...form, region: '月球' });
    expect(nowhere.words).toMatch(/没有这个地方[\s\S]*value="月球"/);
    const kept = await world.press(`${LIBRARY}/text`, { ...form, from: '2025年3月1日', region: '石家庄市' });
    expect(kept.words).toContain('记进草稿了');
    expect(plain(kept.words)).toContain('从哪天起用2025-03-01 王主任填的');
    expect(plain(kept.words)).toContain('适用地区河北省石家庄市 王主任填的');
    const back = await world.press(`${LIBRARY}/text`, {
      ...form,
      version: await version(),
      from: '',
      region: '',
    });
    expect(plain(back.words)).toContain('从哪天起用原文没有写');
    expect((await world.scene.office.state()).draft.sources.files.at(-1)?.facts).toEqual([]);
  });

  it('ends a text on a day in favour of another, and takes that back', async () => {
    await world.check();
    const row = new URLSearchParams({ file: 'shijiazhuang-2022-4.txt', kind: 'plan', nth: '1' });
    const place = { ...Object.fromEntries(row), version: await version() };
    const ending = {
      do: 'end',
      on: '2026-02-01',
      how: 'superseded',
      instead: 'hebei-measures',
      why: '有新的了',
    };
    const ended = await world.press(`${LIBRARY}/text`, { ...place, ...ending });
    expect(plain(ended.words)).toContain('2026-02-01起失效：被新文件代替。');
    expect(plain(ended.words)).toContain('原因：有新的了（王主任填的）');
    const stale = await world.press(`${LIBRARY}/text`, { ...place, do: 'reinstate' });
    expect(stale.words).toContain('草稿刚刚改过');
    const again = await world.press(`${LIBRARY}/text`, {
      ...place,
      do: 'reinstate',
      version: await version(),
    });
    expect(plain(again.words)).toContain('没有人标过失效');
  });
});

describe('a text that takes the place of another', () => {
  it('can be named before it is published, by its number, and is told in words', async () => {
    const first = await world.check();
    await world.press(`${LIBRARY}/publish`, { ...first, why: '新办法' });
    const text = NEW_TEXT.replace('3号', '9号').replace('收取押金', '收取押金和保证金');
    await world.upload([{ name: '正定办法新.txt', text }]);
    await world.check();
    const changes = await world.read(`${LIBRARY}/changes`);
    expect(changes).toContain('同一个地方还有这些文件');
    const id = /<option value="([^"]+)">[^<]*〔2025〕9号）<\/option>/.exec(await world.read(TEXT))?.[1] ?? '';
    expect(id).not.toBe('');
    const ending = { do: 'end', on: '2026-02-01', how: 'superseded', instead: id, why: '有新的了' };
    const ended = await world.press(`${LIBRARY}/text`, { ...PLACE, ...ending, version: await version() });
    expect(plain(ended.words)).toMatch(/代替它的：《[^》]+》（正政规〔2025〕9号）/);
    const next = await world.check();
    const told = await world.read(`${LIBRARY}/changes`);
    expect(plain(told)).toMatch(/替换 《[^》]+》（正政规〔2025〕9号）/);
    expect(told).toMatch(/收取押金<ins>和保证金<\/ins>/);
    expect(told).toContain('2026-02-01起，被《');
    expect(told).not.toContain('superseded');
    const asked = await world.read(`${LIBRARY}/publish?${new URLSearchParams(next)}`);
    expect(asked).not.toContain('同一个地方还有这些文件');
  });

  it('is asked about once more before it is published beside the old one', async () => {
    const first = await world.check();
    await world.press(`${LIBRARY}/publish`, { ...first, why: '新办法' });
    await world.upload([{ name: '正定办法新.txt', text: NEW_TEXT.replace('3号', '9号') }]);
    const next = await world.check();
    const asked = await world.read(`${LIBRARY}/publish?${new URLSearchParams(next)}`);
    expect(plain(asked)).toMatch(/同一个地方还有这些文件[^《]*《[^》]+》（正政规〔2025〕3号）/);
  });
});

describe('what a check finds, in the console', () => {
  it('marks the words of a changed article, and leads to who cites it', async () => {
    const first = await world.check();
    await world.press(`${LIBRARY}/publish`, { ...first, why: '新办法' });
    await world.press(LIBRARY, { do: 'remove', file: NEW_FILE, version: await version() });
    const text = NEW_TEXT.replace('3号', '9号').replace('收取押金', '收取押金和保证金');
    await world.upload([{ name: '正定办法新.txt', text }]);
    await world.check();
    await store.transaction((tx) =>
      tx
        .insertInto('canned_replies')
        .values({
          ...{ id: 'deposit', title: '押金怎么退', text: '看原文', staff: '王主任', updated_at: 0 },
          articles: JSON.stringify({ [`${NEW}/3`]: '0' }),
        })
        .execute(),
    );
    const page = await world.read(`${LIBRARY}/changes`, world.supervisor);
    expect(page).toMatch(/收取押金<ins>和保证金<\/ins>/);
    expect(plain(page)).toMatch(/代替了以前的《[^》]+》（正政规〔2025〕3号）/);
    expect(plain(page)).toMatch(/常用回复：押金怎么退 《[^》]+》（正政规〔2025〕3号）第三条/);
    expect(plain(page)).toContain('改了字的条文（1条）');
    expect(page).toContain('<a href="/console/canned">常用回复：押金怎么退</a>');
    expect(plain(await world.read(`${LIBRARY}/changes?release=000000000000`))).toContain('没有留检查的记录');
  });

  it('shows both answers to a question of the union that got worse, and asks another admin', async () => {
    const question = '站长拖着工钱不发找谁去举报';
    const wrong = await world.press(`${LIBRARY}/questions`, {
      do: 'add',
      question,
      expect: 'answer',
      gold: '没有/1',
    });
    expect(wrong).toMatchObject({ status: 409, words: expect.stringContaining('没有找到这一条') });
    const gold = 'hebei-measures/29\nshijiazhuang-plan/2.5';
    const added = await world.press(`${LIBRARY}/questions`, {
      ...{ do: 'add', question, expect: 'answer', gold, region: '石家庄' },
    });
    expect(plain(added.words)).toContain('有1道题');
    const files = (await world.scene.office.state()).draft.sources.files.map(({ file }) => file);
    await world.press(LIBRARY, { do: 'remove', file: files[0] ?? '', version: await version() });
    const pressed = await world.check();
    const gate = plain(await world.read(`${LIBRARY}/gate`));
    expect(gate).toContain('变差的（1道）');
    expect(gate).toContain(question);

    expect((await world.press(`${LIBRARY}/publish`, { ...pressed, why: '旧文件没用了' })).words).toContain(
      '要另一位管理员同意',
    );
    expect(await world.read(LIBRARY)).not.toContain('/publish?');
    await world.press(`${LIBRARY}/second`, { ...pressed, why: '知道' }, world.otherAdmin);
    expect(await world.read(LIBRARY, world.otherAdmin)).not.toContain('/publish?');
    const ready = await world.read(LIBRARY);
    expect(ready).toContain('/publish?');
    // Whoever pressed it now could not publish any more.
    expect(ready).not.toContain('<button>我同意发布');
    const done = await world.press(`${LIBRARY}/publish`, { ...pressed, why: '旧文件没用了' });
    expect(done.words).toContain('发布了');
    const [own] = await world.scene.office.ownQuestions();
    await world.press(`${LIBRARY}/questions`, { do: 'remove', id: own?.id ?? '' });
    expect(await world.scene.office.ownQuestions()).toEqual([]);
  });

  it('names a question of the union that is not answered as it should be, before or now', async () => {
    const question = '站长拖着工钱不发找谁去举报';
    await world.check();
    const added = await world.press(`${LIBRARY}/questions`, {
      ...{ do: 'add', question, expect: 'answer', gold: `${NEW}/1`, region: '正定县' },
    });
    expect(plain(added.words)).toContain('（正政规〔2025〕3号）第一条');
    await world.check();
    const gate = plain(await world.read(`${LIBRARY}/gate`));
    expect(gate).toContain('还没有答对的（1道）');
    expect(gate).toContain(question);
    expect(gate).toContain('变差的（0道）');
  });

  it('shows all that was read from a file, to be held against the original', async () => {
    const path = `${LIBRARY}/read?${new URLSearchParams({ file: NEW_FILE })}`;
    expect(await world.read(TEXT)).toContain(path);
    expect(await world.read(path)).toContain('第三条 企业不得以任何名义向劳动者收取押金。');
    const none = await world.admin.get(`${LIBRARY}/read?file=没有.txt`);
    expect(none.status).toBe(404);
  });

  it('names the new articles that nobody has written a question for', async () => {
    await world.check();
    const path = `${LIBRARY}/proposals`;
    expect(await world.read(path)).toContain(`${path}?article=zhengding-measures%2F3#own`);
    const own = { do: 'own', article: `${NEW}/3`, version: await version() };
    await world.press(path, {
      ...own,
      words: '不得以任何名义向劳动者收取押金',
      questions: '交了三百押金要不要得回来',
    });
    expect(await world.read(path)).not.toContain('article=zhengding-measures%2F3#own');
    expect(plain(await world.read(`${path}?article=${NEW}/3`))).toContain('（正政规〔2025〕3号）第三条');
  });

  it('says which approved questions get lost with the words that answered them', async () => {
    await world.check();
    const path = `${LIBRARY}/proposals`;
    const own = { do: 'own', article: `${NEW}/3`, version: await version() };
    const words = '不得以任何名义向劳动者收取押金';
    await world.press(path, { ...own, words, questions: '交了三百押金要不要得回来' });
    await world.check();
    expect(await world.read(path)).not.toContain('条文里没有这句话了');
    await world.press(LIBRARY, { do: 'remove', file: NEW_FILE, version: await version() });
    await world.upload([{ name: '正定办法新.txt', text: NEW_TEXT.replace('收取押金', '收取任何费用') }]);
    const next = await world.check();
    expect(await world.read(path)).toContain('条文里没有这句话了');
    expect(await world.read(`${LIBRARY}/publish?${new URLSearchParams(next)}`)).toContain(
      '有1条问法用不上了',
    );
    expect(await world.read(`${path}?article=${NEW}/3`)).toContain('企业不得以任何名义向劳动者收取任何费用');
  });

  it('lets somebody approve how workers would ask, refuse it, and write it themselves', async () => {
    await world.check();
    const page = await world.read(`${LIBRARY}/proposals`);
    expect(page).toContain('事项：举报欠薪');
    const pair = { article: `${NEW}/2`, matter: 'report-arrears' };
    const approved = await world.press(`${LIBRARY}/proposals`, {
      do: 'approve',
      ...pair,
      version: await version(),
    });
    expect(plain(approved.words)).toContain('同意了的（1条）');
    expect((await world.scene.office.state()).draft.sources.answers).toMatchObject([
      { ...pair, by: '王主任' },
    ]);
    await world.press(`${LIBRARY}/proposals`, { do: 'withdraw', ...pair, version: await version() });
    await world.press(`${LIBRARY}/proposals`, { do: 'drop', ...pair, version: await version() });
    expect(await world.read(`${LIBRARY}/proposals`)).not.toContain('事项：举报欠薪');

    const own = { do: 'own', article: `${NEW}/3`, version: await version() };
    const asked = { words: '企业不得收钱', questions: '交了三百押金要不要得回来' };
    const fault = await world.press(`${LIBRARY}/proposals`, { ...own, ...asked });
    expect(fault.words).toMatch(/条文里没有这句话[\s\S]*交了三百押金要不要得回来<\/textarea>/);
    await world.press(`${LIBRARY}/proposals`, { ...own, ...asked, words: '不得以任何名义向劳动者收取押金' });
    expect((await world.scene.office.state()).draft.sources.questions).toMatchObject([
      { article: `${NEW}/3`, questions: ['交了三百押金要不要得回来'] },
    ]);
    await world.press(`${LIBRARY}/proposals`, { do: 'own', article: `${NEW}/3`, version: await version() });
    expect((await world.scene.office.state()).draft.sources.questions).toEqual([]);
  });
});
