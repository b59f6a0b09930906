import { describe, expect, it } from 'vitest';
import { parseText } from '../policies.ts';

const TITLE = '石家庄市劳动者权益保障办法';
const read = (body: string) => {
  const { articles, warnings, instruments } = parseText(`${TITLE}\n\n${body}\n`);
  return {
    articles: articles.map(({ id, label, text }) => [id.slice(id.indexOf('/') + 1), label, text]),
    warnings: warnings.map(({ warning }) => `${warning.code}: ${warning.message}`),
    titles: instruments.map(({ title }) => title),
  };
};

describe('numbers that are printed twice or not at all', () => {
  it('a second 第三条 keeps its words under an id of its own, and an admin is told', () => {
    const { articles, warnings } = read(
      '第一条 甲。\n\n第二条 乙。\n\n第三条 企业应当甲。\n\n第三条 企业不得乙。\n\n第四条 丁。',
    );
    expect(articles).toEqual([
      ['1', '第一条', '甲。'],
      ['2', '第二条', '乙。'],
      ['3', '第三条', '企业应当甲。'],
      ['3@2', '第三条', '企业不得乙。'],
      ['4', '第四条', '丁。'],
    ]);
    expect(warnings).toEqual(['duplicate number: 第三条 stands 2 times; the later one is 3@2']);
  });

  it('two 第五条 in two chapters are told apart by their path', () => {
    const { articles } = parseText(
      `${TITLE}\n\n第一章 总 则\n\n第四条 甲。\n\n第五条 乙。\n\n第二章 用工\n\n第五条 丙。\n\n第六条 丁。\n`,
    );
    expect(articles.map(({ label, path, text }) => `${path.join()} ${label} ${text}`)).toEqual([
      '第一章 总则 第四条 甲。',
      '第一章 总则 第五条 乙。',
      '第二章 用工 第五条 丙。',
      '第二章 用工 第六条 丁。',
    ]);
    expect(new Set(articles.map(({ id }) => id)).size).toBe(4);
  });

  it('missing numbers are named', () => {
    expect(read('第一条 甲。\n\n第二条 乙。\n\n第五条 丙。').warnings).toEqual([
      'numbering gap: missing numbers: 3, 4',
    ]);
  });

  it('missing items of an article are named with it', () => {
    expect(read('第一条 有下列情形的：\n（一）甲；\n（三）丙。\n\n第二条 乙。').warnings).toEqual([
      'numbering gap: missing numbers: 第一条（二）',
    ]);
    expect(read('第一条 有下列情形的：\n（一）甲；（二）乙；\n（三）丙。\n\n第二条 乙。').warnings).toEqual(
      [],
    );
  });

  it('numbers that start again are told of', () => {
    expect(read('第一条 甲。\n\n第二条 乙。\n\n第一条 丙。\n\n第三条 丁。').warnings).toContain(
      'numbering restarts: article numbers start again within one text',
    );
  });

  it('第二十条之一 is an article between 第二十条 and 第二十一条', () => {
    const { articles, warnings } = read('第二十条 甲。\n\n第二十条之一 乙。\n\n第二十一条 丙。');
    expect(articles.map(([key, label]) => `${key} ${label}`)).toEqual([
      '20 第二十条',
      '20-一 第二十条之一',
      '21 第二十一条',
    ]);
    expect(warnings).toEqual([]);
  });
});

describe('texts without articles', () => {
  it('一个意见 without numbers is kept whole as a section, and an admin is told', () => {
    const { articles, warnings } = parseText(
      '关于做好高温天气劳动保护工作的意见\n\n天气炎热，企业要调整作业时间。\n\n各地应当加强检查。\n',
    );
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({
      kind: 'section',
      text: '天气炎热，企业要调整作业时间。\n各地应当加强检查。',
    });
    expect(warnings.map(({ warning }) => warning.code)).toContain('no articles');
  });

  it('prose without a title is named after its file', () => {
    const { instruments, articles } = parseText('今天天气很好。\n我们去公园。\n', { file: '日记.txt' });
    expect(instruments[0]?.title).toBe('日记.txt');
    expect(articles.map(({ kind }) => kind)).toEqual(['section']);
  });

  it.each(['', '\n \n\u3000\n', '\ufeff'])('an empty file holds no article and is warned of', (source) => {
    const { articles, warnings, coverage } = parseText(source);
    expect(articles).toEqual([]);
    expect(coverage.total).toBe(0);
    expect(warnings.map(({ warning }) => warning.code)).toContain('no articles');
  });

  it('outlines of 一、（一）1. without 第N条 are read to their innermost running number', () => {
    const { articles } = parseText(
      '某某市关于加强保护的意见\n\n一、规范用工\n\n（一）订立合同。企业要订立合同。\n\n（二）支付报酬。企业要支付报酬。\n\n二、加强监管\n\n（三）加强检查。各地要检查。\n\n各地要抓好落实。\n',
    );
    expect(articles.map(({ id, label }) => `${id.split('/')[1]} ${label}`)).toEqual([
      '1 一、（一）',
      '2 一、（二）',
      '3 二、（三）',
      'end 结语',
    ]);
  });

  it('1. that starts again under every （一） lists items of it', () => {
    const { articles } = parseText(
      '某某市关于加强保护的意见\n\n（一）企业要做到：\n\n1.订立合同；\n\n2.支付报酬。\n\n（二）工会要做到：\n\n1.监督企业；\n\n2.帮助维权。\n',
    );
    expect(
      articles.map(({ id, items }) => `${id.split('/')[1]}: ${items.map(({ label }) => label)}`),
    ).toEqual(['1: 1,2', '2: 1,2']);
  });
});

