import { describe, expect, it } from 'vitest';
import { isGarbled } from '../../../ingest/read/garbled.ts';
import { foldGlyphs } from '../../../ingest/read/pdf/glyphs.ts';
import { encodeGbk } from '../gb18030.ts';
import { readHere, refusalOf } from './fixtures.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16();

/** One page with one line, in a font that is not in the file, as programs of the nineties wrote them. */
function oldPdf(encoding: string, codes: string, more = ''): Uint8Array {
  const stream = `BT /F 14 Tf 72 700 Td <${codes}> Tj ET${more}`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /${encoding} /DescendantFonts [6 0 R] >>`,
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R /DW 1000 >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>',
  ];
  let out = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = out.length;
    out += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${`${at}`.padStart(10, '0')} 00000 n \n`;
  });
  const start = out.length;
  out += `xref\n0 8\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(out, 'latin1');
}

const TEXT = '第一条 平台企业不得收取押金，2031年起施行。';

describe('a PDF without its fonts', () => {
  it.each([
    ['GBK-EUC-H', hex(encodeGbk(TEXT))],
    ['GBKp-EUC-H', hex(encodeGbk(TEXT))],
    ['GB-EUC-H', hex(encodeGbk(TEXT))],
    ['GBK2K-H', hex(encodeGbk(TEXT))],
    ['UniGB-UCS2-H', hex(utf16(TEXT))],
    ['UniGB-UTF16-H', hex(utf16(TEXT))],
  ])('is read by the predefined map %s', async (encoding, codes) => {
    expect((await readHere(oldPdf(encoding, codes))).text.replace(/\s/g, '')).toBe(TEXT.replace(/\s/g, ''));
  });

  it('keeps powers, and drops the small numbers that lead to notes', async () => {
    const code = (text: string) => hex(encodeGbk(text));
    const small = (text: string, x: number) => ` BT /F 7 Tf ${x} 706 Td <${code(text)}> Tj ET`;
    const plain = ` BT /F 14 Tf 152 700 Td <${code('以上的')}> Tj ET`;
    const power = oldPdf('GBK-EUC-H', code('面积１０'), small('2', 129) + plain + small('3', 195));
    expect((await readHere(power)).text.replace(/\s/g, '')).toBe('面积１０²以上的');
  });

  it('is read from top to bottom and from right to left where it is set so', async () => {
    const column = (text: string, x: number) => ` BT /F 14 Tf ${x} 700 Td <${hex(encodeGbk(text))}> Tj ET`;
    const first = hex(encodeGbk('第一条平台企业应当支付报酬，'));
    const bytes = oldPdf('GBK-EUC-V', first, column('第二条站点不得收费。', 30) + column('不得拖欠。', 51));
    expect((await readHere(bytes)).text.replace(/\s/g, '')).toBe(
      '第一条平台企业应当支付报酬，不得拖欠。第二条站点不得收费。',
    );
  });

  it('is refused where only ids say what it shows', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => (1_200 + i * 7).toString(16).padStart(4, '0')).join('');
    expect(await refusalOf(oldPdf('Identity-H', ids))).toBe('garbled');
  });
});

describe('glyphs', () => {
  it('are the characters that an office types: radicals and compatibility forms', () => {
    expect(foldGlyphs('⼈⼒⽤⼯，⻓⻔⻋⺠⻚，豈ﬁ')).toBe('人力用工，长门车民页，豈fi');
  });

  it('are the marks that an office types where they are cut for vertical text', () => {
    expect(foldGlyphs('︐︑︒︓︔︵一︶︽法︾')).toBe('，、。：；（一）《法》');
  });

  it('stay as they are where a fold would change what is printed', () => {
    expect(foldGlyphs('①（２０２１）〔56〕％')).toBe('①（２０２１）〔56〕％');
  });

  it('are garbled when they are no Chinese that anybody wrote', () => {
    expect(isGarbled('平台企业应当按时足额支付劳动报酬，不得克扣或者无故拖欠。'.repeat(8))).toBe(false);
    expect(isGarbled('鱻龘厵灪爩麤鸞籲驫灩鬱'.repeat(20))).toBe(true);
    expect(isGarbled('ሀሁሂሃሄህሆለሉሊላሌልሎ'.repeat(10))).toBe(true);
  });
});
