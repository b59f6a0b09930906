/** Every sentence of an answer that is ours and not a text's. Plain words, short sentences. */

import type { Addressee, Role, Strength } from '../policy/article.ts';
import type { Citation, Reason } from './answer.ts';

/** How strong the wording is, said beside every quote. */
export const STRENGTH: Readonly<Record<Strength, string>> = {
  prohibited: '不允许（“不得”一类）',
  required: '硬性要求（“应当”一类）',
  permitted: '可以',
  encouraged: '鼓励，不是硬性要求',
  promoted: '要求部门推动，没有写成企业的硬性义务',
  informational: '说明',
  mixed: '有软有硬（前面是“鼓励”“可以”，后面有“应当”一类），请看整句',
};

const LEAD: Readonly<Record<Exclude<Strength, 'encouraged'>, (place: string) => string>> = {
  prohibited: (place) => `${place}的文件里有禁止性的规定。`,
  required: (place) => `${place}的文件里有硬性的规定。`,
  permitted: (place) => `${place}的文件里写明可以这样办。`,
  promoted: (place) => `${place}的文件里有部署，是要求有关部门去推动的。`,
  informational: (place) => `${place}的文件里是这样写的。`,
  mixed: (place) => `${place}的文件里这句话前面软、后面硬，要整句看。`,
};
/** `word`: the one that the text prints. */
const ENCOURAGED = (place: string, word: string | undefined) =>
  `${place}的文件里写了，${word === undefined ? '' : `用的是“${word}”，`}不是硬性要求。`;
/** As the texts print what they only encourage; what stands in titles and quotation marks encourages nobody. */
const SOFT = /鼓励|支持|引导|倡导|提倡/;
const QUOTED = /《[^》《]*》|“[^”“]*”/g;

/**
 * The lead over the first citation, no harder and no softer than it is printed. What only offices or unions must do is not
 * said as if companies had to; whom a sentence speaks to in its soft half need not be whom in its hard one.
 */
export function leadOf(
  { strength, addressee, quote }: Pick<Citation, 'strength' | 'addressee' | 'quote'>,
  place: string,
): string {
  if (strength === 'encouraged') return ENCOURAGED(place, SOFT.exec(quote.replace(QUOTED, ''))?.[0]);
  const hard = strength === 'required' || strength === 'prohibited';
  if (hard && addressee === 'department') return `${place}的文件里对有关部门提了要求。`;
  if (hard && addressee === 'union') return `${place}的文件里对工会提了要求。`;
  return LEAD[strength](place);
}

/** When what was found may lie beside the question. */
export const NEAREST_LEAD = (place: string) =>
  `不知道你问的是不是这个。${place}的文件里，最接近的是下面这条。`;

/** When what was found stands in a text that nobody has gone through yet. */
export const UNREAD_LEAD = (place: string) =>
  `${place}这份文件是新收的，还没人逐条对过。最接近的是下面这条，不一定就是你问的。`;

/** What is said in place of a refusal where a text was never gone through. */
export const UNREAD_REFUSAL = {
  other_law: '这件事多半要看别的法律。这里有份新收的文件还没人逐条对过，说不准写没写。',
  figure_not_in_text: '没查到这个数字（或期限、标准）。这里有份新收的文件还没人逐条对过，说不准写没写。',
} as const;

/** Before the answer from another day's text than today's. `time` as in 2021年8月. */
export const THEN = {
  text: (time: string) => `按${time}那时的文件答你，现在的文件已经不一样。`,
  /** No text was in force then: today's is shown. `day` is when it began. */
  later: (time: string, day: string) => `${time}那时还没有这份文件，它从${day}起才有。下面是现在的写法。`,
  since: (day: string) => `这份文件从${day}起才有。`,
  changed: (day: string) => `这段时间里文件换过，是${day}换的。说清是哪天的事，查得更准。`,
} as const;

/** A place whose texts are all over, or not in force yet. */
export const NO_LONGER = (place: string) => `${place}的文件已经不用了，这里没有现在用的。`;
export const NOT_YET = (place: string) => `${place}的文件还没起用。`;

export const COMPARE_LEAD = (places: readonly string[]) => `${places.join('、')}的写法放在一起，给你对照。`;

export const ADDRESSEE: Readonly<Record<Addressee, string>> = {
  enterprise: '对企业说的',
  department: '对政府部门说的',
  union: '对工会说的',
  worker: '对劳动者说的',
  unspecified: '',
};

export const ROLE: Readonly<Record<Role, string>> = {
  lead: '牵头',
  support: '配合',
  join: '参加',
  responsible: '责任单位',
  shared: '按职责分工',
  'carry-out': '落实',
  unclear: '原文表格错乱，分工看不清',
};

export const DEPARTMENTS_HEAD = '原文列的部门';

