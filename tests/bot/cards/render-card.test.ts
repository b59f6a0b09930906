import { beforeAll, describe, expect, it } from 'vitest';
import { layoutBook } from '../../../bot/cards/book-layout.ts';
import type { Card, PocketBook } from '../../../bot/cards/card.ts';
import { layoutPicture } from '../../../bot/cards/card-layout.ts';
import { makeBook } from '../../../bot/cards/make-book.ts';
import { renderCard } from '../../../bot/cards/render-card.ts';
import { loadFonts } from '../../../bot/papers/fonts.ts';
import { createPdfFile } from '../../../bot/papers/pdf-file.ts';
import { readPdf } from '../papers/read-pdf.ts';
import { bareWords } from '../papers/samples.ts';
import { cardOf, DEPOSIT, FINE, longCard, NO_WAYS, textsWith, WAYS } from './made-up-cards.ts';
import { readCode, readPicture } from './read-picture.ts';

let card: Card;
let bare: Card;
let fine: Card;
beforeAll(async () => {
  const library = await textsWith();
  card = cardOf(library);
  bare = cardOf(library, DEPOSIT, NO_WAYS);
  fine = cardOf(library, FINE);
});

const wordsOf = (pieces: readonly { text: string }[]) => bareWords(pieces.map(({ text }) => text).join(''));

/** Every piece stands inside of its sheet, and the words of one sheet do not lie on each other. */
async function expectTidy(bytes: Uint8Array, size: readonly [number, number]) {
  const pages = await readPdf(bytes);
  for (const { pieces, width, height } of pages) {
    expect([Math.round(width), Math.round(height)]).toEqual(size);
    for (const { text, x, y, right } of pieces) {
      expect(x, text).toBeGreaterThan(10);
      expect(right, text).toBeLessThan(width - 10);
      expect(y, text).toBeGreaterThan(4);
      expect(y, text).toBeLessThan(height);
    }
  }
  return pages;
}

describe('a picture', () => {
  it('is 1080 pixels wide, and a phone reads each of its codes', async () => {
    const picture = readPicture(await renderCard({ form: 'png', card }));
    expect([picture.width, picture.height]).toEqual([1080, 1522]);
    const sheet = layoutPicture(card, createPdfFile(await loadFonts(), '', card.day));
    const scale = picture.width / sheet.width;
    const read = sheet.marks.flatMap((mark) => {
      if (mark.kind !== 'code') return [];
      // With the white around it that the standard asks for.
      const edge = (mark.size / mark.code.length) * 4;
      const side = Math.floor((mark.size + 2 * edge) * scale);
      const at = (points: number) => Math.floor((points - edge) * scale);
      return [readCode(picture, { x: at(mark.x), y: at(mark.y), width: side, height: side })];
    });
    expect(read).toEqual(card.codes.map(({ url }) => url));
    expect(read).toHaveLength(3);
  });

  it('grows with a long quote, and is the same for the same card', async () => {
    const long = longCard(card, 40);
    const [first, second] = [
      await renderCard({ form: 'png', card: long }),
      await renderCard({ form: 'png', card: long }),
    ];
    expect(Buffer.compare(first, second)).toBe(0);
    expect(Buffer.from(first).readUInt32BE(20)).toBeGreaterThan(1522);
  });
});

describe('a page of A6', () => {
  it('holds every word, to be found and copied', async () => {
    const pages = await expectTidy(await renderCard({ form: 'a6', card }), [298, 420]);
    expect(pages).toHaveLength(1);
    const words = wordsOf(pages[0]?.pieces ?? []);
    for (const part of [
      '甲川的文件怎么说',
      card.title,
      ...card.lines,
      `“${card.quote}”`,
      card.head,
      card.note,
      card.release,
    ])
      expect(words).toContain(bareWords(part));
    for (const { label } of card.codes) expect(words).toContain(bareWords(label));
  });

  it.each([5, 12, 20, 60, 110])('goes on overleaf without losing a word: %i sentences', async (count) => {
    const long = longCard(bare, count);
    const pages = await expectTidy(await renderCard({ form: 'a6', card: long }), [298, 420]);
    const said = pages
      .map(({ pieces }) => wordsOf(pieces))
      .join('')
      .replaceAll('接下页', '')
      .replaceAll(/工友·明白卡接上页·甲川/g, '');
    expect(said).toContain(`“${long.quote}”`);
    expect(pages.at(-1)?.pieces.some(({ text }) => text.includes(long.release))).toBe(true);
    // A page that held nothing but the foot would be thrown away, with what it says of the text's version.
    expect(pages.at(-1)?.pieces.length).toBeGreaterThan(4);
  });
});

describe('sheets of A4', () => {
  it('have each page four times, to be cut', async () => {
    const pages = await expectTidy(await renderCard({ form: 'a4', card: longCard(card, 30) }), [595, 842]);
    expect(pages.length).toBeGreaterThan(1);
    for (const { pieces } of pages) expect(wordsOf(pieces).split('工友·明白卡')).toHaveLength(5);
  });
});

describe('a pocket book', () => {
  it('has a cover, contents that name the right pages, and a number on each but the cover', async () => {
    const cards = [card, longCard(card, 40), fine];
    const book: PocketBook = makeBook(
      { title: '押金口袋书', cards, release: card.release, day: card.day },
      WAYS,
    );
    const pages = await expectTidy(await renderCard({ form: 'book', book }), [298, 420]);
    expect(wordsOf(pages[0]?.pieces ?? [])).toContain('押金口袋书共3张明白卡甲川');
    pages.forEach(({ pieces }, at) => {
      if (at > 0) expect(pieces.at(-1)?.text).toBe(`${at + 1}`);
    });
    const starts = [3, 4, pages.length];
    expect(wordsOf(pages[1]?.pieces ?? [])).toContain(
      cards.map(({ title }, at) => `${bareWords(title)}${starts[at]}`).join(''),
    );
    expect(wordsOf(pages.at(-1)?.pieces ?? [])).toContain(fine.quote);
  });

  it('has room on its cover for the longest title and for many places', async () => {
    const cards = Array.from({ length: 60 }, (_, at) => ({ ...fine, place: `巴音郭楞蒙古自治州第${at}县` }));
    const book = makeBook({ title: '口'.repeat(40), cards, release: card.release, day: card.day }, WAYS);
    const [cover] = layoutBook(book, createPdfFile(await loadFonts(), '', card.day));
    const codes = cover?.marks.flatMap((mark) => (mark.kind === 'code' ? [mark.y] : [])) ?? [];
    const words = cover?.marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : [])) ?? [];
    const last = words.findIndex(({ text }) => text.includes('等60个地方'));
    expect(codes).toHaveLength(3);
    expect(words[last]?.y).toBeLessThan(Math.min(...codes) - 4);
    // Title, how many, where: from top to bottom, none on another.
    const rows = words.slice(0, last + 1).map(({ y }) => y);
    expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
  });

  it('goes over several pages of contents', async () => {
    const cards = Array.from({ length: 60 }, () => fine);
    const book = makeBook({ title: '全书', cards, release: card.release, day: card.day }, WAYS);
    const pages = await expectTidy(await renderCard({ form: 'book', book }), [298, 420]);
    const first = pages.length - 60;
    expect(first).toBeGreaterThan(2);
    const listed = pages
      .slice(1, first)
      .map(({ pieces }) => wordsOf(pieces))
      .join('');
    expect(listed).toContain(`${fine.title}${first + 1}`);
    expect(listed).toContain(`${fine.title}${pages.length}`);
  });
});
