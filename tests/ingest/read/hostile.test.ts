import { describe, expect, it } from 'vitest';
import { fixture, readHere, refusalOf, utf8 } from './fixtures.ts';
import { createChance, mutate, mutateText } from './mutate.ts';
import { docx, numbering, pack, paragraph, unpacked } from './pack.ts';

describe('a file that was made to harm', () => {
  it('defines nothing: billion laughs are refused before they are read', async () => {
    const laughs = `<!DOCTYPE x [<!ENTITY a "哈">${'<!ENTITY b "&a;&a;&a;">'}]>`;
    expect(await refusalOf(docx(paragraph('&b;'), {}, laughs))).toBe('damaged');
  });

  it('is not nested without an end', async () => {
    const deep = 60_000;
    expect(await refusalOf(docx('<w:sdt><w:sdtContent>'.repeat(deep)))).toBe('damaged');
    expect(await refusalOf(utf8(`<html>${'<div>'.repeat(400)}x`))).toBe('damaged');
  });

  it('unpacks to no more than it may, whatever its directory says', async () => {
    const bomb = pack({ 'a.txt': new Uint8Array(60 * 1024 * 1024) });
    expect(await refusalOf(bomb)).toBe('archive-too-large');
    const liar = Buffer.from(bomb);
    const directory = liar.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    liar.writeUInt32LE(10, directory + 24);
    expect(await refusalOf(new Uint8Array(liar))).toBe('archive-too-large');
    expect(await refusalOf(docx('', { 'word/document.xml': ' '.repeat(30 * 1024 * 1024) }))).toBe(
      'archive-too-large',
    );
  });

  it.each(['../a.txt', '/etc/a.txt', 'C:\\a.txt', 'a/../../b.txt', '..\\a.txt'])(
    'names no file outside: %s',
    async (name) => {
      expect(await refusalOf(pack({ 'a.txt': 'x', [name]: 'x' }))).toBe('archive-name');
    },
  );

  it('has styles and lists that stand for one another in a circle', async () => {
    const style = (id: string, of: string) =>
      `<w:style w:styleId="${id}"><w:basedOn w:val="${of}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`;
    const body = paragraph('甲。', '<w:pPr><w:pStyle w:val="a"/></w:pPr>');
    const more = {
      'word/styles.xml': `<w:styles>${style('a', 'b')}${style('b', 'a')}</w:styles>`,
      'word/numbering.xml': numbering(['<w:numStyleLink w:val="a"/><w:lvlText w:val="%1."/>']).replace(
        '<w:lvl ',
        '<w:numStyleLink w:val="a"/><w:lvl ',
      ),
    };
    expect((await readHere(docx(body, more))).text.replace(/\s/g, '')).toBe('1.甲。');
  });

  it('has a line without an end', async () => {
    expect(await refusalOf(utf8('<!--'.repeat(20_000)))).toBe('too-large');
    expect(await refusalOf(utf8(`x\n${'!['.repeat(20_000)}`))).toBe('too-large');
  });
});

/** Text, or a refusal with a code: nothing else may come of any bytes. The bench runs a hundred thousand. */
describe('damaged files', () => {
  const SOURCES = ['own/mixed.docx', 'own/mixed.html', 'own/mixed.pdf', 'policies/zibo-2021-16.md'];

  it.each(SOURCES)('made of %s are read or refused, each of them', async (path) => {
    const chance = createChance(7);
    const bytes = fixture(path);
    for (let i = 0; i < 40; i++) expect(typeof (await outcome(mutate(bytes, chance)))).toBe('string');
  });

  it('whose parts are damaged and packed anew are read or refused', async () => {
    const chance = createChance(11);
    const parts = unpacked(fixture('own/numbered.docx'));
    for (let i = 0; i < 40; i++) {
      const damaged = Object.fromEntries(
        Object.entries(parts).map(([name, content]) => [
          name,
          /document|numbering|styles/.test(name)
            ? mutateText(new TextDecoder().decode(content), chance)
            : content,
        ]),
      );
      expect(typeof (await outcome(pack(damaged)))).toBe('string');
    }
  });

  /** Throws what is no refusal. */
  async function outcome(bytes: Uint8Array): Promise<string> {
    return (await refusalOf(bytes)) ?? 'read';
  }
});
