import type { Scene } from '../guide.ts';

/** Contents of an agreement that a text names. `here`: the texts of the worker's place do; `elsewhere`: names of the places whose texts do. */
export type Listed = {
  readonly ids: readonly ItemId[];
  readonly here: boolean;
  readonly elsewhere: readonly string[];
};

/**
 * What an agreement may hold, by the very words of the texts, in their order: 河北 6, then what only 南昌 1 names.
 * `sure` and `perhaps` find it in a pasted agreement, the surer words first; the worker says whether that is right.
 */
export const ITEMS = {
  form: {
    terms: ['用工形式'],
    sure: /用工形式|用工方式|合作(?:形式|方式|模式)|非全日制|全日制/,
    perhaps: /劳务派遣|承揽关系|合作关系|劳动关系|劳务关系|专职|兼职/,
  },
  time: {
    terms: ['工作时间'],
    sure: /工作时间|上班时间|服务时间|配送时段|在线时[长段间]/,
    perhaps: /排班|班次|上线|在线|出勤|轮班/,
  },
  place: {
    terms: ['用工地点'],
    sure: /用工地点|工作地[点区]|服务地[点区]|(?:服务|配送|工作|派送)(?:区域|范围|片区)/,
    perhaps: /站点|网点|片区/,
  },
  demand: {
    terms: ['工作要求'],
    sure: /工作(?:要求|内容|任务|标准)|服务(?:要求|内容|标准|规范)|岗位职责/,
    perhaps: /配送(?:要求|时效|标准)|应(?:当)?按时|准时/,
  },
  pay: {
    terms: ['报酬支付', '劳动报酬'],
    sure: /报酬|工资|劳务费|服务费|配送费|派费|薪/,
    perhaps: /佣金|提成|分成|单价|结算/,
  },
  standard: {
    terms: ['工时标准'],
    sure: /工时|每[天日周月][^。；]{0,8}小时|加班/,
    perhaps: /\d+\s?个?小时/,
  },
  rules: {
    terms: ['管理规章'],
    sure: /规章|管理(?:制度|规定|办法|规范|规则)/,
    perhaps: /奖惩|考核|平台规则|违规/,
  },
  protect: {
    terms: ['劳动保护'],
    sure: /劳动保护|劳动防护|防护用品|劳保/,
    perhaps: /头盔|安全(?:培训|教育|装备|生产)|高温|恶劣天气/,
  },
  insure: {
    terms: ['社会保险'],
    sure: /社会保险|社保|养老保险|医疗保险|五险/,
    perhaps: /参保/,
  },
  rest: {
    terms: ['休息休假'],
    sure: /休息|休假|年假|放假/,
    perhaps: /请假|节假日/,
  },
  injury: {
    terms: ['职业伤害'],
    sure: /职业伤害|工伤|意外(?:伤害)?险|意外伤害|雇主责任/,
    perhaps: /受伤|伤亡|人身损害|人身伤害/,
  },
} as const satisfies Record<string, Item>;
export type ItemId = keyof typeof ITEMS;

type Item = { readonly terms: readonly string[]; readonly sure: RegExp; readonly perhaps: RegExp };

const isItem = (id: string): id is ItemId => id in ITEMS;
const ITEM_IDS: readonly ItemId[] = Object.keys(ITEMS).filter(isItem);

const CONTENTS = 'written-agreement-contents';

/** What the texts of the place name; where they name nothing, what those of other places do, and which these are. */
export function listedIn({ region, texts }: Scene): Listed {
  const here = region === null ? [] : named(texts.clausesOf(CONTENTS, region).map(({ quote }) => quote));
  if (here.length > 0) return { ids: here, here: true, elsewhere: [] };
  const others = texts.places.flatMap(({ id }) => texts.clausesOf(CONTENTS, id));
  return {
    ids: named(others.map(({ quote }) => quote)),
    here: false,
    // 石家庄 is bound by the text of 河北: the text is named once, by the place that made it.
    elsewhere: [...new Set(others.map(({ place }) => place))],
  };
}

function named(quotes: readonly string[]): ItemId[] {
  return ITEM_IDS.filter((id) =>
    ITEMS[id].terms.some((term) => quotes.some((quote) => quote.includes(term))),
  );
}

/** An item in the words of the text here, for a letter. */
export function termIn({ region, texts }: Scene, id: ItemId): string {
  const quotes = region === null ? [] : texts.clausesOf(CONTENTS, region).map(({ quote }) => quote);
  const [first] = ITEMS[id].terms;
  return ITEMS[id].terms.find((term) => quotes.some((quote) => quote.includes(term))) ?? first;
}
