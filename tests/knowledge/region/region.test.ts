import { describe, expect, it } from 'vitest';
import { binds, createRegionTable, divisionsSchema, shortName } from '#knowledge';
import { instrument, regions } from '../../policies.ts';

/** Prefecture-level divisions of each province, as of 2024: 333 in all. */
const PREFECTURES: Readonly<Record<string, number>> = {
  河北省: 11,
  山西省: 11,
  内蒙古自治区: 12,
  辽宁省: 14,
  吉林省: 9,
  黑龙江省: 13,
  江苏省: 13,
  浙江省: 11,
  安徽省: 16,
  福建省: 9,
  江西省: 11,
  山东省: 16,
  河南省: 17,
  湖北省: 13,
  湖南省: 14,
  广东省: 21,
  广西壮族自治区: 14,
  海南省: 4,
  四川省: 21,
  贵州省: 9,
  云南省: 16,
  西藏自治区: 7,
  陕西省: 10,
  甘肃省: 14,
  青海省: 8,
  宁夏回族自治区: 5,
  新疆维吾尔自治区: 14,
};
/** Counties and functional areas that a province holds directly; they stand on the level of its cities. */
const DIRECT = new Set(
  [
    '定州市 辛集市 雄安新区 长白山 济源市 仙桃市 潜江市 天门市 神农架林区',
    '五指山市 琼海市 文昌市 万宁市 东方市 定安县 屯昌县 澄迈县 临高县 白沙黎族自治县 昌江黎族自治县',
    '乐东黎族自治县 陵水黎族自治县 保亭黎族苗族自治县 琼中黎族苗族自治县',
    '石河子市 阿拉尔市 图木舒克市 五家渠市 北屯市 铁门关市 双河市 可克达拉市 昆玉市 胡杨河市 新星市 白杨市',
  ].flatMap((names) => names.split(' ')),
);

describe('the divisions', () => {
  it('are 34 of the provincial level', () => {
    expect(regions.all.filter(({ level }) => level === 'province')).toHaveLength(34);
    for (const name of ['台湾省', '香港特别行政区', '澳门特别行政区', '重庆市'])
      expect(regions.byId.has(name)).toBe(true);
  });

  it('count 333 of the prefecture level', () => {
    expect(Object.values(PREFECTURES).reduce((sum, count) => sum + count, 0)).toBe(333);
  });

  it.each(Object.entries(PREFECTURES))('%s has its %i', (province, count) => {
    const cities = regions.all.filter(({ level, parent }) => level === 'city' && parent?.name === province);
    expect(cities.filter(({ name }) => !DIRECT.has(name)).map(({ name }) => name)).toHaveLength(count);
  });

  it.each([
    ['吉林省/吉林市', 9],
    ['吉林省/长春市', 11],
    // 辛集 stands directly under the province, as the measures of 河北 print it
    ['河北省/石家庄市', 21],
    ['山东省/淄博市', 8],
    ['江西省/南昌市', 9],
    ['云南省/昆明市', 14],
    ['云南省/大理白族自治州', 12],
  ])('%s lists at least its %i counties', (city, count) => {
    const counties = regions.all.filter(({ parent }) => parent?.id === city);
    expect(counties.length).toBeGreaterThanOrEqual(count);
  });

  it('an id is the path of full names, and no two places share one', () => {
    expect(regions.byId.get('河北省/石家庄市/正定县')).toMatchObject({ short: '正定', level: 'county' });
    expect(regions.byId.size).toBe(regions.all.length);
  });
});

describe('shortName', () => {
  it.each([
    ['吉林省', '吉林'],
    ['延边朝鲜族自治州', '延边'],
    ['西双版纳傣族自治州', '西双版纳'],
    ['红河哈尼族彝族自治州', '红河'],
    ['广西壮族自治区', '广西'],
    ['内蒙古自治区', '内蒙古'],
    ['新疆维吾尔自治区', '新疆'],
    ['香港特别行政区', '香港'],
    ['大兴安岭地区', '大兴安岭'],
    ['兴安盟', '兴安'],
    ['雄安新区', '雄安'],
    ['红谷滩区', '红谷滩'],
    ['伊通满族自治县', '伊通'],
    // at least two characters must stay
    ['赵县', '赵县'],
    ['矿区', '矿区'],
  ])('%s is called %s', (name, short) => {
    expect(shortName(name)).toBe(short);
  });
});

describe('where a text binds', () => {
  const where = (id: string) => instrument(id).region?.value ?? null;
  it.each([
    ['jilin-measures', '吉林省', true],
    ['jilin-measures', '吉林省/长春市', true],
    ['jilin-measures', '吉林省/吉林市', true],
    ['jilin-measures', '吉林省/延边朝鲜族自治州/延吉市', true],
    ['jilin-measures', '辽宁省', false],
    ['hebei-measures', '河北省/石家庄市/正定县', true],
    ['hebei-measures', '河北省/唐山市', true],
    ['shijiazhuang-plan', '河北省/石家庄市', true],
    ['shijiazhuang-plan', '河北省/石家庄市/正定县', true],
    // never above it, never beside it
    ['shijiazhuang-plan', '河北省', false],
    ['shijiazhuang-plan', '河北省/唐山市', false],
    ['zibo-opinions', '山东省/淄博市/张店区', true],
    ['zibo-opinions', '山东省/济南市', false],
    ['zibo-opinions', '山东省', false],
    ['nanchang-plan', '江西省/南昌市/红谷滩区', true],
    ['nanchang-plan', '江西省/赣州市', false],
    ['yunnan-opinions', '云南省/大理白族自治州', true],
    ['yunnan-opinions', '广东省', false],
  ])('%s in %s: %s', (id, place, expected) => {
    expect(binds(where(id), place)).toBe(expected);
  });

  it('a national text binds everywhere', () => {
    expect(binds(null, '广东省/深圳市')).toBe(true);
  });

  it('a name that only begins alike is another place', () => {
    expect(binds('吉林省', '吉林省外/某市')).toBe(false);
    expect(binds('河北省/石家庄市', '河北省/石家庄市外')).toBe(false);
  });
});

describe('a table of other divisions', () => {
  it('knows a place by its full and its short name, and two places of one name as two', () => {
    const table = createRegionTable({ 甲川省: { 乙江市: ['西湖区'] }, 丙原省: { 丁海市: ['西湖区'] } });
    expect(table.byName.get('甲川')?.map(({ id }) => id)).toEqual(['甲川省']);
    expect(table.byName.get('西湖')?.map(({ id }) => id)).toEqual([
      '甲川省/乙江市/西湖区',
      '丙原省/丁海市/西湖区',
    ]);
    expect(table.longest).toBe(3);
  });

  it('counties that are no list are refused', () => {
    expect(divisionsSchema.safeParse({ 甲川省: { 乙江市: '西湖区' } }).success).toBe(false);
  });
});