/** What is said when there is no answer. `place` is empty when it is not known. */
export const REFUSAL: Readonly<Record<Reason, (place: string) => string>> = {
  empty: (place) =>
    place === ''
      ? '没看到问题。说说你遇到的事就行，比如“站点收了押金不退”。'
      : `记住了，${place}。说说你遇到的事吧。`,
  not_understood: () => '没看懂这句话，换个说法再说一次？把事情说具体一点就好。',
  no_local_rule: (place) => `${place}的文件里没有直接写这一条。没写不等于不能维权，可以问问工会的人。`,
  place_not_covered: (place) => `${place}的文件不在这里，不能拿别处的规定当${place}的规定。`,
  not_reviewed: (place) => `${place}有份新收的文件还没人逐条对过，说不准写没写这件事。可以问问工会的人。`,
  no_such_article: (place) => `${place === '' ? '这里的文件' : `${place}的文件`}里没有找到这一条。`,
  other_law: () => '这件事要看别的法律或规定，这里的文件没有写到。',
  figure_not_in_text: () => '这个数字（或期限、标准）文件里没有写。',
  crisis: () => '先停一停，别一个人扛着。你比什么都要紧。',
  chitchat: () => '我是工友，专门帮跑单的、送货的、开车的、直播的查权益文件。遇到事直接说。',
  personal_data: () => '别人的姓名、电话、住址不能给。要找部门，可以打单位的公开电话。',
  harm: () => '伤人、造假、躲检查的事帮不了。有委屈，走正路更管用。',
  instruction: () => '我只查文件、照原文回答，别的指令做不了。',
  region_unknown: () => '各地写法不一样。你在哪儿干活？',
  region_ambiguous: () => '这个地名不止一处。你说的是哪里？',
};

export const ELSEWHERE_HEAD = (place: string) =>
  `下面是别处的规定，不是${place === '' ? '你那里' : place}的，只供参考：`;

/** The way on after each refusal. */
export const NEXT_AFTER: Readonly<Record<Reason, readonly string[]>> = {
  empty: [],
  not_understood: ['可以这样问：“下大雪还让送，有没有补贴”。', '想找人，联系当地工会。'],
  no_local_rule: ['把合同、截图、流水、聊天记录留好。', '联系当地工会，请工会的人看看还有什么办法。'],
  not_reviewed: ['把合同、截图、流水、聊天记录留好。', '联系当地工会，请工会的人看看。'],
  place_not_covered: ['问问当地工会，或者当地人社部门。', '要是不在那儿干活，说一句“我在云南”这样的话就行。'],
  no_such_article: ['看看编号对不对，或者直接说事情。'],
  other_law: ['可以找当地法律援助机构问问，也可以联系当地工会。'],
  figure_not_in_text: ['以当地主管部门公布的为准，也可以联系当地工会帮你问。'],
  crisis: [
    '身边有人，马上叫他陪着你。',
    '眼下有危险，报警打110；受了伤、吃了药，急救打120。',
    '联系当地工会，会有人听你说。',
  ],
  chitchat: ['比如问：“交了押金不退怎么办”。'],
  personal_data: ['要反映问题，联系当地工会，会有人接。'],
  harm: ['要是眼下有危险，先报警（110）或者叫急救（120）。', '想说说心里的事，联系当地工会。'],
  instruction: ['把你遇到的事说给我听就行。'],
  region_unknown: [],
  region_ambiguous: [],
};

export const NEXT = {
  evidence: '把合同、截图、流水、聊天记录留好。',
  departments: (names: string) => `可以找：${names}。`,
  union: '想有人帮，联系当地工会。',
  /** What took an ended text's place; `name` finds it when it is sent. */
  instead: (name: string) => `现在用的是新文件。发“${name}”给我就能看。`,
  /** A text that will answer this from `day` on. */
  coming: (title: string, day: string) => `《${title}》${day}起施行，到那天要按它来。`,
} as const;

export const NOTE = {
  issued: (day: string) => `${day}印发`,
  dayUnknown: '印发日期原文没有写',
  trial: '试行',
  interim: '暂行',
  campaign: (from: string, to: string) => `这是一次专项行动，时间是${from}到${to}`,
  unread: '新收的，还没人逐条对过',
  over: '现在已经结束，只能作参考',
  from: (day: string) => `${day}才起施行`,
  until: (day: string) => `有效期到${day}`,
  expired: (day: string) => `有效期到${day}，现在已经失效`,
  withdrawn: (day: string) => `${day}起已废止`,
  willEnd: (day: string) => `${day}起废止`,
  /** `instead` is the title of what took its place, when that is known. */
  superseded: (day: string, instead: string | undefined, isToCome: boolean) =>
    `${day}起${isToCome ? '要' : '已'}被${instead === undefined ? '新文件' : `《${instead}》`}代替`,
  number: '文号',
  day: '印发日期',
  region: '适用地区',
  outside: (facts: readonly string[]) => `${facts.join('、')}不在原文里，由管理员补`,
} as const;

export const DISCLAIMER = '以上是文件原文，不是律师意见。';
export const NO_TEXT_DISCLAIMER = '这里只查文件，不是律师意见。';
export const ALSO = '还可以看：';
export const BESIDE = '相近的写了这些：';
export const PLACE_PROMPT = '回复地名就行：';
export const REFERENCE_LEAD = (label: string) => `原文${label}是这样写的。`;
export const DOCUMENT_LEAD = (title: string, count: number) =>
  `这是《${title}》，一共${count}条。先看开头这一条。`;
