import { describe, expect, it } from 'vitest';
import { findRegions } from '#knowledge';
import { regions } from '../../policies.ts';

const found = (text: string) =>
  findRegions(text, regions).map((mention) => mention.regions.map(({ id }) => id).join(' | '));
const SHIJIAZHUANG = '河北省/石家庄市';

describe('places by the names people use', () => {
  it.each([
    ['我在长春送外卖', ['吉林省/长春市']],
    ['延边这边站点欠薪', ['吉林省/延边朝鲜族自治州']],
    ['四平跑腿', ['吉林省/四平市']],
    ['延吉的站点', ['吉林省/延边朝鲜族自治州/延吉市']],
    ['正定送快递', [`${SHIJIAZHUANG}/正定县`]],
    ['石家庄桥西区的站点', [`${SHIJIAZHUANG}/桥西区`]],
    ['河北石家庄', [SHIJIAZHUANG]],
    ['人在张店', ['山东省/淄博市/张店区']],
    ['临淄的网点', ['山东省/淄博市/临淄区']],
    ['山东淄博张店区', ['山东省/淄博市/张店区']],
    ['红谷滩跑美团', ['江西省/南昌市/红谷滩区']],
    ['大理开网约车', ['云南省/大理白族自治州']],
    ['曲靖师宗', ['云南省/曲靖市/师宗县']],
    ['内蒙古送外卖', ['内蒙古自治区']],
    ['西双版纳景洪', ['云南省/西双版纳傣族自治州/景洪市']],
  ])('%s', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it('吉林 and 吉林省 are the province, 吉林市 is the city', () => {
    expect(found('我在吉林')).toEqual(['吉林省']);
    expect(found('吉林省的规定')).toEqual(['吉林省']);
    expect(found('吉林市的站点')).toEqual(['吉林省/吉林市']);
    expect(found('吉林省吉林市')).toEqual(['吉林省/吉林市']);
    expect(found('吉林市昌邑区')).toEqual(['吉林省/吉林市/昌邑区']);
  });

  it('two places in one question are two, in order', () => {
    expect(found('云南和吉林的规定有啥不同')).toEqual(['云南省', '吉林省']);
  });

  it('济南, 赣州 and 深圳 are themselves, not the covered place beside them', () => {
    expect(found('济南的骑手')).toEqual(['山东省/济南市']);
    expect(found('赣州的骑手')).toEqual(['江西省/赣州市']);
    expect(found('深圳的骑手')).toEqual(['广东省/深圳市']);
  });
});

describe('names that several places bear', () => {
  it('stay open when nothing settles them', () => {
    expect(found('桥西区的站点')).toEqual([`${SHIJIAZHUANG}/桥西区 | 河北省/张家口市/桥西区`]);
    expect(found('朝阳区的站点')).toEqual(['北京市/朝阳区 | 吉林省/长春市/朝阳区']);
  });

  it.each([
    ['张家口桥西区', '河北省/张家口市/桥西区'],
    ['长春朝阳区', '吉林省/长春市/朝阳区'],
    ['北京朝阳区', '北京市/朝阳区'],
    ['南昌西湖区', '江西省/南昌市/西湖区'],
    ['四平铁西区', '吉林省/四平市/铁西区'],
  ])('the city before it settles %s', (text, id) => {
    expect(found(text)).toEqual([id]);
  });

  // Their counties are not in the table; that must not make them another province's county of the same name.
  it.each([
    ['杭州西湖区', '浙江省/杭州市'],
    ['在西安市长安区跑美团', '陕西省/西安市'],
    ['沈阳铁西区的站点', '辽宁省/沈阳市'],
    ['沈阳和平区', '辽宁省/沈阳市'],
    ['平顶山新华区', '河南省/平顶山市'],
  ])('the city before it also settles %s', (text, city) => {
    expect(found(text)).toEqual([city]);
  });
});

describe('words that are no places', () => {
  it.each([
    '我在新华书店门口等单',
    '和平解决',
    '平台高新技术',
    '今天平安到家',
    '长春路的站点',
    '兰州拉面店的外卖',
    '建设银行卡',
    '',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('an everyday word is a place with its 区 or 市', () => {
    expect(found('中山市')).toEqual(['广东省/中山市']);
    expect(found('长安区的站点')).toEqual([`${SHIJIAZHUANG}/长安区`]);
    expect(found('我在平安')).toEqual([]);
  });
});

describe('where somebody comes from is not where the work is', () => {
  const origins = (text: string) => findRegions(text, regions).map(({ name, origin }) => `${name} ${origin}`);
  it.each([
    ['我在昆明送外卖，老家石家庄', ['昆明 none', '石家庄 clear']],
    ['吉林人在云南跑单', ['吉林 clear', '云南 none']],
    ['从四平过来的，现在南昌', ['四平 clear', '南昌 none']],
    ['以前在淄博，现在长春', ['淄博 clear', '长春 none']],
    ['户口在大理', ['大理 clear']],
    ['邯郸的，押金不退', ['邯郸 hinted']],
    ['石家庄人社局电话', ['石家庄 none']],
  ])('%s', (text, expected) => {
    expect(origins(text)).toEqual(expected);
  });
});

describe('where a name stands', () => {
  it('start and end cut the name out of the text, nested names as one', () => {
    for (const text of ['我在河北石家庄正定送货', '云南大理的站点', '吉林省吉林市'])
      for (const { name, start, end } of findRegions(text, regions))
        expect(text.slice(start, end)).toBe(name);
    expect(findRegions('我在河北石家庄正定送货', regions)).toMatchObject([
      { name: '河北石家庄正定', start: 2, end: 9 },
    ]);
  });
});
