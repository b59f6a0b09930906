import type { Addressee, Strength } from '#knowledge/build';

/**
 * The words that bind, per strength. 要, 应, 可 are also parts of other words (需要, 适应, 许可); the look-around keeps
 * them apart.
 */
const SIGNS: readonly (readonly [Exclude<Strength, 'mixed' | 'informational'>, RegExp])[] = [
  ['prohibited', /不得|严禁|禁止(?!使用童工规定)|不应|不准|不许/g],
  ['required', /应当|必须|(?<![适响供对反相效感答理])应(?![急用对有届力聘诉答邀变激保尽升]|当)|(?<![主重需必纲摘首简概扼])要(?![求素约点件闻害领义务目])|责令|处以|给予警告|确保|承担(相应|赔偿)?责任|承担.{0,8}责任|依照前款规定处罚|从其规定|负责/g],
  ['permitted', /可以|(?<![许认宁尚不])可(?![靠能持续行观循见疑]|以)/g],
  ['encouraged', /鼓励|支持|引导|倡导|提倡/g],
  ['promoted', /推动|探索|逐步|推进|推广|推行|加强|加快|完善|健全|优化|强化|落实|督促|指导|加大|拓展|拓宽|提高|提升|积极|开展|组织|建立|畅通|保障|做好|扩大|创新|培育|严厉打击|整治|纳入|给予/g],
] as const;

const HARD: ReadonlySet<Strength> = new Set(['prohibited', 'required']);
const SOFT: ReadonlySet<Strength> = new Set(['encouraged', 'permitted']);

/**
 * How strongly one sentence binds. The strongest hard word decides, unless a soft verb (鼓励, 可以…) stands before it
 * and so governs it: then `mixed`, and the sentence must be quoted whole.
 */
export function strengthOf(sentence: string): Strength {
  const text = sentence.replace(/《[^》]*》|“[^”]*”/g, (quoted) => '　'.repeat(quoted.length));
  const found = SIGNS.flatMap(([strength, pattern]) => [...text.matchAll(pattern)].map((m) => ({ strength, at: m.index })));
  found.sort((a, b) => a.at - b.at);
  const hard = found.filter((sign) => HARD.has(sign.strength));
  const soft = found.find((sign) => SOFT.has(sign.strength));
  const firstHard = hard[0];
  if (firstHard !== undefined) {
    if (soft !== undefined && soft.at < firstHard.at) return 'mixed';
    return hard.some((sign) => sign.strength === 'required') && firstHard.strength === 'required' ? 'required' : firstHard.strength;
  }
  if (soft !== undefined) return soft.strength;
  return found[0]?.strength ?? 'informational';
}

const SUBJECTS: readonly (readonly [Addressee, RegExp])[] = [
  ['union', /(各级)?(总)?工会(组织)?(?!会员|工作|劳动法律监督|、)/g],
  ['department', /部门|政府|法院|仲裁机构|仲裁委员会|公共就业服务机构|行业协会|调解组织|各地|主管|局(?=牵头|负责)/g],
  ['enterprise', /企业|用人单位|用工单位|平台(?!就业|灵活|用工|算法|进入)|单位(?!就业)|网点/g],
  ['worker', /劳动者|灵活就业人员|个人|从业人员|会员|个体工商户/g],
];
const MODAL = /应当|不得|必须|可以|可(?!靠|能)|要(?!求|素|约)|应(?!急)|鼓励|支持|引导|严禁|由/;

/** Whom the sentence speaks to: the first subject named before its modal verb. 督促企业… speaks to departments. */
export function addresseeOf(sentence: string): Addressee {
  if (/^(督促|指导|推动|落实|建立|健全|完善|加强|优化|强化|加大|加快|开展|组织|深入|推进|鼓励|支持|引导|全面|积极)/.test(sentence)) {
    return /^(鼓励|支持|引导)/.test(sentence) ? (subject(sentence, sentence.length) ?? 'department') : 'department';
  }
  const modal = MODAL.exec(sentence)?.index ?? sentence.length;
  return subject(sentence, modal) ?? subject(sentence, sentence.length) ?? 'unspecified';
}

function subject(sentence: string, before: number): Addressee | undefined {
  let best: { who: Addressee; at: number } | undefined;
  for (const [who, pattern] of SUBJECTS) {
    for (const match of sentence.matchAll(pattern)) {
      if (match.index >= before) break;
      if (best === undefined || match.index < best.at) best = { who, at: match.index };
      break;
    }
  }
  return best?.who;
}
