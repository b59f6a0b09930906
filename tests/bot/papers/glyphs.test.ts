import { describe, expect, it } from 'vitest';
import { papersCopy } from '../../../bot/copy/papers.ts';
import { loadFonts } from '../../../bot/papers/fonts.ts';
import { readGlyphs } from '../../../bot/papers/glyphs.ts';
import { realLibrary } from '../../real-release.ts';

const fonts = await loadFonts();
const { release } = await realLibrary();
const WEIGHTS = ['regular', 'bold'] as const;

const missingFrom = (glyphs: { has: (codePoint: number) => boolean }, text: string) =>
  [...new Set(text)].filter((char) => char !== '\n' && !glyphs.has(char.codePointAt(0) ?? 0));
const between = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');

describe.each(WEIGHTS)('the font, %s', (weight) => {
  const glyphs = readGlyphs(fonts[weight]);

  it('has every character of every article: no quote may lack one', () => {
    for (let position = 0; position < release.catalog.ids.length; position += 1) {
      const { text, label, id } = release.article(position);
      expect(missingFrom(glyphs, text + label), id).toEqual([]);
    }
  });

  it('has what papers say themselves', () => {
    expect(missingFrom(glyphs, `${JSON.stringify(papersCopy)}〓＿“”——《〈〉》（）〔〕·．`)).toEqual([]);
  });

  it('has every Chinese character of U+3400 to U+9FFF, and rare names beyond', () => {
    expect(missingFrom(glyphs, between(0x4e00, 0x9fff))).toEqual([]);
    expect(missingFrom(glyphs, between(0x3400, 0x4dbf))).toEqual([]);
    expect(missingFrom(glyphs, '龘燚喆堃玥璟赟淼媄祎頔㛃䶮𬀩𫖯𬭎𠅤𫍯𬱖𫘦𬬻')).toEqual([]);
  });

  it('has no pictures: what it lacks is known', () => {
    expect(missingFrom(glyphs, '😀ش')).toEqual(['😀', 'ش']);
  });
});

describe('readGlyphs', () => {
  it('refuses what is no font with a large table', () => {
    expect(() => readGlyphs(new Uint8Array(64))).toThrow('cmap');
  });
});
