import { z } from 'zod';

/** 行政区划: province > city > county. The id is the path of full names: 河北省/石家庄市/正定县. */
export type Region = {
  readonly id: string;
  readonly name: string;
  /** 石家庄 for 石家庄市, 延边 for 延边朝鲜族自治州; equal to `name` where nothing can be dropped. */
  readonly short: string;
  readonly level: 'province' | 'city' | 'county';
  readonly parent: Region | undefined;
};

/** province -> city -> counties, full names; see divisions.yaml. */
export const divisionsSchema = z.record(z.string(), z.record(z.string(), z.array(z.string())));
export type Divisions = z.infer<typeof divisionsSchema>;

export type RegionTable = {
  readonly all: readonly Region[];
  readonly byId: ReadonlyMap<string, Region>;
  /** Every name by which a person may call a place, full and short, to the places so called. */
  readonly byName: ReadonlyMap<string, readonly Region[]>;
  readonly longest: number;
};

const NATIONS =
  '壮族|回族|维吾尔|藏族|羌族|彝族|苗族|侗族|布依族|土家族|傣族|景颇族|白族|哈尼族|傈僳族|蒙古族|蒙古|哈萨克|柯尔克孜|朝鲜族|黎族|满族|纳西族|拉祜族|佤族|瑶族|独龙族|怒族|普米族|布朗族|畲族|撒拉族|保安族|东乡族|裕固族|土族|锡伯族|达斡尔族|鄂温克族|鄂伦春族|仡佬族|水族|毛南族|仫佬族|各族|塔吉克';
const AUTONOMOUS = new RegExp(`(?:${NATIONS})+(?:自治区|自治州|自治县|自治旗)$`);
const SUFFIX = /(特别行政区|自治区|自治州|地区|新区|林区|矿区|省|市|盟|区|县|旗)$/;

/** The name without its kind; at least two characters must stay. */
export function shortName(name: string): string {
  const short = AUTONOMOUS.test(name) ? name.replace(AUTONOMOUS, '') : name.replace(SUFFIX, '');
  if (short.length >= 2) return short;
  // 内蒙古自治区: the nation's name is part of the place's.
  const plain = name.replace(SUFFIX, '');
  return plain.length >= 2 ? plain : name;
}

export function createRegionTable(divisions: Divisions): RegionTable {
  const all: Region[] = [];
  const add = (name: string, level: Region['level'], parent?: Region): Region => {
    const region: Region = {
      id: parent ? `${parent.id}/${name}` : name,
      name,
      short: shortName(name),
      level,
      parent,
    };
    all.push(region);
    return region;
  };
  for (const [province, cities] of Object.entries(divisions)) {
    const above = add(province, 'province');
    for (const [city, counties] of Object.entries(cities)) {
      const middle = add(city, 'city', above);
      for (const county of counties) add(county, 'county', middle);
    }
  }
  const byName = new Map<string, Region[]>();
  for (const region of all) {
    for (const name of new Set([region.name, region.short]))
      byName.set(name, [...(byName.get(name) ?? []), region]);
  }
  const longest = Math.max(...[...byName.keys()].map((name) => name.length));
  return { all, byId: new Map(all.map((region) => [region.id, region])), byName, longest };
}

/** Whether a text of `instrument` binds in `place`: its own region and everything below, never above or beside. */
export function binds(instrument: string | null, place: string): boolean {
  return instrument === null || place === instrument || place.startsWith(`${instrument}/`);
}