describe('lines that begin with a reference', () => {
  it.each([
    [
      'the sentence before it is open',
      '第一条 对依法查处的存在\n第三十七条情形的企业，应当记入档案。\n\n第二条 完。',
    ],
    ['it goes on with 规定', '第一条 企业应当守法。\n\n第三十七条规定的情形，应当公布。\n\n第二条 完。'],
    [
      'it goes on with another number',
      '第一条 企业应当守法。\n\n第三十七条、第三十八条所列情形除外。\n\n第二条 完。',
    ],
    ['it names a 款', '第一条 企业应当守法。\n\n第三十七条第二款的情形除外。\n\n第二条 完。'],
    ['two wrapped lines do so', '第一条 存在\n第三十七条情形的，依照\n第三十八条规定处理。\n\n第二条 完。'],
  ])('第三十七条 is no article where %s', (_, body) => {
    const { articles } = read(body);
    expect(articles.map(([, label]) => label)).toEqual(['第一条', '第二条']);
    expect(articles[0]?.[2]).toContain('第三十七条');
  });

  it('第三十七条 followed by a blank is an article even after an open sentence', () => {
    expect(
      read('第三十六条 有下列情形的，\n\n第三十七条 实行公布制度。').articles.map(([, label]) => label),
    ).toEqual(['第三十六条', '第三十七条']);
  });

  it('a number alone on its line belongs to the line below', () => {
    expect(read('第一条\n企业应当用工。\n\n第二条\n完。').articles).toEqual([
      ['1', '第一条', '企业应当用工。'],
      ['2', '第二条', '完。'],
    ]);
  });

  it('第二章程 and 第三节约 are words, not headings', () => {
    const { articles } = read('第一条 甲，依照\n第二章程办理。\n\n第二条 完。');
    expect(articles.map(([, label]) => label)).toEqual(['第一条', '第二条']);
  });
});

describe('line ends and line lengths', () => {
  const BODY = '第一条 甲应当\n依法用工。\n\n第二条 乙不得收取押金。\n\n企业应当退还。';
  it.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['line separator', '\u2028'],
    ['form feed', '\f'],
  ])('%s ends a line as LF does', (_, end) => {
    const wanted = parseText(`${TITLE}\n\n${BODY}\n`).articles;
    const got = parseText(`${TITLE}\n\n${BODY}\n`.replaceAll('\n', end)).articles;
    expect(got).toEqual(wanted);
    expect(got.map(({ text }) => text)).toEqual(['甲应当依法用工。', '乙不得收取押金。\n企业应当退还。']);
  });

  it('a line of 120,000 characters is one paragraph, and nothing of it is lost', () => {
    const long = '企业应当保障劳动者权益，'.repeat(10_000);
    const { articles, coverage } = parseText(`${TITLE}\n\n第一条 ${long}不得拖欠。\n\n第二条 完。\n`);
    expect(articles.map(({ text }) => text.length)).toEqual([long.length + 5, 2]);
    expect(coverage.lost).toEqual([]);
  });

  it('full-width numerals, spaced numerals and spaced headings are read', () => {
    const { articles } = parseText(`${TITLE}\n\n第一章　总　则\n\n第 ２ 条　企业应当。\n\n第三条　完。\n`);
    expect(articles.map(({ id, path }) => `${id.split('/')[1]} ${path}`)).toEqual([
      '2 第一章 总则',
      '3 第一章 总则',
    ]);
  });
});
