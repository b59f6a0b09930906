import { describe, expect, it } from 'vitest';
import { papersCopy } from '../../../bot/copy/papers.ts';
import { checkPaper } from '../../../bot/papers/check-paper.ts';
import { formatPaper } from '../../../bot/papers/format-paper.ts';
import { paperSchema } from '../../../bot/papers/paper.ts';
import { formatFileName } from '../../../bot/papers/words.ts';
import { realLibrary } from '../../real-release.ts';
import { bareWords, EMPTY, FULL, frame, KINDS, LETTERS, wordsOf } from './samples.ts';

const { assistant, release } = await realLibrary();
const { answer } = assistant.ask({ question: '站长收了押金不退怎么办', region: '云南省' });
const articleOf = (id: string) => {
  const position = release.positionOf(id);
  return position === undefined ? undefined : release.article(position);
};

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
};

describe.each(KINDS)('%s', (kind) => {
  const write = LETTERS[kind];

  it('with every answer skipped is a form to fill in by hand', () => {
    const paper = write(EMPTY, frame());
    expect(() => paperSchema.parse(paper)).not.toThrow();
    const text = formatPaper(paper);
    expect(text).not.toMatch(/null|undefined|\[object/);
    expect(text).toContain('致：＿＿＿＿＿＿＿＿（请填写收件单位）');
    expect(text.match(/（请填写/g)?.length ?? 0).toBeGreaterThanOrEqual(6);
    for (const told of strings(FULL)) if (told.length > 2) expect(text, told).not.toContain(told);
  });

  it('says what was told and quotes what it is given, to the letter', () => {
    const paper = write(FULL, frame(...answer.citations));
    expect(() => paperSchema.parse(paper)).not.toThrow();
    const text = formatPaper(paper);
    expect(text).toContain('张三');
    expect(answer.citations.length).toBeGreaterThan(0);
    for (const { quote } of answer.citations)
      for (const piece of quote.split('\n')) expect(text).toContain(`“${piece}”`);
    expect(checkPaper(paper, articleOf)).toBeUndefined();
  });

  it('the chat has every word of the files', () => {
    const paper = write(FULL, frame(...answer.citations));
    const chat = bareWords(formatPaper(paper)).replace(/[【】｜]/g, '');
    const files = wordsOf(paper).replace(/[【】｜]/g, '');
    // Labels of fields have a colon in the chat and a cell in files.
    expect(chat.replaceAll('：', '')).toBe(files.replaceAll('：', ''));
  });

  it('never asks for the number of the identity card and leaves a gap for it', () => {
    const text = formatPaper(write(FULL, frame()));
    if (text.includes('身份证号')) {
      expect(text).toContain('身份证号：＿＿＿＿＿＿＿＿（请填写）');
      expect(text).toContain(papersCopy.footer.identity);
    }
  });

  it('names no law, deadline, sum or office of its own', () => {
    const own = formatPaper(write(EMPTY, frame()));
    expect(own).not.toMatch(/《|法》|第[一二三四五六七八九十百\d]+条|\d+[日天元个]|[人社工会]局|支队|法院/);
  });

  it('is kept in a file whose name tells nothing of anybody', () => {
    const name = formatFileName(write(FULL, frame()), 'pdf');
    expect(name).toMatch(/^[\p{Script=Han}]+-20261122\.pdf$/u);
    for (const told of strings(FULL)) expect(name).not.toContain(told);
  });
});

describe('the words of papers', () => {
  it('are sentences under 40 characters', () => {
    const sentences = strings(papersCopy).flatMap((text) => text.split(/(?<=[。！？])/));
    expect(sentences.length).toBeGreaterThan(60);
    expect(sentences.filter((sentence) => [...sentence].length >= 40)).toEqual([]);
  });

  it('a want or a proof that is nothing but a picture is not told', () => {
    const text = formatPaper(
      LETTERS['inspection-complaint'](
        { ...FULL, wants: ['👍'], proof: [{ name: '🎉', have: true }] },
        frame(),
      ),
    );
    expect(text).toContain('（请填写你要什么）');
    expect(text).toContain(papersCopy.noProof);
  });
});
