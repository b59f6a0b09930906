import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPolicyPages, formatPolicyPath, isWhole, parseMarks } from '#knowledge';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../fixtures.ts';
import { realLibrary } from '../../real-release.ts';

const { release, assistant } = await realLibrary();
const pages = createPolicyPages(release);

describe('the documents of the real release', () => {
  it('are those with articles, and no roster', () => {
    const ids = pages.instruments().map(({ id }) => id);
    expect(ids).toContain('jilin-measures');
    expect(ids).toContain('yunnan-opinions');
    expect(ids).not.toContain('shijiazhuang-roster');
    expect(pages.instrument('shijiazhuang-roster')).toBeUndefined();
    expect(pages.instrument('no-such-text')).toBeUndefined();
  });

  it('say of each fact whether it is printed', () => {
    expect(pages.instrument('jilin-measures')).toMatchObject({
      number: { value: '吉人社联〔2021〕203号', printed: true },
      date: { value: '2021-12-22', printed: true },
      region: { value: '吉林省', printed: true },
      status: 'trial',
      count: 48,
    });
    expect(pages.instrument('yunnan-opinions')).toMatchObject({
      number: { value: '云人社发〔2021〕40号', printed: false },
      date: null,
      issuers: [],
    });
  });

  it('write a place with all that is above it', () => {
    expect(pages.instrument('shijiazhuang-plan')?.region?.value).toBe('河北省石家庄市');
    expect(pages.instrument('shijiazhuang-plan')?.period).toEqual({ from: '2022-03', to: '2022-07' });
  });

  it('list their articles in the order of the print, under their headings', () => {
    const articles = pages.instrument('jilin-measures')?.articles ?? [];
    expect(articles).toHaveLength(48);
    expect(articles[43]).toEqual({ id: 'jilin-measures/44', label: '第四十四条', path: ['第八章 法律责任'] });
  });

  it('reach every article that is no roster, each by its neighbours too', () => {
    for (const { id, count } of pages.instruments()) {
      const listed = pages.instrument(id)?.articles.map((entry) => entry.id) ?? [];
      expect(listed).toHaveLength(count);
      const walked: string[] = [];
      for (let at = pages.article(listed[0] ?? ''); at; at = at.next ? pages.article(at.next.id) : undefined)
        walked.push(at.id);
      expect(walked).toEqual(listed);
      expect(pages.article(listed[0] ?? '')?.previous).toBeNull();
    }
  });
});

describe('an article', () => {
  it('shows no personal particulars, and ranges still hold', () => {
    const article = pages.article('shijiazhuang-plan/3.3');
    const position = release.positionOf('shijiazhuang-plan/3.3') ?? -1;
    const { private: hidden, text } = release.article(position);
    expect(hidden.length).toBeGreaterThan(0);
    expect(article?.text).toHaveLength(text.length);
    for (const { start, end } of hidden)
      expect(article?.text.slice(start, end)).toBe('█'.repeat(end - start));
    expect(JSON.stringify(article)).not.toContain(text.slice(hidden[0]?.start, hidden[0]?.end));
  });

  it('is undefined for what is no article or a roster', async () => {
    expect(pages.article('jilin-measures/99')).toBeUndefined();
    expect(pages.article('')).toBeUndefined();
    const made = createPolicyPages(
      await tinyRelease({
        instruments: [anInstrument('a'), anInstrument('b', { kind: 'roster' })],
        articles: [
          anArticle('a/1', '企业不得收取押金。'),
          anArticle('a/2', '组长：某人。', { kind: 'roster' }),
          anArticle('a/3', '企业应当讲理。'),
          anArticle('b/1', '副组长：某人。', { kind: 'roster' }),
        ],
        matters: [aMatter('deposit', ['押金不退怎么办'], { answers: { 'a/1': ['不得收取押金'] } })],
      }),
    );
    expect(made.article('a/2')).toBeUndefined();
    expect(made.locate('a/2', '组长：某人。')).toEqual([]);
    expect(made.article('a/1')?.next?.id).toBe('a/3');
    expect(made.article('a/3')?.previous?.id).toBe('a/1');
    expect(made.instruments().map(({ id }) => id)).toEqual(['a']);
  });
});

