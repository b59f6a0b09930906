import { describe, expect, it } from 'vitest';
import { createPolicyPages, formatPolicyPath } from '#knowledge';
import { realLibrary } from '../../../real-release.ts';
import { createWebWorld } from './web-world.ts';

const { release } = await realLibrary();
const pages = createPolicyPages(release);
const world = await createWebWorld({
  library: () => ({ pages, places: [] }),
  publicUrl: 'https://gongyou.example',
});

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await world.request(path, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('the pages of the texts', () => {
  it('list every document by its place', async () => {
    const { status, text } = await get('/policies');
    expect(status).toBe(200);
    for (const { id, title } of pages.instruments()) {
      expect(text).toContain(`href="/policies/${id}"`);
      expect(text).toContain(title);
    }
    expect(text).not.toContain('roster');
  });

  it('all open: every document, every article, each reached by a link', async () => {
    for (const { id, title, count } of pages.instruments()) {
      const page = await get(formatPolicyPath(id));
      expect(page.status, id).toBe(200);
      expect(page.text).toContain(`<h1>${title}</h1>`);
      const anchors = [...page.text.matchAll(/<section class="article" id="([^"]+)">/g)].map(
        ([, anchor]) => anchor,
      );
      expect(new Set(anchors).size).toBe(count);
      for (const anchor of anchors) expect(page.text).toContain(`href="#${anchor}"`);
      const links = [...page.text.matchAll(/<h[23]><a href="([^"]+)"/g)].map(([, href]) => href ?? '');
      expect(links).toHaveLength(count);
      for (const link of links) expect((await get(link)).status, link).toBe(200);
    }
  });

  it('say what a document is, and which facts its print does not carry', async () => {
    const { text } = await get('/policies/yunnan-opinions');
    expect(text).toContain('<dd>云人社发〔2021〕40号（原文里没有，由管理员补）</dd>');
    expect(text).toContain('<dd>原文没有写</dd>');
    expect(text).toContain('<dd>现行</dd>');
    const jilin = await get('/policies/jilin-measures');
    expect(jilin.text).toContain('<dd>2021年12月22日</dd>');
    expect(jilin.text).toContain('<dd>试行</dd>');
  });

  it('say that a campaign is over', async () => {
    const { text } = await get('/policies/shijiazhuang-plan/2.5');
    expect(text).toContain('<dd>专项行动，时间是2022年3月到2022年7月，现在已经结束，只能作参考</dd>');
    expect(text).toContain('<dd>河北省石家庄市</dd>');
  });

  it('show an article with its items set in, its neighbours and how hard it is', async () => {
    const { text } = await get('/policies/jilin-measures/44');
    expect(text).toContain('<h1>第四十四条</h1>');
    expect(text.match(/<p class="item">/g)).toHaveLength(4);
    expect(text).toContain('<p class="item">（三）安排加班不支付加班费的；</p>');
    expect(text).toContain('href="/policies/jilin-measures/43">上一条：第四十三条');
    expect(text).toContain('href="/policies/jilin-measures/45">下一条：第四十五条');
    expect(text).toContain('<dd>硬性要求（“应当”一类） · 对政府部门说的</dd>');
    expect(text).toContain(
      '<link rel="canonical" href="https://gongyou.example/policies/jilin-measures/44">',
    );
    expect(text).toContain(
      '<title>第四十四条 · 吉林省维护新就业形态劳动者劳动保障权益实施办法（试行）</title>',
    );
  });

  it('black out personal particulars', async () => {
    const article = release.article(release.positionOf('shijiazhuang-plan/3.3') ?? -1);
    const { text } = await get('/policies/shijiazhuang-plan/3.3');
    const whole = await get('/policies/shijiazhuang-plan');
    for (const { start, end } of article.private) {
      expect(text).not.toContain(article.text.slice(start, end));
      expect(whole.text).not.toContain(article.text.slice(start, end));
    }
    expect(text).toContain('█');
  });
});

describe('marks', () => {
  it('stand on every piece of a quote, the first as the target of the link', async () => {
    const { text } = pages.article('jilin-measures/44') ?? { text: '' };
    const quote = `${text.slice(0, 108)}\n${text.slice(171, 186)}`;
    const path = formatPolicyPath('jilin-measures/44', pages.locate('jilin-measures/44', quote));
    expect(path).toBe('/policies/jilin-measures/44?mark=0-108,171-186#mark');
    const page = await get(path.split('#')[0] ?? '');
    const marks = [...page.text.matchAll(/<mark(?: id="(mark)")?>([^<]*)<\/mark>/g)];
    expect(marks.map(([, id, words]) => [id, words])).toEqual([
      ['mark', text.slice(0, 108)],
      [undefined, '（三）安排加班不支付加班费的；'],
    ]);
    expect(page.text).toContain('标出来的是回答里引用的那几句。');
  });

  it.each(['0-5', '1-108', '0-109', '500-900', 'x', '0-108junk', '-', '108-0', '%3Cscript%3E'])(
    'that are no whole sentences are left out: %s',
    async (mark) => {
      const { status, text } = await get(`/policies/jilin-measures/44?mark=${mark}`);
      expect(status).toBe(200);
      expect(text).not.toContain('<mark');
      expect(text).not.toContain('标出来的');
    },
  );
});

describe('caching', () => {
  it('lasts until the release, the day or the marks change', async () => {
    const path = '/policies/jilin-measures/5';
    const { headers } = await get(path);
    const etag = headers.get('etag') ?? '';
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.get('set-cookie')).toBeNull();
    const again = await get(path, { 'if-none-match': `"other", ${etag}` });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await get(`${path}?mark=0-84`, { 'if-none-match': etag })).status).toBe(200);
    const newer = await createWebWorld({
      library: () => ({ pages: { ...pages, release: 'other' }, places: [] }),
    });
    expect((await newer.request(path, { headers: { 'if-none-match': etag } })).status).toBe(200);
    world.clock.advance(24 * 3_600_000);
    expect((await get(path, { 'if-none-match': etag })).status).toBe(200);
  });

  it('goes with compression for those who ask for it', async () => {
    const { headers } = await get('/policies/jilin-measures', { 'accept-encoding': 'gzip' });
    expect(headers.get('content-encoding')).toBe('gzip');
  });
});

describe('what is not there', () => {
  it.each([
    '/policies/nowhere',
    '/policies/jilin-measures/99',
    '/policies/shijiazhuang-roster',
    '/policies/jilin-measures/%3Cscript%3E',
    '/policies/jilin-measures/5/6',
    '/nix',
    '/assets/x/nix.js',
    '/assets/x/..%2f..%2fchannel.ts',
  ])('is said in plain Chinese: %s', async (path) => {
    const { status, text, headers } = await get(path);
    expect(status).toBe(404);
    expect(text).toContain('没有这一页');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
