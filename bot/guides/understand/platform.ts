import { plainWords } from './plain-words.ts';
import { BRANDS, type Brand, MODES, type PlatformMode, SHARED_NAMES } from './platforms.ts';
import { type Heard, offer } from './understood.ts';

export type PlatformReading = {
  /** Missing: a brand that the table does not have; `name` is then as the person said it. */
  readonly brand?: string;
  readonly name: string;
  readonly mode?: PlatformMode;
};

const byId = new Map(BRANDS.map((brand) => [brand.id, brand]));
const byName = new Map<string, readonly Brand[]>([
  ...BRANDS.flatMap((brand) => brand.said.map((name) => [name, [brand]] as const)),
  ...Object.entries(SHARED_NAMES).map(
    ([name, ids]) => [name, ids.flatMap((id) => byId.get(id) ?? [])] as const,
  ),
]);

/** Latin names count as whole words only: mt is not in empty. */
const NAMES = new RegExp(
  [...byName.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => {
      const plain = name.replaceAll('.', '\\.');
      return /^[a-z0-9.]+$/.test(name) ? `(?<![a-z0-9])${plain}(?![a-z0-9])` : plain;
    })
    .join('|'),
  'g',
);

/** 优选 is a part of its name. */
const WITHOUT_MODES = /优选$/;
const NOT = /(?:不是|没在|不在|不跑|没跑过?|不干|不做|没干过?|除了)$/;
const PAST = /(?:以前|之前|原来|原先|过去|从前|早先)[^，。,;；现]{0,6}$/;

/** The platform that a worker names, and the mode where the words say it. A brand nobody knows stays as said. */
export function parsePlatform(words: string): Heard<PlatformReading> {
  const text = plainWords(words).replace(/(美团|饿了么|京东|滴滴|抖音|淘宝|快手)的(?=\p{L})/gu, '$1');
  const now: PlatformReading[] = [];
  const past: PlatformReading[] = [];
  const matches = [...text.matchAll(NAMES)];
  for (const match of matches) {
    const before = text.slice(Math.max(0, match.index - 10), match.index);
    if (NOT.test(before)) continue;
    const clause = /^[^，。,;；和跟、]{0,8}/.exec(text.slice(match.index))?.[0] ?? '';
    const mode = modeIn(matches.length === 1 ? text : clause);
    const brands = byName.get(match[0]) ?? [];
    const readings = brands.map((brand) =>
      readingOf(brand, WITHOUT_MODES.test(brand.name) ? undefined : mode),
    );
    (PAST.test(before) ? past : now).push(...readings);
  }
  const named = [...now, ...past];
  const known = new Set(named.filter(({ mode }) => mode !== undefined).map(({ brand }) => brand));
  return (
    offer(
      // 美团众包，美团的: the mode was said once.
      named.filter(({ brand, mode }) => mode !== undefined || !known.has(brand)),
      ({ brand, mode }) => `${brand} ${mode}`,
    ) ?? asSaid(words)
  );
}

/** @returns the trade of a brand that parsePlatform gave */
export function tradeOfBrand(id: string): Brand['trade'] | undefined {
  return byId.get(id)?.trade;
}

const readingOf = ({ id, name }: Brand, mode: PlatformMode | undefined): PlatformReading =>
  mode === undefined ? { brand: id, name } : { brand: id, name, mode };

function modeIn(text: string): PlatformMode | undefined {
  return MODES.find(([pattern]) => pattern.test(text))?.[1];
}

const AROUND =
  /^(?:我|现在|目前|是|就|在|给|跟|主要|一直|一般|平台|公司|叫|的|做|跑|干|开|接|用|上|帮|一个|个|家)+|(?:的|上|那边|这边|里|平台|干活|上班|跑单|接单|呢|啊|吧|了|干|跑|做|送外卖|送餐|送货)+$/gu;
const NO_NAME =
  /^(?:不(?:知道|清楚|晓得|想|说|告诉)|没|无|忘|随便|都|哪|什么|啥|谁|嗯|好|是|对|跳过|其他|其它|别的|\d+$|好?[几两多一]个|很多|各种|自己|(?:外卖|快递|网约车|货车|货运|骑手|司机|主播|直播|专送|众包|送餐|开车|跑腿|小|大)(?:员|的)?$)|(?:省|市|县|区|镇|乡|街道|大道|路)$|[?]/;
const LONGEST_NAME = 20;

/** Width folded, but not the case: it is a name. */
function asSaid(words: string): Heard<PlatformReading> {
  if (words.length > 60) return undefined;
  const name = words
    .normalize('NFKC')
    .replace(/[\p{C}]/gu, '')
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
    .replace(AROUND, '')
    .replace(/^.*叫(?=.{2})/su, '')
    .trim();
  const isName = /^[\p{Script=Han}a-zA-Z0-9 .·()-]+$/u.test(name) && /\p{L}{2}/u.test(name);
  if (!isName || name.length > LONGEST_NAME || NO_NAME.test(name)) return undefined;
  const mode = modeIn(name);
  return { kind: 'understood', readings: [mode === undefined ? { name } : { name, mode }] };
}
