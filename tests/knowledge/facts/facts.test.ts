import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadFacts, createRegionTable, type FactFile, parseFacts } from '#knowledge';
import { DIVISIONS } from '../../fixtures.ts';
import { encodeGbk } from '../../ingest/gb18030.ts';
import { ROOT } from '../../shared.ts';

/** Every place, office and number below is made up. */
const regions = createRegionTable(DIVISIONS);
const TODAY = '2026-01-15';
const COUNTY = '甲川省/乙江市/丙水县';
const CITY = '甲川省/乙江市';

type Given = Readonly<Record<string, string | Uint8Array>>;
const filesOf = (given: Given): FactFile[] =>
  Object.entries(given).map(([name, text]) => ({
    name,
    bytes: typeof text === 'string' ? Buffer.from(text) : text,
  }));
const parse = (given: Given) => parseFacts(filesOf(given), { regions, today: TODAY });

/** The lines of the refusal, without its heading; none when nothing is refused. */
async function problems(given: Given): Promise<readonly string[]> {
  try {
    await parse(given);
  } catch (error) {
    if (error instanceof BadFacts) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

/** YAML of one row; `more` replaces or adds fields, undefined leaves one out. */
function aRow(fields: Readonly<Record<string, string | undefined>>): string {
  const all = { region: '全国', source: '假想的书', checked: '2026-01-01', ...fields };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return `- ${lines.join('\n  ')}\n`;
}
const wage = (fields: Readonly<Record<string, string | undefined>> = {}) =>
  aRow({ month: '2000', from: '2025-01-01', ...fields });
const hotline = (fields: Readonly<Record<string, string | undefined>> = {}) =>
  aRow({ name: '假想热线', number: '010-000000', ...fields });

describe('the shipped tables', () => {
  it('are all there, are read, and are empty', async () => {
    const folder = join(ROOT, 'knowledge/facts');
    // The calendar of holidays lies beside them and is read by the desk.
    const names = readdirSync(folder).filter((name) => /^(?!holidays\.).*\.(?:yaml|csv)$/.test(name));
    const facts = await parseFacts(
      names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) })),
      { regions, today: TODAY },
    );
    expect(facts.overview(TODAY).map(({ file, rows }) => ({ file, rows }))).toEqual(
      [
        'minimum-wage.yaml',
        'deadlines.yaml',
        'hotlines.yaml',
        'offices.yaml',
        'unions.csv',
        'stations.csv',
      ].map((file) => ({ file, rows: 0 })),
    );
    expect(names.sort()).toEqual(
      facts
        .overview(TODAY)
        .map(({ file }) => file)
        .sort(),
    );
  });

  it('show an example in comments that would be read, once somebody makes it true', async () => {
    for (const name of ['minimum-wage.yaml', 'deadlines.yaml', 'hotlines.yaml', 'offices.yaml']) {
      const text = readFileSync(join(ROOT, 'knowledge/facts', name), 'utf8');
      const example = text
        .slice(text.indexOf('# - '))
        .replace(/^# /gm, '')
        .replace(/^([- ]*region: ).*$/m, '$1全国')
        .replace(/2099-01-0\d/g, '2025-01-01');
      expect(await problems({ [name]: example }), name).toEqual([]);
      expect((await parse({ [name]: example })).overview(TODAY).find(({ file }) => file === name)?.rows).toBe(
        1,
      );
    }
  });
});

describe('a fact', () => {
  it('is found in the county, the city, the province, the country, nearest first', async () => {
    const text = [
      hotline({ name: '全国的' }),
      hotline({ name: '省里的', region: '甲川省' }),
      hotline({ name: '县里的', region: COUNTY }),
      hotline({ name: '市里的', region: CITY }),
      hotline({ name: '别省的', region: '戊原省' }),
      hotline({ name: '别市的', region: '甲川省/丁山市' }),
    ].join('');
    const facts = await parse({ 'hotlines.yaml': text });
    const names = (region: string | null) => facts.hotlines(region, TODAY).map(({ name }) => name);
    expect(names(COUNTY)).toEqual(['县里的', '市里的', '省里的', '全国的']);
    expect(names('甲川省')).toEqual(['省里的', '全国的']);
    expect(names(null)).toEqual(['全国的']);
  });

  it('comes with its source and its day, and once a year has passed with a word of caution', async () => {
    const facts = await parse({ 'hotlines.yaml': hotline({ checked: '2024-02-29', source: '假想的书。' }) });
    const note = '来源：假想的书，核对日期：2024年2月29日。';
    expect(facts.hotlines(null, '2025-02-28')).toMatchObject([{ note, stale: false }]);
    expect(facts.hotlines(null, '2025-03-01')).toMatchObject([
      { note: `${note}这条一年多没核对了，请先问清楚再用。`, stale: true },
    ]);
  });

  it('is shown from its first day to its last, and not before or after', async () => {
    const facts = await parse({ 'hotlines.yaml': hotline({ from: '2025-06-01', until: '2026-06-30' }) });
    const shown = (day: string) => facts.hotlines(null, day).length;
    expect(['2025-05-31', '2025-06-01', '2026-06-30', '2026-07-01'].map(shown)).toEqual([0, 1, 1, 0]);
    expect(facts.overview('2026-07-01').find(({ rows }) => rows > 0)).toMatchObject({ ended: 1, stale: 0 });
  });

  it('keeps the zeros of a telephone number', async () => {
    const facts = await parse({ 'hotlines.yaml': hotline({ number: '010' }) });
    expect(facts.hotlines(null, TODAY)[0]?.number).toBe('010');
  });
});

