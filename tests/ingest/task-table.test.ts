import { describe, expect, it } from 'vitest';
import { article, articlesOf, files, parseText } from '../policies.ts';

const rows = articlesOf('jilin-tasks');
const jilin = files.find(({ file }) => file.startsWith('jilin'));
const warnings = (jilin?.warnings ?? []).map(
  ({ instrument, warning }) => `${instrument}: ${warning.message}`,
);
const roles = (id: string) => article(id).departments.map(({ role, names }) => `${role} ${names.join('、')}`);

describe('the task table of 吉林', () => {
  it('rows are tasks, never rules', () => {
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['task']));
  });

  it('rows 19 to 28, which the print leaves out, are named in a warning', () => {
    expect(warnings).toContain('jilin-tasks: missing numbers: 19, 20, 21, 22, 23, 24, 25, 26, 27, 28');
  });

  it.each([36, 37, 38])('row %i, whose cells are scrambled, is warned of and asserts no role', (n) => {
    expect(warnings.some((warning) => warning.startsWith(`jilin-tasks: row ${n}:`))).toBe(true);
    expect(article(`jilin-tasks/${n}`).departments.map(({ role }) => role)).toEqual(['unclear']);
  });

  it('only those three rows are called damaged', () => {
    expect(warnings.filter((warning) => warning.includes('broken apart'))).toHaveLength(3);
  });

  it('a broken cell leaves no half name such as 省', () => {
    for (const n of [36, 37, 38])
      for (const name of article(`jilin-tasks/${n}`).departments.flatMap(({ names }) => names))
        expect(name).toMatch(/^省.*(厅|局|委|办|高院|总工会)$/);
  });

  it('tabs and <p> tags print the same row alike', () => {
    expect(roles('jilin-tasks/1')).toEqual([
      'lead 省交通运输厅、省邮政管理局、省市场监督管理厅、省商务厅',
      'support 省人社厅、省发改委',
    ]);
    expect(roles('jilin-tasks/4')).toEqual([
      'lead 省人社厅',
      'support 省交通运输厅、省邮政管理局、省市场监管厅、省发改委、省商务厅',
    ]);
    expect(article('jilin-tasks/4').text).not.toMatch(/<|>/);
  });

  it('a row without a second cell of offices has a lead and no support', () => {
    expect(article('jilin-tasks/30').departments.map(({ role }) => role)).toEqual(['lead']);
  });

  it('相关行业协会 behind 及 is a name of its own', () => {
    expect(article('jilin-tasks/17').departments[0]?.names).toEqual([
      '省交通运输厅',
      '省邮政管理局',
      '省商务厅',
      '相关行业协会',
    ]);
  });
});

describe('chapter names of the task table', () => {
  it.each([
    [1, '总则', 'in a cell of its own, with a blank inside'],
    [2, '总则', 'in an empty cell below it'],
    [3, '就业培训', 'in a cell of its own'],
    [7, '就业培训', 'in no cell at all'],
    [8, '劳动用工', 'on a line inside the task cell'],
    [13, '劳动报酬', 'before a blank inside the task cell'],
    [18, '劳动报酬', 'in no cell at all'],
    [32, '协同机制', 'floating on a line above the row'],
    [38, '协同机制', 'in an empty cell further down'],
  ])('row %i stands under %s, printed %s', (n, chapter) => {
    expect(article(`jilin-tasks/${n}`).path).toEqual([chapter]);
  });

  it('the rows behind the gap are not said to stand under the chapter before it', () => {
    for (const n of [29, 30, 31]) expect(article(`jilin-tasks/${n}`).path).not.toContain('劳动报酬');
  });

  it('a chapter name is no word of the task', () => {
    expect(article('jilin-tasks/8').text.startsWith('督促指导企业依法合规用工')).toBe(true);
    expect(article('jilin-tasks/13').text.startsWith('督促指导企业完善劳动者劳动报酬规则')).toBe(true);
    expect(article('jilin-tasks/31').text).not.toContain('协同机制');
  });
});

describe('row N is not 第N条', () => {
  it.each([
    [31, 33, '加大劳动保障监察力度'],
    [29, 31, '劳动者子女在常住地平等接受义务教育'],
    [35, 37, '实行企业重大劳动保障违法行为社会公布制度'],
    [1, 3, '算法取中'],
  ])('row %i is 第%i条 in other words, and lends it its departments', (row, number, words) => {
    expect(article(`jilin-tasks/${row}`).text).toContain(words);
    expect(article(`jilin-measures/${number}`).text).toContain(words);
    expect(article(`jilin-measures/${number}`).departments).toEqual(
      article(`jilin-tasks/${row}`).departments,
    );
  });

  it('a department that came from a row names the row as its source', () => {
    for (const { departments } of articlesOf('jilin-measures'))
      for (const { source } of departments) expect(source).toMatch(/^jilin-tasks\/\d+$/);
  });

  it('第四十八条 holds no row and no row holds 第四十八条', () => {
    expect(article('jilin-measures/48').text).toBe(
      '国家法律、法规或规章对维护新就业形态劳动者劳动保障权益另有规定的，从其规定；未作规定的，按本办法执行。',
    );
    for (const { text } of rows) expect(text).not.toContain('从其规定；');
  });

  it('articles whose row is missing from the print (第二十一 to 第三十条) get no departments', () => {
    for (let n = 21; n <= 30; n++) expect(article(`jilin-measures/${n}`).departments, `${n}`).toEqual([]);
  });
});

describe('a task table in a text that nobody has seen', () => {
  const MEASURES = `某某市劳动者权益保障办法

第一条 企业应当依法与劳动者订立劳动合同。

第二条 企业不得收取押金。

附件

`;
  const TABLE = `序号\t任务\t牵头单位\t配合单位
1\t督促企业依法与劳动者订立劳动合同。\t市人社局\t市总工会
2\t督促企业不收取押金。\t市人社局、市公安局\t市总工会
`;

  it('is an instrument of its own where it has a long title', () => {
    const { instruments, articles } = parseText(`${MEASURES}某某市劳动者权益保障任务分工清单\n\n${TABLE}`);
    expect(instruments.map(({ kind }) => kind)).toEqual(['measures', 'tasks']);
    expect(articles.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
      'rule 第一条',
      'rule 第二条',
      'task 序号1',
      'task 序号2',
    ]);
  });

  it('two rows of one number keep ids and departments of their own, and an admin is told', () => {
    const { articles, warnings } = parseText(
      '某某市劳动者权益保障任务分工清单\n\n1\t甲应当做好。\t市人社局\t市总工会\n1\t乙应当做好。\t市法院\t市公安局\n',
    );
    expect(new Set(articles.map(({ id }) => id)).size).toBe(2);
    expect(articles.map(({ departments }) => departments[0]?.names)).toEqual([['市人社局'], ['市法院']]);
    expect(warnings.map(({ warning }) => warning.code)).toContain('duplicate number');
  });

  it.each([
    ['a short title', '任务分工清单'],
    ['no title', ''],
  ])('does not swallow the articles above it where it has %s', (_, title) => {
    const { articles } = parseText(`${MEASURES}${title}\n\n${TABLE}`);
    expect(articles.map(({ label }) => label)).toEqual(expect.arrayContaining(['第一条', '第二条']));
  });
});
