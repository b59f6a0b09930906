import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumeral } from '#knowledge';
import { parseText } from '../policies.ts';

/** Pieces that documents are made of, well formed and not. */
const words = fc.string({
  unit: fc.constantFrom(...'企业应当劳动者不得可以鼓励部门工会，、；。：（）“”《》 1２a.'),
  maxLength: 30,
});
const marker = fc
  .tuple(
    fc.integer({ min: 1, max: 120 }),
    fc.constantFrom('第#条 ', '第#条', '第#章 ', '第#节', '#、', '（#）', '(#) '),
  )
  .map(([n, shape]) => shape.replace('#', formatNumeral(n)));
const structural = fc.constantFrom(
  '某某市劳动者权益保障办法',
  '关于印发《某某市办法（试行）》的通知',
  '某人社发〔2022〕9号',
  '昆明市人力资源和社会保障局',
  '文件',
  '附件',
  '附件：1. 某某市任务分工清单',
  '某某市任务分工清单',
  '2022年3月1日',
  '（此件主动公开）',
  '各县（市）区人民政府：',
  '—９—',
  '—０１—',
  '- 3 -',
  '第 3 页 共 9 页',
  '<p>',
  '**第一条**',
  '## 第二章 用工',
  '- （一）甲；',
  '序号\t任务\t牵头单位\t配合单位',
  '1\t甲应当乙。\t市人社局\t市总工会',
  '2\t<p>丙。</p>\t市人社局、省 市法院',
  '\t\t',
  '联系人：王小明，邮箱：a@b.cn。',
  '组成人员名单',
);
const line = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 4, arbitrary: fc.tuple(marker, words).map(([mark, text]) => mark + text) },
  { weight: 3, arbitrary: structural },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
);
const lineEnd = fc.constantFrom('\n', '\n\n', '\r\n', '\r', '\u2028');
const document = fc
  .array(fc.tuple(line, lineEnd), { maxLength: 30 })
  .map((lines) => lines.map(([text, end]) => text + end).join(''))
  // What no decoder lets through is no input of the parser.
  .filter(
    (text) => !/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]|\p{Cn}|\p{Co}/u.test(text) && text.isWellFormed(),
  );

describe('the parser, on any document', () => {
  it('loses no character: every non-blank unit of the source has one owner', () => {
    fc.assert(
      fc.property(document, (source) => {
        // LostText is thrown, and the property fails, where anything is unaccounted for.
        const { coverage } = parseText(source);
        const owned = Object.values(coverage.byOwner).reduce((sum, count) => sum + count, 0);
        expect(owned).toBe(source.replace(/^\ufeff/, '').replace(/\s/g, '').length);
      }),
      { numRuns: 600 },
    );
  });

  it('ids are unique, and every range lies in its text', () => {
    fc.assert(
      fc.property(document, (source) => {
        const { articles, instruments } = parseText(source);
        expect(new Set(articles.map(({ id }) => id)).size).toBe(articles.length);
        expect(new Set(instruments.map(({ id }) => id)).size).toBe(instruments.length);
        for (const { text, sentences, paragraphs, items, private: hidden } of articles)
          for (const { start, end } of [...sentences, ...paragraphs, ...items, ...hidden])
            expect(0 <= start && start < end && end <= text.length).toBe(true);
      }),
      { numRuns: 400, examples: [['1\t甲应当做好。\t市人社局\n1\t乙应当做好。\t市法院\n']] },
    );
  });

  it('reading the same bytes twice gives the same articles', () => {
    fc.assert(
      fc.property(document, (source) => {
        expect(parseText(source)).toEqual(parseText(source));
      }),
      { numRuns: 100 },
    );
  });
});

/** A law as its author wrote it, and the many ways in which it may be printed. */
const clause = fc
  .array(
    fc.constantFrom(
      '企业应当保障劳动者权益',
      '平台不得收取财物',
      '工会监督用工',
      '部门加强检查',
      '劳动者可申诉',
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => `${parts.join('，')}。`);
const law = fc.array(fc.array(clause, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 12 });
const printing = fc.record({
  width: fc.option(fc.integer({ min: 14, max: 34 })),
  end: fc.constantFrom('\n', '\n\n', '\r\n'),
  mark: fc.option(fc.constantFrom('—９—', '— 10 —', '- 3 -')),
  bom: fc.boolean(),
  ascii: fc.boolean(),
  spaced: fc.boolean(),
});

describe('the parser, on a law printed in any way', () => {
  // Where the print breaks lines, one that ends full and in 。 may or may not end a 款: nobody can tell.
  it('gives back every article word for word, and every 款 where lines are whole', () => {
    fc.assert(
      fc.property(law, printing, (written, { width, end, mark, bom, ascii, spaced }) => {
        const paragraphs = written.flatMap((article, i) =>
          article.map((text, j) => (j === 0 ? `第${formatNumeral(i + 1)}条　${text}` : text)),
        );
        const styled = ascii ? paragraphs.map((text) => text.replaceAll('，', ',')) : paragraphs;
        const lines = ['某某市劳动者权益保障办法', ...styled].flatMap((text) =>
          width === null ? [text] : (text.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []),
        );
        const pages = lines.flatMap((text, i) => (mark !== null && i % 7 === 5 ? [text, mark] : [text]));
        const print = pages.map((text) => (spaced ? text.replace(/，/g, '， ') : text)).join(end);
        const { articles } = parseText(`${bom ? '\ufeff' : ''}${print}${end}`);
        const glue = width === null ? '\n' : '';
        const read = articles.map(({ text }) => (width === null ? text : text.replaceAll('\n', '')));
        expect(read).toEqual(written.map((article) => article.join(glue)));
      }),
      { numRuns: 400 },
    );
  });
});
