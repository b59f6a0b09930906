/**
 * Things in an agreement of which a text says something, with the matter that says it. Nothing else is a warning here:
 * what no text names is for the union to judge.
 */
export const SIGNS = {
  shop: { matter: 'forced-individual-business', words: /个体工商户|个体户|个体经营者|营业执照/ },
  deposit: {
    matter: 'deposit-ban',
    words: /押金|保证金|风险金/,
  },
  risk: {
    matter: 'partner-risk-deposit',
    words: /风险(?:抵押|保证)金|(?:加盟|代理|承包)[^。；]{0,10}(?:保证金|押金)/,
  },
  card: {
    matter: 'id-withheld',
    words:
      /(?:扣押|代管|保管|收缴|抵押|上交|暂存)[^。；，,]{0,8}(?:身份证|证件|驾驶证)|(?:身份证|证件|驾驶证)[^。；，,]{0,6}(?:由|交)[^。；，,]{0,4}(?:甲方|公司|站点)/,
  },
  only: {
    matter: 'multi-platform-ban',
    words:
      /不得[^。；]{0,16}(?:其他|其它|别的|第三方|同类|竞争)[^。；]{0,8}(?:平台|公司|接单|服务)|独家|只能[^。；]{0,6}本平台/,
  },
  waive: {
    matter: 'relation-decided-by-facts',
    words:
      /(?:不(?:构成|存在|属于|形成|建立|成立|具有|是)|并非|而非|无|没有)[^。；，,]{0,10}(?:劳动|雇佣|雇用|用工)关系|放弃[^。；，,]{0,12}(?:社保|社会保险|劳动|工伤)/,
  },
} as const satisfies Record<string, { readonly matter: string; readonly words: RegExp }>;
export type SignId = keyof typeof SIGNS;

export const isSign = (id: string): id is SignId => id in SIGNS;