describe('each table', () => {
  it('gives the minimum wage of the nearest place that is in force', async () => {
    const text = [
      wage({ region: '甲川省', month: '1900' }),
      wage({ region: CITY, month: '2000.5', hour: '20', from: '2024-01-01' }),
      wage({ region: CITY, month: '2100', hour: '21', from: '2025-07-01' }),
      wage({ region: CITY, month: '2200', hour: '22', from: '2026-07-01' }),
    ].join('');
    const facts = await parse({ 'minimum-wage.yaml': text });
    expect(facts.minimumWage(COUNTY, TODAY)).toMatchObject({ month: 2100, hour: 21, region: CITY });
    expect(facts.minimumWage(COUNTY, '2025-06-30')).toMatchObject({ month: 2000.5 });
    expect(facts.minimumWage(COUNTY, '2026-07-01')).toMatchObject({ month: 2200 });
    expect(facts.minimumWage('甲川省/丁山市', TODAY)).toMatchObject({ month: 1900 });
    expect(facts.minimumWage('戊原省', TODAY)).toBeUndefined();
  });

  it('gives deadlines by what they are of, and offices by their role', async () => {
    const facts = await parse({
      'deadlines.yaml':
        aRow({ what: 'arbitration-limit', text: '假想的期限' }) +
        aRow({ what: 'injury-report', text: '另一个' }),
      'offices.yaml':
        aRow({ role: 'court', name: '假想法院', phone: '0' }) +
        aRow({ role: 'post', name: '假想局', address: '假想路' }),
    });
    expect(facts.deadlines('injury-report', CITY, TODAY).map(({ text }) => text)).toEqual(['另一个']);
    expect(facts.deadlines('injury-claim', CITY, TODAY)).toEqual([]);
    expect(facts.offices('court', CITY, TODAY).map(({ name }) => name)).toEqual(['假想法院']);
    expect(facts.offices('legal-aid', CITY, TODAY)).toEqual([]);
  });

  it('gives unions by trade; one that names none is for every trade', async () => {
    const csv = [
      'name,region,trades,contact,hours,source,checked',
      `骑手会,${CITY},"外卖,快递",000-1,,假想,2026/1/5`,
      `司机会,${CITY},网约车、货运,000-2,,假想,2026年1月5日`,
      `总会,甲川省,,000-3,"周一到周五\n9:00 到 17:00",假想,2026-01-05`,
      `大会,全国,不限,000-4,,假想,2026-01-05`,
    ].join('\r\n');
    const facts = await parse({ 'unions.csv': csv });
    const names = (trade?: '外卖' | '货运' | '家政') =>
      facts.unions({ region: COUNTY, trade }, TODAY).map(({ name }) => name);
    expect(names('外卖')).toEqual(['骑手会', '总会', '大会']);
    expect(names('货运')).toEqual(['司机会', '总会', '大会']);
    expect(names('家政')).toEqual(['总会', '大会']);
    expect(names()).toHaveLength(4);
    expect(facts.unions({ region: '甲川省' }, TODAY)).toMatchObject([
      { name: '总会', hours: '周一到周五\n9:00 到 17:00', checked: '2026-01-05' },
      { name: '大会' },
    ]);
  });

  it('names the places inside a region that have unions of their own, and no others', async () => {
    const rows = [
      `骑手会,${COUNTY},外卖,000-1,,假想,2026-01-05`,
      `二会,${COUNTY},,000-5,,假想,2026-01-05`,
      `司机会,${CITY},货运,000-2,,假想,2026-01-05`,
      `总会,甲川省,,000-3,,假想,2026-01-05`,
      `大会,全国,,000-4,,假想,2026-01-05`,
    ];
    const facts = await parse({
      'unions.csv': ['name,region,trades,contact,hours,source,checked', ...rows].join('\n'),
    });
    expect(facts.unionPlaces({ region: '甲川省' }, TODAY)).toEqual([COUNTY, CITY]);
    expect(facts.unionPlaces({ region: '甲川省', trade: '家政' }, TODAY)).toEqual([COUNTY]);
    expect(facts.unionPlaces({ region: CITY }, TODAY)).toEqual([COUNTY]);
    expect(facts.unionPlaces({ region: COUNTY }, TODAY)).toEqual([]);
    expect(facts.unionPlaces({ region: '丙海省' }, TODAY)).toEqual([]);
  });

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['GB18030', encodeGbk],
  ])('is read as Excel saves it, in %s, under Chinese heads and padded with commas', async (_, encode) => {
    const csv =
      '# 编的,,,,,,\r\n名称,地区,地址,服务,来源,核对日期,\r\n"假想驿站,一号",甲川省,假想路,"喝水,""充电""",假想,2026/1/5,\r\n,,,,,,\r\n';
    const facts = await parse({ 'stations.csv': encode(csv) });
    expect(facts.stations(CITY, TODAY)).toMatchObject([
      { name: '假想驿站,一号', services: '喝水,"充电"', region: '甲川省' },
    ]);
  });
});

