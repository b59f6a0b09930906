import type { Addressee, Strength } from '#knowledge/build';

/**
 * The words that bind, per strength. 要, 应, 可 are also parts of other words (需要, 适应, 许可); the look-around keeps
 * them apart.
 */
const SIGNS: readonly (readonly [Exclude<Strength, 'mixed' | 'informational'>, RegExp])[] = [
  ['prohibited', /不得|不可以|不可(?!避免|抗力|分割|或缺)|严禁|禁止(?!使用童工规定)|不应|不准|不许/g],
  [
    'required',
    /应当|必须|(?<![适响供对反相效感答理回照呼顺因])应(?![急用对有届力聘诉答邀变激保尽升]|当)|(?<![主重需必纲摘首简概扼纪])要(?![求素约点件闻害领义务目])|责令|处以|给予警告|确保|承担(相应|赔偿)?责任|承担.{0,8}责任|依照前款规定处罚|从其规定/g,
  ],
  ['permitted', /(?<!不)可以|(?<![许认宁尚不])可(?![靠能持续行观循见疑]|以)/g],
  ['encouraged', /鼓励|支持|引导|倡导|提倡/g],
  [
    'promoted',
    /推动|探索|逐步|推进|推广|推行|加强|加快|完善|健全|优化|强化|落实|督促|指导|加大|拓展|拓宽|提高|提升|积极|开展|组织|建立|畅通|保障|做好|扩大|创新|培育|严厉打击|整治|纳入|给予/g,
  ],
] as const;

const HARD: ReadonlySet<Strength> = new Set(['prohibited', 'required']);
const SOFT: ReadonlySet<Strength> = new Set(['encouraged', 'permitted']);

/**
 * How strongly one sentence binds. The strongest hard word decides, unless a soft verb (鼓励, 可以…) stands before it
 * and so governs it: then `mixed`, and the sentence must be quoted whole.
 */
export function strengthOf(sentence: string): Strength {
  // 为支持和规范…，制定本办法 tells the purpose, …是指… defines a word: neither binds anybody.
  if (/^为.+制定本|是指|^本(办法|规定|条例|意见|方案)所(指|称)/s.test(sentence)) return 'informational';
  // What stands in brackets explains; it does not bind.
  const text = sentence
    .replace(/(?<=.)（[^（）]*）/gs, (inside) => '　'.repeat(inside.length))
    .replace(/《[^》《]{0,200}》|“[^”“]{0,200}”/g, (quoted) => '　'.repeat(quoted.length));
  const found = SIGNS.flatMap(([strength, pattern]) =>
    [...text.matchAll(pattern)].map((m) => ({ strength, at: m.index })),
  );
  found.sort((a, b) => a.at - b.at);
  const hard = found.filter((sign) => HARD.has(sign.strength));
  const soft = found.find((sign) => SOFT.has(sign.strength));
  const firstHard = hard[0];
  if (firstHard !== undefined) {
    if (soft !== undefined && soft.at < firstHard.at) return 'mixed';
    return hard.some((sign) => sign.strength === 'required') && firstHard.strength === 'required'
      ? 'required'
      : firstHard.strength;
  }
  if (soft !== undefined) {
    // 督促企业依法订立…，条件成熟的可以…: the main clause is a task of departments, what may be done hangs on it.
    const urged = /督促/.exec(text)?.index ?? text.length;
    return soft.strength === 'permitted' && urged < soft.at ? 'promoted' : soft.strength;
  }
  return found[0]?.strength ?? 'informational';
}

/** A subject stands at the head of a clause; 管控劳动者在线时长 speaks to whoever controls, not to the 劳动者. */
const HEAD = '(?:^|[，；：。])(?:各级|各地|各类|有关|由|平台|头部|用工合作|行业|省|市|县|相关|本)?';
const OTHERS = '企业|劳动者|单位|应当|不得|可|要|督促|指导|接受|向';
const SUBJECTS: readonly (readonly [Addressee, RegExp])[] = [
  ['union', new RegExp(`${HEAD}(?:总)?工会(?:组织)?(?!会员|工作|劳动法律监督|、)`, 'g')],
  [
    'department',
    new RegExp(
      `${HEAD}(?:(?!${OTHERS})[^，；：。]){0,60}?(?:部门|政府|法院|仲裁机构|仲裁委员会|就业服务机构|行业协会|调解组织|各地|机关)`,
      'g',
    ),
  ],
  [
    'enterprise',
    new RegExp(
      `${HEAD}(?:企业|用人单位|用工单位|劳务派遣(?:企业|单位)|关联单位|合作企业|单位(?!就业)|快递网点)`,
      'g',
    ),
  ],
  [
    'worker',
    new RegExp(
      `${HEAD}(?:(?!对)(?:(?!企业|单位|应当|可|要|向)[^，；：。]){0,24}的)?(?:新就业形态)?(?:劳动者|灵活就业人员|个人|从业人员|会员|个体工商户)`,
      'g',
    ),
  ],
];
const MODAL =
  /应当|不得|必须|可以|(?<![许认])可(?!靠|能|持续)|(?<![主重需必])要(?!求|素|约|点)|(?<![适响供对反相])应(?!急|用|对)|严禁|责令/;

/** Verbs with which an office's task begins when no subject is printed: 督促企业… speaks to departments. */
const TASK =
  /^(督促|指导|推动|落实|建立|健全|完善|加强|优化|强化|加大|加快|开展|组织|深入|推进|鼓励|支持|引导|全面|积极|保障|做好|规范|扩大|拓宽|及时|将|会同)/;

/**
 * Whom a sentence speaks to: the subject nearest before its modal verb, else the first one. A sentence without a subject
 * goes on speaking to the one before it (`before`), unless it opens as an office's task does.
 */
export function addresseeOf(sentence: string, before: Addressee = 'unspecified'): Addressee {
  if (TASK.test(sentence)) {
    const goesOn =
      (before === 'enterprise' || before === 'union') &&
      !/^(督促|指导|鼓励|支持|引导|推动|将)/.test(sentence);
    return goesOn ? before : 'department';
  }
  // Whoever guides or urges a company is an office, wherever in the sentence it says so.
  if (/[，；](督促|指导)(企业|平台)/.test(sentence)) return 'department';
  // 对无固定用人单位的劳动者，可以申请…: what is allowed is allowed to the one it is about.
  if (/^对[^，]*劳动者，可/.test(sentence)) return 'worker';
  const found = SUBJECTS.flatMap(([who, pattern]) =>
    [...sentence.matchAll(pattern)].map((match) => ({ who, at: match.index })),
  );
  found.sort((a, b) => a.at - b.at);
  const modal = MODAL.exec(sentence)?.index ?? sentence.length;
  const who = (found.filter(({ at }) => at < modal).at(-1) ?? found[0])?.who ?? before;
  // 劳动者在节假日工作的，应支付…: the worker is the case, whoever employs them pays.
  return who === 'worker' && /的，(应当?|要)?支付/.test(sentence) ? 'enterprise' : who;
}
