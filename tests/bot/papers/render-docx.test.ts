import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fixDocxDay } from '../../../bot/papers/fix-docx-day.ts';
import type { Paper } from '../../../bot/papers/paper.ts';
import { renderDocx } from '../../../bot/papers/render-docx.ts';
import { bareWords, EMPTY, FULL, frame, KINDS, LETTERS, wordsOf } from './samples.ts';

const partsOf = (bytes: Uint8Array) =>
  Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, part]) => [name, new TextDecoder().decode(part)]),
  );

/** The words of a document's body, in order, as a reader of the XML finds them. */
function wordsOfXml(xml: string): string {
  const parser = new XMLParser({ preserveOrder: true, trimValues: false, parseTagValue: false });
  const collect = (node: unknown): string => {
    if (Array.isArray(node)) return node.map(collect).join('');
    if (node === null || typeof node !== 'object') return '';
    return Object.entries(node)
      .map(([name, value]) => (name === '#text' ? String(value) : name === ':@' ? '' : collect(value)))
      .join('');
  };
  return bareWords(collect(parser.parse(xml)));
}

describe.each(KINDS)('%s as a Word file', (kind) => {
  it.each([
    ['with everything told', LETTERS[kind](FULL, frame())],
    ['with everything skipped', LETTERS[kind](EMPTY, frame())],
  ])('%s holds its words', async (_, paper: Paper) => {
    const parts = partsOf(await renderDocx(paper));
    for (const [name, xml] of Object.entries(parts)) expect(XMLValidator.validate(xml), name).toBe(true);
    expect(wordsOfXml(parts['word/document.xml'] ?? '')).toBe(wordsOf(paper));
  });
});

describe('a Word file', () => {
  it('is A4, numbers its pages and names fonts for Chinese', async () => {
    const parts = partsOf(await renderDocx(LETTERS.arbitration(FULL, frame())));
    expect(parts['word/document.xml']).toMatch(/<w:pgSz[^>]*w:w="11906"[^>]*w:h="16838"/);
    expect(parts['word/document.xml']).toContain('w:eastAsia="黑体"');
    expect(parts['word/styles.xml']).toContain('w:eastAsia="宋体"');
    expect(parts['word/styles.xml']).toContain('w:eastAsia="zh-CN"');
    const footer = Object.entries(parts).find(([name]) => /footer\d*\.xml$/.test(name))?.[1] ?? '';
    expect(footer).toContain('PAGE');
    expect(footer).toContain('NUMPAGES');
  });

  it('is the same for the same paper, at any time and with any day in it', async () => {
    const paper = LETTERS['help-request'](FULL, frame());
    const bytes = await renderDocx(paper);
    expect(Buffer.compare(await renderDocx(paper), bytes)).toBe(0);
    expect(partsOf(bytes)['docProps/core.xml']).toContain('>2026-11-22T00:00:00Z<');
    expect(partsOf(bytes)['docProps/core.xml']?.match(/\d{4}-\d{2}-\d{2}T/g)).toEqual([
      '2026-11-22T',
      '2026-11-22T',
    ]);
  });

  it('is no younger than the first day that a zip knows', async () => {
    const bytes = Buffer.from(await renderDocx(LETTERS.membership(FULL, frame())));
    let parts = 0;
    for (let at = bytes.indexOf('PK\u0003\u0004'); at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 1)) {
      // Time and day of a part, as MS-DOS writes them: midnight, 1 January 1980.
      expect([bytes.readUInt16LE(at + 10), bytes.readUInt16LE(at + 12)]).toEqual([0, 0x21]);
      parts += 1;
    }
    expect(parts).toBeGreaterThan(8);
  });

  it('says nothing of the person in its properties', async () => {
    const parts = partsOf(await renderDocx(LETTERS.membership(FULL, frame())));
    for (const [name, xml] of Object.entries(parts)) {
      if (name !== 'word/document.xml') expect(xml, name).not.toMatch(/张三|13800000000|某市/);
    }
    expect(parts['docProps/core.xml']).toContain('入会申请书');
    expect(parts['docProps/core.xml']).toContain('<dc:creator>申请人</dc:creator>');
  });

  it('takes markup, pictures and long words for words', async () => {
    const story = `<w:p/>&amp;"]]>${'x'.repeat(3000)}😡\u202e\u0000`;
    const paper = LETTERS['inspection-complaint']({ ...FULL, story }, frame());
    const xml = partsOf(await renderDocx(paper))['word/document.xml'] ?? '';
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).toContain('&lt;w:p/&gt;&amp;amp;');
    expect(xml).not.toMatch(/[😡\u202e]/u);
  });

  it('what is no Word file is refused', () => {
    expect(() => fixDocxDay(new ArrayBuffer(8), '2026-11-22')).toThrow();
  });
});
