import { describe, expect, it } from 'vitest';
import { createPolicyPages, formatPolicyPath, type PolicyPages } from '#knowledge';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../../fixtures.ts';
import { createWebWorld } from './web-world.ts';

const matters = [aMatter('deposit', ['押金不退怎么办'], { answers: { 'a/1': ['押金'] } })];
const made = async (articles: readonly (readonly [id: string, text: string])[]) =>
  createPolicyPages(
    await tinyRelease({ articles: articles.map(([id, text]) => anArticle(id, text)), matters }),
  );

const old = await made([
  ['a/1', '企业不得收取押金。违者罚款五百元。'],
  ['a/2', '企业应当依法用工。'],
  ['a/3', '本条后来没有了。'],
]);
const now = await made([
  ['a/1', '企业不得收取押金。违者罚款二千元。'],
  ['a/2', '企业应当依法用工。'],
]);

const open = async (path: string, kept: readonly PolicyPages[] = [old]) => {
  const world = await createWebWorld({
    library: () => ({ pages: now, places: [] }),
    older: (release) => kept.find((pages) => pages.release === release),
  });
  const response = await world.request(path);
  return { status: response.status, text: await response.text(), etag: response.headers.get('etag') };
};

describe('a link from an older release', () => {
  it('says that the article has changed, with the old words and the new', async () => {
    const { text } = await open(old.pathOf('a/1', '违者罚款五百元。'));
    expect(text).toContain('该条已更新');
    expect(text).toContain('旧的写法');
    expect(text).toContain('<mark>违者罚款五百元。</mark>');
    expect(text).toContain('<mark id="mark">违者罚款二千元。</mark>');
    expect(text).toContain('标出来的是新写的句子');
  });

  it('marks the quoted words where they still stand, and says so', async () => {
    const { text } = await open(old.pathOf('a/1', '企业不得收取押金。'));
    expect(text).toContain('该条已更新');
    expect(text).toContain('你之前看到的那几句没有变');
    expect(text).toContain('<mark id="mark">企业不得收取押金。</mark>');
  });

  it('opens an unchanged article as any other', async () => {
    const { text } = await open(old.pathOf('a/2', '企业应当依法用工。'));
    expect(text).not.toContain('该条已更新');
    expect(text).toContain('<mark id="mark">企业应当依法用工。</mark>');
  });

  it('says that the article has changed also when the old release is not kept', async () => {
    const changed = await open(old.pathOf('a/1', '违者罚款五百元。'), []);
    expect(changed.text).toContain('该条已更新');
    expect(changed.text).toContain('旧的原文这里没有留');
    expect(changed.text).not.toContain('<mark');
    const same = await open(old.pathOf('a/2', '企业应当依法用工。'), []);
    expect(same.text).not.toContain('该条已更新');
    expect(same.text).toContain('<mark id="mark">');
  });

  it('shows an article that is gone as it was, and says so', async () => {
    const { status, text } = await open(old.pathOf('a/3', '本条后来没有了。'));
    expect(status).toBe(200);
    expect(text).toContain('该条已更新');
    expect(text).toContain('现在的文件里没有这一条了');
    expect(text).toContain('<mark id="mark">本条后来没有了。</mark>');
    expect((await open(old.pathOf('a/3', '本条后来没有了。'), [])).status).toBe(404);
  });

  it('of the release in force, or that says nonsense, is like a link that says nothing', async () => {
    for (const path of [
      now.pathOf('a/1', '违者罚款二千元。'),
      `${formatPolicyPath('a/1')}?r=../../etc&c=zz`,
      `${formatPolicyPath('a/1')}?c=00000000`,
    ]) {
      const { status, text } = await open(path);
      expect(status).toBe(200);
      expect(text).not.toContain('该条已更新');
    }
  });

  it('has another tag than the plain page, so that no cache mixes them up', async () => {
    const [plain, changed] = [
      await open(formatPolicyPath('a/1')),
      await open(old.pathOf('a/1', '违者罚款五百元。')),
    ];
    expect(changed.etag).not.toBe(plain.etag);
  });
});

describe('texts that are over', async () => {
  const region = { value: '甲川省', source: 'printed' as const };
  const printed = (value: string) => ({ value, source: 'printed' as const });
  const pages = createPolicyPages(
    await tinyRelease({
      instruments: [
        anInstrument('old', {
          title: '旧办法',
          region,
          ended: { on: '2025-01-01', how: 'superseded', instead: 'new' },
        }),
        anInstrument('gone', {
          title: '废办法',
          region,
          ended: { on: '2025-03-01', how: 'withdrawn', instead: null },
        }),
        anInstrument('short', { title: '短办法', region, to: printed('2025-06-30') }),
        anInstrument('new', { title: '新办法', region, from: printed('2025-01-01') }),
        anInstrument('later', { title: '将来办法', region, from: printed('2099-01-01') }),
      ],
      articles: ['old', 'gone', 'short', 'new', 'later'].map((id) => anArticle(`${id}/1`, '不得收取押金。')),
      matters: [aMatter('deposit', ['押金'], { answers: { 'new/1': ['押金'] } })],
    }),
  );
  const world = await createWebWorld({ library: () => ({ pages, places: [] }) });
  const get = async (path: string) => (await world.request(path)).text();

  it('are marked in the list and stand behind those in force', async () => {
    const list = await get('/policies');
    expect(list).toContain('2025年1月1日起已被《新办法》代替');
    expect(list).toContain('2025年3月1日起已废止');
    expect(list).toContain('有效期到2025年6月30日，已失效');
    expect(list).toContain('2099年1月1日才起施行');
    expect(list.indexOf('href="/policies/new"')).toBeLessThan(list.indexOf('href="/policies/old"'));
  });

  it.each(['/policies/old', '/policies/old/1'])('say so on %s, with the way to the new one', async (path) => {
    const page = await get(path);
    expect(page).toContain('这份文件已经不用了');
    expect(page).toContain('href="/policies/new"');
  });

  it('are not said to be in force, and those in force are not said to be over', async () => {
    expect(await get('/policies/gone')).not.toContain('<dd>现行');
    expect(await get('/policies/later')).not.toContain('<dd>现行');
    const page = await get('/policies/new');
    expect(page).toContain('<dd>现行</dd>');
    expect(page).not.toContain('这份文件已经不用了');
  });
});