describe('a table that cannot be used', () => {
  it('is refused with all its problems, by file and line, and what to do', async () => {
    const found = await problems({
      'minimum-wage.yaml': `# 编的\n${wage()}${wage({ region: '乙江市', checked: '2026-02-30', month: '两千' })}`,
      'hotlines.yaml': `${hotline({ source: undefined })}${hotline({ number: '011', tel: '1' })}`,
      'unions.csv':
        'name,region,trades,contact,source,checked\n假想会,甲川省,外买,1.38E+10,假想,2026-02-01\n',
      'union.csv': '',
      '工会.xlsx': '',
    });
    expect(found).toEqual([
      expect.stringMatching(/^- union\.csv：不认识这个文件.*unions\.csv/),
      expect.stringMatching(/^- 工会\.xlsx：这是 Excel 文件.*CSV UTF-8/),
      expect.stringMatching(/^- minimum-wage\.yaml 第 7 行：region .*要写全：甲川省\/乙江市/),
      expect.stringMatching(/^- minimum-wage\.yaml 第 9 行：checked 不是日期/),
      expect.stringMatching(/^- minimum-wage\.yaml 第 10 行：month 不是钱数/),
      expect.stringMatching(/^- hotlines\.yaml 第 1 行：source 没写/),
      expect.stringMatching(/^- hotlines\.yaml 第 \d+ 行：不认识 tel/),
      expect.stringMatching(/^- unions\.csv 第 2 行：checked 是以后的日子/),
      expect.stringMatching(/^- unions\.csv 第 2 行：trades 只能写这几个/),
      expect.stringMatching(/^- unions\.csv 第 2 行：contact 被 Excel 改坏了/),
    ]);
  });

  it.each([
    [
      'a row twice',
      'minimum-wage.yaml',
      wage() + wage({ month: '2100', from: '2025/1/1' }),
      /第 6 行：和第 1 行写的是同一件事/,
    ],
    ['an end before its beginning', 'minimum-wage.yaml', wage({ until: '2024-12-31' }), /until 比 from 还早/],
    ['no amount', 'minimum-wage.yaml', wage({ month: undefined }), /至少写一个/],
    ['an amount that cannot be', 'minimum-wage.yaml', wage({ month: '20' }), /看着不对/],
    [
      'an unknown deadline',
      'deadlines.yaml',
      aRow({ what: 'limit', text: '假想' }),
      /what 只能写这几个：arbitration-limit（/,
    ],
    ['an unknown place', 'hotlines.yaml', hotline({ region: '火星' }), /写的“火星”找不到/],
    ['a list in a field', 'hotlines.yaml', hotline({ name: '[a, b]' }), /name 要写成一行字/],
    [
      'an office that cannot be found',
      'offices.yaml',
      aRow({ role: 'court', name: '假想' }),
      /address（地址）和 phone/,
    ],
    ['a field twice', 'hotlines.yaml', `${hotline()}  name: 又一个\n`, /第 6 行：写法不对/],
    ['broken YAML', 'hotlines.yaml', '- name: "没有结尾\n', /第 \d 行：写法不对/],
    ['no list', 'hotlines.yaml', 'name: 假想\n', /要写成一条一条的/],
    ['a row that is none', 'hotlines.yaml', '- 假想\n', /这一条要写成/],
    ['semicolons', 'unions.csv', 'name;region;trades\n', /英文逗号/],
    ['an unknown column', 'unions.csv', 'name,电话\n', /不认识“电话”这一列/],
    ['a column twice', 'unions.csv', 'name,名称\n', /“name”这一列写了两次/],
    [
      'too many cells',
      'stations.csv',
      'name,region,address,services,source,checked\na,全国,b,c,d,2026-01-01,e\n',
      /第 2 行：格子比表头多/,
    ],
    ['a quote out of place', 'stations.csv', 'name,region\na,"b"c\n', /第 2 行：引号后面还有字/],
  ])('for %s', async (_, file, text, complaint) => {
    expect(await problems({ [file]: text })).toEqual([expect.stringMatching(complaint)]);
  });

  it('unless it holds comments and blank lines only, however many', async () => {
    expect(await problems({ 'hotlines.yaml': `${'\n'.repeat(5000)} # 编的\r\n\t` })).toEqual([]);
    expect(await problems({ 'hotlines.yaml': `${'\n'.repeat(5000)}假想` })).toHaveLength(1);
  });

  it('for bytes that are no text', async () => {
    expect(await problems({ 'unions.csv': Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]) })).toEqual([
      '- unions.csv：读不出文字。请另存为 UTF-8 的文字文件。',
    ]);
  });
});
