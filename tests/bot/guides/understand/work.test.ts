import { describe, expect, it } from 'vitest';
import {
  BRANDS,
  formatPlatform,
  parseEmployer,
  parsePlatform,
  parseTrade,
  tradeOfBrand,
} from '../../../../bot/guides/understand/index.ts';
import { said } from './saying.ts';

describe('the platform', () => {
  it.each([
    ['美团', 'meituan'],
    ['美团专送', 'meituan dedicated'],
    ['美团的众包', 'meituan crowd'],
    ['跑美团乐跑', 'meituan team'],
    ['美团，专送', 'meituan dedicated'],
    ['兼职跑美团', 'meituan crowd'],
    ['黄袍', 'meituan'],
    ['mt众包', 'meituan crowd'],
    ['饿了么', 'eleme'],
    ['餓了麼', 'eleme'],
    ['饿了吗', 'eleme'],
    ['ＥＬＭ', 'eleme'],
    ['蜂鸟众包', 'eleme crowd'],
    ['蓝骑士', 'eleme'],
    ['饿了么优选', 'eleme team'],
    ['优选', 'eleme team | meituan-select'],
    ['淘宝闪购', 'taobao-now'],
    ['淘宝', 'taobao-now | taobao-live'],
    ['京东外卖', 'jd-now'],
    ['京东', 'jd-now | jd-express'],
    ['京东快递自营的', 'jd-express self-run'],
    ['达达', 'dada'],
    ['顺丰同城', 'sf-city'],
    ['顺丰', 'sf | sf-city'],
    ['闪送', 'flash-ex'],
    ['UU跑腿', 'uu'],
    ['开滴滴的', 'didi'],
    ['花小猪', 'huaxiaozhu'],
    ['高德', 'amap'],
    ['曹操专车', 'caocao'],
    ['T3', 't3'],
    ['哈罗', 'hello'],
    ['货拉拉', 'lalamove'],
    ['快狗', 'kuaigou'],
    ['运满满', 'manbang'],
    ['滴滴代驾', 'didi-chauffeur'],
    ['e代驾', 'edaijia'],
    ['中通的加盟网点', 'zto franchise'],
    ['圆通', 'yto'],
    ['申通', 'sto'],
    ['韵达', 'yunda'],
    ['极兔', 'jt'],
    ['邮政', 'ems'],
    ['菜鸟驿站', 'cainiao'],
    ['抖音', 'douyin'],
    ['在快手直播', 'kuaishou'],
    ['淘宝直播', 'taobao-live'],
    ['美团和饿了么都跑', 'meituan | eleme'],
    ['不是美团，是饿了么', 'eleme'],
    ['以前跑美团，现在跑闪送', 'flash-ex | meituan'],
  ])('%s', (words, expected) => {
    const show = ({ brand = '?', mode = '' }) => `${brand} ${mode}`.trim();
    expect(said(parsePlatform(words), show)).toBe(expected);
  });

  it.each([
    ['小蜜蜂配送', '小蜜蜂配送'],
    ['我在快点鲜生干', '快点鲜生'],
    ['我给蜂巢速递跑', '蜂巢速递'],
    ['EasyRun', 'EasyRun'],
    ['一个叫快递侠的', '快递侠'],
    ['我跑的是本地的小平台叫跑得快', '跑得快'],
    ['大嘴鸟众包', '大嘴鸟众包（众包）'],
  ])('a brand that nobody knows stays as said: %s', (words, expected) => {
    const heard = parsePlatform(words);
    expect(said(heard, formatPlatform)).toBe(expected);
    expect(heard?.readings[0].brand).toBeUndefined();
  });

  it.each([
    '不知道',
    '没有平台',
    '😀😀',
    '123',
    '',
    '？',
    '骑手',
    '外卖',
    '好',
    '不想说',
    '两个平台',
    '自己的车',
    '快递员',
    '小平台',
    '我在张店区',
    '柳泉路',
  ])('%s names none', (words) => {
    expect(parsePlatform(words)).toBeUndefined();
  });

  it('is said back by its own name', () => {
    expect(said(parsePlatform('elm的专送'), formatPlatform)).toBe('饿了么（专送）');
    expect(said(parsePlatform('uu'), formatPlatform)).toBe('UU跑腿');
  });

  it('every brand is known by its own name, whole and alone, and no id stands twice', () => {
    for (const { id, name } of BRANDS) expect(said(parsePlatform(name), ({ brand = '' }) => brand)).toBe(id);
    expect(new Set(BRANDS.map(({ id }) => id)).size).toBe(BRANDS.length);
    expect(tradeOfBrand('jt')).toBe('courier-parcel');
    expect(tradeOfBrand('nobody')).toBeUndefined();
  });
});

describe('the trade', () => {
  it.each([
    ['送外卖的', 'courier-food'],
    ['骑手', 'courier-food'],
    ['跑单', 'courier-food'],
    ['外賣', 'courier-food'],
    ['快递小哥', 'courier-parcel'],
    ['派件的', 'courier-parcel'],
    ['开网约车', 'driver-ride'],
    ['开货车', 'driver-truck'],
    ['货运司机', 'driver-truck'],
    ['代驾', 'driver-designated'],
    ['带货主播', 'streamer'],
    ['家政', 'other'],
    ['其他', 'other'],
    ['以前送外卖现在开网约车', 'driver-ride'],
    ['不是骑手，是快递员', 'courier-parcel'],
    ['又送外卖又送快递', 'courier-food | courier-parcel'],
    ['司机', 'driver-ride | driver-truck | driver-designated'],
    ['火星', '-'],
    ['', '-'],
  ])('%s', (words, expected) => {
    expect(said(parseTrade(words))).toBe(expected);
  });
});

describe('who organises the work', () => {
  it.each([
    ['站点', 'station'],
    ['站长管', 'station'],
    ['加盟商', 'station'],
    ['公会', 'station'],
    ['外包公司', 'outsourcing'],
    ['劳务派遣', 'dispatch'],
    ['劳务公司', 'outsourcing | dispatch'],
    ['站点是外包的', 'outsourcing | station'],
    ['平台', 'platform'],
    ['平台直签', 'platform'],
    ['自己单干', 'alone'],
    ['没人管', 'alone'],
    ['没有站点', 'alone'],
    ['个体户', 'alone'],
    ['众包', 'alone | platform'],
    ['不是派遣，是站点', 'station'],
    ['說不清', '-'],
    ['', '-'],
  ])('%s', (words, expected) => {
    expect(said(parseEmployer(words))).toBe(expected);
  });
});
