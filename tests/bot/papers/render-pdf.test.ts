import { describe, expect, it } from 'vitest';
import type { Paper } from '../../../bot/papers/paper.ts';
import { renderPdf } from '../../../bot/papers/render-pdf.ts';
import { told } from '../../../bot/papers/told.ts';
import { readPdf, wordsIn } from './read-pdf.ts';
import { bareWords, DAY, EMPTY, FULL, frame, KINDS, LETTERS, wordsOf } from './samples.ts';

const QUOTE = {
  id: 'made-up/5',
  label: '第五条',
  title: '某市办法',
  number: '某人社〔2021〕1号',
  quote: '企业不得收取押金。\n（一）扣押证件的，由主管部门责令改正；',
  strength: 'prohibited',
  addressee: 'enterprise',
  departments: [],
  note: '2021年12月1日印发',
  main: true,
  place: '某市',
} as const;
const quoted = frame({ ...QUOTE, departments: [] });

const complaint = (story: string) => LETTERS['inspection-complaint']({ ...FULL, story }, quoted);

/** Latin-1 text of the file: names of its objects; contents are packed. */
const objectsOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Every piece stands between the edges of its sheet, with a margin. */
async function expectInside(bytes: Uint8Array): Promise<void> {
  for (const { pieces, width, height } of await readPdf(bytes)) {
    expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
    for (const { text, x, y, right } of pieces) {
      expect(x, text).toBeGreaterThan(70);
      expect(right, text).toBeLessThan(width - 70);
      expect(y, text).toBeGreaterThan(30);
      expect(y, text).toBeLessThan(height - 60);
    }
  }
}

describe.each(KINDS)('%s as PDF', (kind) => {
  it.each([
    ['with everything told', LETTERS[kind](FULL, quoted)],
    ['with everything skipped', LETTERS[kind](EMPTY, frame())],
  ])('%s holds its words, to be found and copied', async (_, paper: Paper) => {
    const bytes = await renderPdf(paper);
    expect(wordsIn(await readPdf(bytes))).toBe(wordsOf(paper));
    await expectInside(bytes);
  });
});

describe('a PDF', () => {
  it('brings every font that it uses', async () => {
    const objects = objectsOf(await renderPdf(LETTERS.arbitration(FULL, quoted)));
    const names = [...objects.matchAll(/\/BaseFont \/([^\s/]+)/g)].map((match) => match[1] ?? '');
    expect([...new Set(names.map((name) => name.replace(/^[A-Z]{6}\+/, '')))].sort()).toEqual([
      'NotoSerifSC-Bold',
      'NotoSerifSC-Regular',
    ]);
    expect(objects.match(/\/FontFile2 /g)).toHaveLength(2);
  });

  it('is the same for the same paper', async () => {
    const paper = LETTERS.membership(FULL, quoted);
    expect(Buffer.compare(await renderPdf(paper), await renderPdf(paper))).toBe(0);
    expect(Buffer.compare(await renderPdf({ ...paper, day: '2026-11-23' }), await renderPdf(paper))).not.toBe(
      0,
    );
  });

  it('says in its properties what it is and nothing of the person', async () => {
    const objects = objectsOf(await renderPdf(LETTERS.membership(FULL, quoted)));
    expect(objects).toContain(`D:${DAY.replaceAll('-', '')}000000Z`);
    expect(objects).not.toMatch(/\/Author|\/Subject|\/Keywords/);
  });

  it('quotes without a character changed', async () => {
    const text = wordsIn(await readPdf(await renderPdf(LETTERS['evidence-list'](FULL, quoted))));
    for (const piece of QUOTE.quote.split('\n')) expect(text).toContain(`“${piece}”`);
  });

  it('shows where its font lacks a character, and says what to do', async () => {
    const text = wordsIn(
      await readPdf(await renderPdf(LETTERS.membership({ ...FULL, name: '张\u{30000}' }, frame()))),
    );
    expect(text).toContain('姓名张〓');
    expect(text).toContain('〓处的字这里印不出来，请用笔写上。');
    expect(wordsIn(await readPdf(await renderPdf(LETTERS.membership(FULL, frame()))))).not.toContain('〓');
  });
});

describe('whatever is told', () => {
  it.each([
    ['5,000 characters in one paragraph', '我每天送单到半夜，站长还扣钱。'.repeat(334)],
    ['5,000 characters without any mark', '字'.repeat(5000)],
    ['an unbroken word', 'https://example.invalid/'.padEnd(3000, 'x')],
    ['nothing but marks', '，。！）”'.repeat(600)],
    ['nothing but opening marks', '（“《'.repeat(600)],
    ['a thousand lines', '扣钱\n'.repeat(1000)],
    ['lines of one word and none', 'ok\n\n\n\n好\r\n'.repeat(50)],
    ['pictures among words', '扣钱😡👨‍👩‍👧不给💰'.repeat(300)],
    ['marks of direction', '\u202e扣\u200f钱\u2067不给\u0000\u001b[31m'.repeat(200)],
    ['Latin and digits', 'Order 12,345.67 & <b>no</b> \\(x\\) '.repeat(100)],
  ])('%s: no word is lost and none stands over the edge', async (_, story) => {
    const paper = complaint(story);
    const bytes = await renderPdf(paper);
    const words = wordsIn(await readPdf(bytes));
    expect(words).toBe(wordsOf(paper));
    expect(words).toContain(bareWords(told(story) ?? ''));
    await expectInside(bytes);
  });

  it('a cell longer than a page goes on overleaf', async () => {
    const matter = '押金不退，工资不发。'.repeat(400);
    const paper = LETTERS['inspection-complaint']({ ...FULL, matter }, frame());
    const bytes = await renderPdf(paper);
    expect((await readPdf(bytes)).length).toBeGreaterThan(3);
    expect(wordsIn(await readPdf(bytes))).toContain(bareWords(matter));
    await expectInside(bytes);
  });

  it('two hundred proofs are numbered over the pages', async () => {
    const proof = Array.from({ length: 200 }, (_, i) => ({ name: `转账记录${i}`, have: i % 2 === 0 }));
    const paper = LETTERS['evidence-list']({ ...FULL, proof }, quoted);
    const bytes = await renderPdf(paper);
    expect(wordsIn(await readPdf(bytes))).toBe(wordsOf(paper));
    await expectInside(bytes);
  });

  it('the lines for signature and day are never parted', async () => {
    // A page has 34 lines: one of these papers would end with the signature's first.
    for (let lines = 1; lines <= 36; lines += 1) {
      const pages = await readPdf(await renderPdf(complaint('扣钱。\n'.repeat(lines))));
      const signed = pages.filter(({ pieces }) => pieces.some(({ text }) => text.includes('（签名）')));
      expect(signed).toHaveLength(1);
      expect(signed[0]?.pieces.some(({ text }) => /＿年＿＿月＿＿日/.test(text))).toBe(true);
    }
  });
});
