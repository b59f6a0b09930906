import { describe, expect, it } from 'vitest';
import { findQuoteFault } from '#knowledge';
import { anArticle } from '../../fixtures.ts';
import { realLibrary } from '../../real-release.ts';

const { release } = await realLibrary();
const article = anArticle('a/1', '企业应当投保。企业不得收取押金，联系人张三。企业应当投保。\n由部门处罚。', {
  private: [{ start: 19, end: 21 }],
});

describe('findQuoteFault', () => {
  it('says why a quote may not leave', () => {
    expect(findQuoteFault(article, '')).toBe('empty');
    expect(findQuoteFault(article, '企业应当投保。\n ')).toBe('empty');
    expect(findQuoteFault(article, '企业应当罚款。')).toBe('not in the article');
    expect(findQuoteFault(article, '企业应当')).toBe('cut inside a sentence');
    expect(findQuoteFault(article, '企业不得收取押金，联系人张三。')).toBe('personal particulars');
  });

  it('does not let pieces change their order, which may turn what a text says', () => {
    expect(findQuoteFault(article, '企业应当投保。\n由部门处罚。')).toBeUndefined();
    expect(findQuoteFault(article, '由部门处罚。\n企业应当投保。')).toBe('not in the article');
  });

  it('lets a sentence be quoted as often as it is printed and no oftener', () => {
    expect(findQuoteFault(article, '企业应当投保。\n企业应当投保。')).toBeUndefined();
    expect(findQuoteFault(article, '企业应当投保。\n企业应当投保。\n企业应当投保。')).toBe(
      'not in the article',
    );
  });

  it('is exact about width and variants: the print is quoted, not its meaning', () => {
    const printed = anArticle('a/1', '（一）每人５００元，不得少于。');
    expect(findQuoteFault(printed, '（一）每人５００元，不得少于。')).toBeUndefined();
    expect(findQuoteFault(printed, '(一)每人500元,不得少于。')).toBe('not in the article');
  });

  it('knows the persons of the real texts: the sentence that names a contact does not leave', () => {
    const position = release.positionOf('shijiazhuang-plan/3.3') ?? -1;
    const real = release.article(position);
    expect(real.private.length).toBeGreaterThan(0);
    for (const range of real.private) {
      const named = real.sentences.find((s) => s.start <= range.start && s.end >= range.end);
      expect(findQuoteFault(real, real.text.slice(named?.start, named?.end))).toBe('personal particulars');
    }
  });

  it('passes every sentence and every item of every real article that names nobody', () => {
    for (let position = 0; position < release.catalog.ids.length; position++) {
      const real = release.article(position);
      for (const { start, end } of [...real.sentences, ...real.items]) {
        const text = real.text.slice(start, end);
        if (text.includes('\n') || real.private.some((p) => p.start < end && p.end > start)) continue;
        expect(findQuoteFault(real, text), `${real.id}: ${text}`).toBeUndefined();
      }
    }
  });
});
