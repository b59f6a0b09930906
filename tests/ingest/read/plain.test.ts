import { describe, expect, it } from 'vitest';
import { READ_LIMITS } from '../../../ingest/read/limits.ts';
import { readDocument } from '../../../ingest/read/read-document.ts';
import { encodeGbk } from '../gb18030.ts';
import { readHere, refusalOf, utf8 } from './fixtures.ts';
import { pack } from './pack.ts';

const TEXT = '第一条　企业应当支付报酬。\n第二条　不得扣押证件。\n';

describe('the encoding of a text', () => {
  it.each([
    ['little end first', Buffer.from(TEXT, 'utf16le')],
    ['big end first', Buffer.from(TEXT, 'utf16le').swap16()],
  ])('is UTF-16 also without a mark, %s', async (_, bytes) => {
    expect((await readHere(new Uint8Array(bytes))).text).toBe(TEXT);
  });

  it('is not UTF-16 because of a NUL among the bytes', async () => {
    expect(await refusalOf(utf8('第一条 甲。\n第二条 乙\0。\n\0'))).toBe('not-text');
    expect(await refusalOf(Uint8Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? i % 97 : 0)))).toBe(
      'not-text',
    );
  });

  it('is none we know where GB18030 makes words of it that nobody wrote', async () => {
    // Big5, by its table turned round.
    const big5 = new TextDecoder('big5');
    const codes = new Map<string, readonly number[]>();
    for (let lead = 0xa4; lead <= 0xc6; lead++)
      for (let trail = 0x40; trail <= 0xfe; trail++)
        codes.set(big5.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    const words = '企業應當按時足額支付勞動報酬不得無故拖欠勞動者有權拒絕強令冒險作業'.repeat(8);
    const bytes = Uint8Array.from([...words].flatMap((char) => codes.get(char) ?? []));
    expect(bytes.length).toBeGreaterThan(400);
    expect(await refusalOf(bytes)).toBe('not-text');
    expect((await readHere(encodeGbk(TEXT.repeat(8)))).text).toBe(TEXT.repeat(8));
  });
});

describe('tags in a text', () => {
  it('break its lines where a page would, but not in the rows of a table', async () => {
    const { text } = await readHere(
      utf8('发布<br>第一条 甲。<br/>第二条 乙。</p>第三条 丙。\n1\t<p>丁。</p> <p>戊。</p>'),
    );
    expect(text).toBe('发布\n第一条 甲。\n第二条 乙。\n第三条 丙。\n1\t<p>丁。</p> <p>戊。</p>');
  });
});

describe('a page', () => {
  it('keeps powers and refuses words that are struck out by style', async () => {
    expect((await readHere(utf8('<p>10m<sup>2</sup>、10<sup>5</sup>个。</p>'))).text).toBe('10m²、10⁵个。');
    expect(
      await refusalOf(utf8('<p>站点<span style="text-decoration: line-through">不</span>得收费。</p>')),
    ).toBe('tracked-changes');
  });

  it('drops what the site prints around every text, and keeps sentences', async () => {
    const page = [
      '<p>发布日期：2025-03-20 来源：市人社局 浏览次数：<b>123</b></p>',
      '<p>第一条 甲。</p>',
      '<p>来源：工资表。</p>',
      '<p>上一篇：别的通知<br>下一篇：没有了</p>',
      '<p>扫一扫在手机打开当前页</p><p>网站标识码：3703000001 鲁ICP备05000000号</p>',
    ];
    const { text, notes } = await readHere(utf8(page.join('')));
    expect(text).toBe('第一条 甲。\n来源：工资表。');
    expect(notes.map(({ code }) => code)).toEqual(['menus']);
  });

  it('says that words stand beside its text', async () => {
    const { text, notes } = await readHere(
      utf8('<div><aside><p>第九条 乙。</p></aside><p>第一条 甲。</p></div>'),
    );
    expect(text).toBe('第一条 甲。');
    expect(notes.map(({ code }) => code)).toEqual(['menus']);
  });
});

describe('an archive', () => {
  const names = async (bytes: Uint8Array) => {
    const read = await readDocument(bytes, 'x', READ_LIMITS);
    return 'packed' in read
      ? { names: read.packed.map(({ name }) => name), skipped: read.skipped }
      : undefined;
  };

  it('has its names in GBK, also where they could be UTF-8', async () => {
    const zip = Buffer.from(pack({ 'AAAA.txt': TEXT }));
    const named = Buffer.from(
      zip.toString('latin1').replaceAll('AAAA', Buffer.from(encodeGbk('通知')).toString('latin1')),
      'latin1',
    );
    expect((await names(new Uint8Array(named)))?.names).toEqual(['通知.txt']);
  });

  it('has its links left out, wherever they lead', async () => {
    const zip = Buffer.from(pack({ 'a.txt': TEXT, 'link.txt': '/etc/passwd' }));
    const entry = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    zip.writeUInt32LE(0o120777 * 65_536, entry + 38);
    expect(await names(new Uint8Array(zip))).toEqual({ names: ['a.txt'], skipped: 1 });
  });
});
