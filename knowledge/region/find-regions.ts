import type { Region, RegionTable } from './region.ts';

export type RegionMention = {
  /** The candidates: one where the name is clear, several where it is not. */
  readonly regions: readonly Region[];
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** 老家, 户口, 人: where somebody comes from, not where the work is. 邯郸的，… only hints at it. */
  readonly origin: 'none' | 'hinted' | 'clear';
};

/** Short names that are everyday words: they count only with 市, 区 or 县 behind them. */
const COMMON = new Set(
  '长安 新华 和平 东风 高新 朝阳 河口 城关 城中 城东 城西 城北 新城 东方 平安 永安 安宁 西山 开发 通道 大同 兴隆 富民 广平 建设 新建 龙山 铁东 铁西 宽城 二道 丰满 龙潭 江源 东昌 广阳 安次 路南 路北 海港 桥东 桥西 西湖 东湖 富源 新市 天山 大厂 桥头 永平 清河 武安 安平 新河 万全 大名 成安 东光 青县 双桥 文安 永清 复兴 运河 大城 威信 古城 麒麟 大关 榆树 龙井 满城 沙河 三河 尚义 南和 祥云 云龙 长白 大安 来宾 日照 河东 河西 南开 红桥 江北 南岸 长寿 东港 东城 西城 望都 开封 阿里 定兴 易县 信都 双江 南华 云县 官渡 五华 盘龙 前郭 双阳 西安区 江城 元江 水富 永德'.split(
    ' ',
  ),
);

/**
 * Finds the places a text names, longest name first, from left to right. A county inside a named city narrows it; a
 * name that several places bear is narrowed by the places named beside it, and stays ambiguous otherwise.
 */
export function findRegions(text: string, table: RegionTable): readonly RegionMention[] {
  const mentions: RegionMention[] = [];
  for (let i = 0; i < text.length; ) {
    const name = longestName(text, i, table);
    if (name === undefined) {
      i++;
      continue;
    }
    const regions = table.byName.get(name) ?? [];
    mentions.push({
      regions: prefer(regions, name),
      name,
      start: i,
      end: i + name.length,
      origin: originOf(text, i, i + name.length),
    });
    i += name.length;
  }
  return mergeNested(mentions.map((mention) => narrow(mention, mentions)));
}

function longestName(text: string, at: number, table: RegionTable): string | undefined {
  for (let length = Math.min(table.longest, text.length - at); length >= 2; length--) {
    const name = text.slice(at, at + length);
    const regions = table.byName.get(name);
    if (regions === undefined) continue;
    const short = regions.every((region) => region.level !== 'province' && region.name !== name);
    if (short && (COMMON.has(name) || regions.every(isMunicipalDistrict))) continue;
    if (
      /^(路|街|大街|大道|小区|公园|酒店|面馆|拉面|菜|话|酒|茶|石(?!家庄|屏|嘴山|河子)|治|瓜|顾客|客户|客人|买家|烧烤|白药|米线|特产|牌照|车牌|口味|风味|饭店|餐馆)/.test(
        text.slice(at + length),
      )
    )
      continue;
    return name;
  }
  return undefined;
}

/** 朝阳区 of 北京 is only itself with its 区: the municipalities' districts are listed as cities. */
function isMunicipalDistrict(region: Region): boolean {
  return (
    region.level === 'city' && /[区县]$/.test(region.name) && region.parent?.name.endsWith('市') === true
  );
}

/** 吉林 alone is the province; 吉林市 is the city. A city's short name goes before a county's of the same name. */
function prefer(regions: readonly Region[], name: string): readonly Region[] {
  for (const level of ['province', 'city'] as const) {
    const at = regions.filter((region) => region.level === level);
    if (at.length > 0 && !(level === 'city' && regions.some((r) => r.level === 'county' && r.name === name)))
      return at;
  }
  return regions;
}

/** 南昌西湖区: the wider place named beside an ambiguous one settles it; 河北省张家口市桥西区: the more of them the better. */
function narrow(mention: RegionMention, all: readonly RegionMention[]): RegionMention {
  if (mention.regions.length < 2) return mention;
  const around = mention.regions.map(
    (region) =>
      all.filter(
        (other) => other !== mention && other.regions.some((wide) => region.id.startsWith(`${wide.id}/`)),
      ).length,
  );
  const most = Math.max(...around);
  return most > 0 ? { ...mention, regions: mention.regions.filter((_, i) => around[i] === most) } : mention;
}

/** 河北石家庄正定 is one place: the narrowest, when names of one line follow one another. */
function mergeNested(mentions: readonly RegionMention[]): readonly RegionMention[] {
  const out: RegionMention[] = [];
  for (const mention of mentions) {
    const last = out.at(-1);
    const first = last?.regions[0];
    const close = last !== undefined && first !== undefined && mention.start - last.end <= 1;
    const nested = close && mention.regions.some((r) => r.id.startsWith(`${first.id}/`));
    // 杭州西湖区: a district that our table has elsewhere is still 杭州's own, when 杭州 stands before it.
    const districtOf =
      close &&
      first.level === 'city' &&
      mention.regions.every((r) => r.level !== 'province') &&
      /[区县]$/.test(mention.name);
    if (nested && last !== undefined)
      out[out.length - 1] = { ...mention, start: last.start, name: last.name + mention.name };
    else if (districtOf && last !== undefined)
      out[out.length - 1] = { ...last, end: mention.end, name: last.name + mention.name };
    else out.push(mention);
  }
  return out;
}

const FROM_AFTER = /^(省|市|县)?(人(?!民|社|力|才|家)|户口|户籍|籍|的户口|老家|老乡|来的|过来)/;
const FROM_BEFORE =
  /(老家|家|户口|户籍|户口本)(在|是|还在)?$|(以前|之前|原来|原先|过去|早先|从前)(在|是|搁|给)?$|从$/;

/** 在辽宁那边缴过, 跑山西拉煤: where somebody was once, or where a load goes. */
const PASSING_AFTER = /^(省|市)?(那边|那里|那儿)?.{0,2}(交|缴|干|待|上|打|住|呆)过/;
const LOAD_BEFORE = /(跑|去|到|往|发)$/;
const LOAD_AFTER = /^(省|市)?(拉|装|卸|送货|的货|那趟)/;

function originOf(text: string, start: number, end: number): RegionMention['origin'] {
  const after = text.slice(end, end + 8);
  const before = text.slice(Math.max(0, start - 5), start);
  if (PASSING_AFTER.test(after) || (LOAD_BEFORE.test(before) && LOAD_AFTER.test(after))) return 'clear';
  if (/^(省|市|这边|那边|这里|那里)?(在|跑|送|干|开)/.test(after)) return 'none';
  if (FROM_AFTER.test(after) || FROM_BEFORE.test(before)) return 'clear';
  return /^(省|市|县)?的([,，。]|$)/.test(after) || /我$/.test(text.slice(0, start)) ? 'hinted' : 'none';
}
