import { describe, expect, it } from 'vitest';
import { readHere } from './fixtures.ts';
import { docx, type Parts, paragraph } from './pack.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const run = (text: string, properties = '') => `<w:r>${properties}<w:t>${text}</w:t></w:r>`;
const cell = (text: string, inside = '') =>
  `<w:tc>${text === '' ? '<w:p/>' : paragraph(text)}${inside}</w:tc>`;
const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;
const field = (code: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>${code}</w:instrText><w:fldChar w:fldCharType="end"/></w:r>`;

async function read(body: string, more: Parts = {}) {
  const { text, notes } = await readHere(docx(body, more));
  return { text, codes: notes.map(({ code }) => code) };
}

describe('a Word file', () => {
  it('keeps powers: 10⁵ is not 105, and m² is no square of another number', async () => {
    const raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>';
    const { text } = await read(
      `<w:p>${run('10m')}${run('2', raised)}${run('、10')}${run('5', raised)}</w:p>`,
    );
    expect(text).toBe('10m²、10⁵');
  });

  it('keeps the signs that a field draws in a circle or under their sounds', async () => {
    const circle = field(' EQ \\o\\ac(○,3) ');
    const sounds = field(' EQ \\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(láo),劳)');
    expect((await read(`<w:p>${circle}${run('报酬。')}${sounds}${run('动。')}</w:p>`)).text).toBe(
      '③报酬。劳动。',
    );
  });

  it('says so where a field counts by itself', async () => {
    expect((await read(`<w:p>${field(' AUTONUM ')}${run('甲。')}</w:p>`)).codes).toEqual([
      'unknown-numbering',
    ]);
    const simple = `<w:p><w:fldSimple w:instr=" LISTNUM "/>${run('甲。')}</w:p>`;
    expect((await read(simple)).codes).toEqual(['unknown-numbering']);
  });

  it('drops what a content control asks its writer to fill in', async () => {
    const control = (content: string) =>
      `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
    const body = `${control(paragraph('单击此处输入文字。'))}<w:p>${control(run('请选择'))}${run('正文。')}</w:p>`;
    expect(await read(body)).toEqual({ text: '正文。', codes: ['hidden'] });
  });

  it('keeps cells in their columns where a row begins later', async () => {
    const later = `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${cell('乙')}${cell('丙')}</w:tr>`;
    const { text } = await read(`<w:tbl>${row(cell('序号'), cell('任务'), cell('单位'))}${later}</w:tbl>`);
    expect(text).toBe('序号\t任务\t单位\n\t乙\t丙');
  });

  it('parts the rows of a table in a cell', async () => {
    const inner = `<w:tbl>${row(cell('甲'), cell('乙'))}${row(cell('丙'), cell('丁'))}</w:tbl>`;
    const { text } = await read(
      `<w:tbl>${row(cell('任务', inner), cell('局'))}${row(cell('一'), cell('二'))}</w:tbl>`,
    );
    expect(text).toBe('任务 甲 乙 丙 丁\t局\n一\t二');
  });

  it('says that words stand in a header, and not that pages are numbered', async () => {
    const relation = (n: number) =>
      `<Relationship Id="r${n}" Type="http://x/header" Target="header${n}.xml"/>`;
    const parts = (words: string): Parts => ({
      'word/_rels/document.xml.rels': `<Relationships>${relation(1)}${relation(2)}</Relationships>`,
      'word/header1.xml': `<w:hdr ${W}>${paragraph(words)}</w:hdr>`,
      'word/header2.xml': `<w:hdr ${W}>${paragraph('— 1 —')}</w:hdr>`,
    });
    expect(await read(paragraph('甲。'), parts('甲省文件'))).toEqual({ text: '甲。', codes: ['furniture'] });
    expect((await read(paragraph('甲。'), parts('第1页'))).codes).toEqual([]);
  });
});
