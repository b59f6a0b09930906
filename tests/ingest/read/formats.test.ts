import { describe, expect, it } from 'vitest';
import { encodeGbk } from '../gb18030.ts';
import { fixture, fixtures, readFixture, readHere, refusalOf, utf8 } from './fixtures.ts';

const codes = (notes: readonly { code: string }[]) => notes.map((note) => note.code).sort();
const lines = (text: string) => text.split('\n').map((line) => line.replace(/\s+/g, ' '));

describe('numbers that only the program prints', () => {
  const NUMBERED = [
    '甲川省外送员休息办法',
    '第一章 总则',
    '第一条 为了让外送员有地方休息，制定本办法。',
    '第二条 本办法适用于甲川省行政区域内的平台企业。',
    '第二章 休息',
    '第三条 平台企业应当做到下列事项：',
    '（一）连续接单满四小时，停止派单二十分钟；',
    '（二）在站点备好下列物品：',
    '1. 饮用水；',
    '2. 急救箱。',
    '第四条 站点不得收取休息费用。',
    '（一）收取的，退还本人；',
    '（二）拒不退还的，由人力资源社会保障部门责令改正。',
    '第五条 本办法自2031年3月1日起施行。',
  ];

  it('are counted in a docx as Word counts them', async () => {
    expect(lines((await readFixture('own/numbered.docx')).text)).toEqual(NUMBERED);
  });

  it('stand in a PDF already', async () => {
    const { text } = await readFixture('own/numbered.pdf');
    expect(text.replace(/\s/g, '')).toBe(NUMBERED.join('').replace(/\s/g, ''));
  });

  it('are those of the browser in HTML', async () => {
    const page = '<ol start="3"><li>甲<li value="7">乙</ol><ol type="a"><li>丙</ol>';
    const chinese = '<ol style="list-style-type: cjk-ideographic"><li><p>丁</p></li><li>戊</li></ol>';
    expect((await readHere(utf8(`<body>${page}${chinese}</body>`))).text).toBe(
      '3. 甲\n7. 乙\na. 丙\n一、丁\n二、戊',
    );
  });
});

describe('tables', () => {
  const ROWS = [
    '序号\t板块\t任务\t牵头单位',
    '1\t休息保障\t建好驿站。 每个街道至少一处。\t市总工会',
    '2\t\t备好饮水、充电和急救用品。\t市商务局',
    '3\t报酬保障\t督促企业按时发放报酬。\t市人力资源社会保障局',
  ];

  it.each(['docx', 'html', 'pdf'])('keep their cells in %s, also merged ones', async (format) => {
    const { text } = await readFixture(`own/mixed.${format}`);
    expect(text.split('\n').filter((line) => line.includes('\t'))).toEqual(ROWS);
  });

  it('are rows in markdown', async () => {
    expect((await readHere(utf8('| 序号 | 任务 |\n|---|:-:|\n| 1 | 甲\\|乙 |\n后文。'))).text).toBe(
      '序号\t任务\n1\t甲|乙\n后文。',
    );
  });

  it('that only lay out a page are text', async () => {
    const inner = '<table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>';
    const { text } = await readHere(
      utf8(`<table><tr><td><p>甲。</p><p>乙。</p></td><td>${inner}</td></tr></table>`),
    );
    expect(text).toBe('甲。\n乙。\n一\t二\n三\t四');
  });
});

describe('what is no text of the document', () => {
  it('is dropped from a docx, and said', async () => {
    const { text, notes } = await readFixture('own/mixed.docx');
    expect(text).not.toContain('看不见');
    expect(text).toContain('乙江发〔2031〕7号');
    expect(text).toContain('（注：外送员指通过平台接单送货的人。）');
    expect(codes(notes)).toEqual(['footnotes', 'hidden', 'text-boxes']);
  });

  it('is dropped from two columns of a PDF: headers and numbers of pages', async () => {
    const { text, notes } = await readFixture('own/columns.pdf');
    const docx = await readFixture('own/columns.docx');
    expect(text.replace(/\s/g, '')).toBe(docx.text.replace(/\s/g, ''));
    expect(text.split('\n')).toHaveLength(11);
    expect(codes(notes)).toEqual(['columns', 'furniture']);
  });

  it('is dropped from a page: menus, scripts, what is hidden', async () => {
    const page = `<!doctype html><html><head><title>x</title><style>p{}</style></head><body>
      <ul><li><a href="/">首页</a><li><a href="/a">政策</a><li><a href="/b">服务</a></ul>
      <h1>甲川省休息办法</h1><script>var a = "第九条";</script>
      <div style="display: none">看不见</div><p hidden>也看不见</p>
      <p>第一条　站点不得
      收费。<br>第二条　见<a href="/x">附件</a>。</p>
      <div>上一篇：<a href="/1">别的通知，很长的一个题目</a></div></body></html>`;
    const { format, text, notes } = await readHere(utf8(page));
    expect(format).toBe('html');
    expect(text).toBe('# 甲川省休息办法\n第一条　站点不得 收费。\n第二条　见附件。');
    expect(codes(notes)).toEqual(['hidden', 'menus']);
  });
});

describe('the format', () => {
  it.each(fixtures('own').concat(fixtures('policies')))('of %s is told without its name', async (path) => {
    const bytes = fixture(path);
    const refused = await refusalOf(bytes);
    if (refused === undefined) expect((await readHere(bytes)).format).toBe(path.split('.').at(-1));
    else expect(path).toMatch(/locked|scanned|tracked/);
  });

  it.each([
    ['own/locked.pdf', 'encrypted'],
    ['own/scanned.pdf', 'scanned'],
    ['own/scanned.docx', 'scanned'],
    ['own/tracked.docx', 'tracked-changes'],
  ])('%s is refused as %s', async (path, code) => {
    expect(await refusalOf(fixture(path))).toBe(code);
  });

  it.each([
    ['a picture', '\x89PNG\r\n\x1a\n', 'picture'],
    ['rich text', '{\\rtf1 x}', 'other-office'],
    [
      'an old Word file',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0',
      'old-office',
    ],
    [
      'a docx with a password',
      '\xd0\xcf\x11\xe0E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0',
      'encrypted',
    ],
    ['another archive', 'Rar!\x1a\x07', 'other-archive'],
    ['nothing but blanks', ' \n\t', 'empty'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await refusalOf(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))).toBe(code);
  });

  it('is told in every encoding that offices send', async () => {
    const page = '<html><body><p>第一条　站点不得收取休息费用。</p></body></html>';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(page, 'utf16le')]);
    for (const bytes of [utf8(page), utf8(`\ufeff${page}`), encodeGbk(page), new Uint8Array(utf16)])
      expect(await readHere(bytes)).toMatchObject({ format: 'html', text: '第一条　站点不得收取休息费用。' });
  });

  it('of a page with tracked words is refused: nobody knows which are meant', async () => {
    expect(await refusalOf(utf8('<p>站点<del>不</del>得收费。</p>'))).toBe('tracked-changes');
    expect(await refusalOf(utf8('# 题\n站点~~不~~得收费。'))).toBe('tracked-changes');
  });
});