describe('locate', () => {
  it.each([
    ['站里收了五百押金不肯退', '吉林省'],
    ['连着跑四个钟头能歇会吗', '江西省/南昌市'],
    ['平台定的算法要不要跟我们商量', '河北省'],
    ['送餐路上摔伤了谁赔', '云南省'],
  ])('finds every piece of every citation that answers %s', (question, region) => {
    const { answer } = assistant.ask({ question, region });
    expect(answer.citations.length).toBeGreaterThan(0);
    for (const { id, quote } of [...answer.citations, ...answer.elsewhere]) {
      const text = pages.article(id)?.text ?? '';
      const ranges = pages.locate(id, quote);
      expect(ranges.map(({ start, end }) => text.slice(start, end)).join('\n')).toBe(quote);
      expect(
        parseMarks(new URL(formatPolicyPath(id, ranges), 'http://x').searchParams.get('mark') ?? ''),
      ).toEqual(ranges);
    }
  });

  it('takes the whole sentence where its words stand inside another one first', async () => {
    const made = createPolicyPages(
      await tinyRelease({ articles: [anArticle('a/1', '平台企业不得收取押金。企业不得收取押金。')] }),
    );
    expect(made.locate('a/1', '企业不得收取押金。')).toEqual([{ start: 11, end: 20 }]);
  });

  it('marks nothing for a quote that does not stand there in full', () => {
    const quote = release.article(release.positionOf('jilin-measures/5') ?? -1).text;
    expect(pages.locate('jilin-measures/5', quote)).toHaveLength(1);
    expect(pages.locate('jilin-measures/5', `${quote}\n没有这句。`)).toEqual([]);
    expect(pages.locate('jilin-measures/5', '')).toEqual([]);
    expect(pages.locate('no-such/1', quote)).toEqual([]);
  });
});

describe('paths and marks', () => {
  it('name an article and its ranges', () => {
    expect(formatPolicyPath('jilin-measures/29')).toBe('/policies/jilin-measures/29');
    expect(
      formatPolicyPath('shijiazhuang-plan/2.5', [
        { start: 0, end: 9 },
        { start: 64, end: 130 },
      ]),
    ).toBe('/policies/shijiazhuang-plan/2.5?mark=0-9,64-130#mark');
  });

  it('stay paths whatever an id holds', () => {
    expect(formatPolicyPath('a/"><script>?#')).toBe('/policies/a/%22%3E%3Cscript%3E%3F%23');
  });

  it.each([
    ['', []],
    ['5', []],
    ['5-3', []],
    ['3-3', []],
    ['-1-4', []],
    ['0-4;DROP', []],
    ['99999999999-999999999999', []],
    [
      '8-9,0-4',
      [
        { start: 0, end: 4 },
        { start: 8, end: 9 },
      ],
    ],
    ['0-4,2-9,x', [{ start: 0, end: 4 }]],
  ])('read %j as ranges that do not overlap', (text, ranges) => {
    expect(parseMarks(text)).toEqual(ranges);
  });

  it('come back as they went, however many', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 99 })));
    fc.assert(
      fc.property(gaps, (steps) => {
        let at = 0;
        const ranges = steps.map(([gap, length]) => {
          const start = at + gap;
          at = start + length;
          return { start, end: at };
        });
        expect(parseMarks(ranges.map(({ start, end }) => `${start}-${end}`).join(','))).toEqual(ranges);
      }),
    );
  });

  it('are whole where sentences or items begin and end', () => {
    const article = {
      sentences: [
        { start: 0, end: 5 },
        { start: 5, end: 9 },
      ],
      items: [{ start: 2, end: 5 }],
    };
    expect(isWhole(article, { start: 0, end: 9 })).toBe(true);
    expect(isWhole(article, { start: 2, end: 5 })).toBe(true);
    expect(isWhole(article, { start: 1, end: 5 })).toBe(false);
    expect(isWhole(article, { start: 5, end: 8 })).toBe(false);
  });
});
