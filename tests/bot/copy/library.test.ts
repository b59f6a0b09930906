import { describe, expect, it } from 'vitest';
import { NOTE_CODES, UNREADABLE_CODES } from '#ingest';
import { libraryCopy } from '../../../bot/copy/library.ts';

const sentences = (text: string) => text.split(/(?<=[。！？])/);

describe('what is said of a file that was read or not', () => {
  it.each(UNREADABLE_CODES)('%s: what is wrong and what to do, in short sentences', (code) => {
    const said = sentences(libraryCopy.reader.refused('办法.docx', code));
    expect(said.length).toBeGreaterThan(1);
    for (const sentence of said) expect(sentence.length, sentence).toBeLessThan(40);
    expect(said.at(-1)).toMatch(/^请.+。$/);
  });

  it.each(NOTE_CODES)('%s: one sentence', (code) => {
    expect(libraryCopy.reader.note(code, '3')).toMatch(/^[^。]{4,38}。$/);
  });
});
