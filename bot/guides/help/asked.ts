/** 申请困难帮扶, 家里出事了想找工会帮忙: a wish. What help there is, and how much, are questions, and are answered first. */
const HELP =
  '(?:困难(?:职工)?(?:帮扶|补助|救助|补贴|慰问|建档|档案|帮助)|帮扶|救助|救济|爱心帮扶|送温暖|助学|扶困|困难)';
const WISH =
  '(?:我|俺|咱|我们)?(?:现在|也)?(?:是)?(?:想要|想|要|打算|准备|申请|报名|帮我|给我|替我|请帮我|麻烦帮我)+';
const APPLIES = new RegExp(
  `^(?:你好[,，]?)?${WISH}(?:个|一下|申请|报名|办|办理|领|写|填|交|报|递|求|一份|份|个|张|找)*(?:工会)?(?:的|给点|给)?${HELP}`,
  'u',
);
const PLAIN = new RegExp(`^(?:申请|办理|办|报|写|填)?(?:工会)?(?:的)?${HELP}(?:申请|申请书|表)?$`, 'u');
/** The union asked for help by somebody in need. */
const OF_THE_UNION =
  /(?:想|要|请|求|希望|盼)(?:找|请|让|求|得到|要)?(?:个|一下|咱们?|我们)?工会(?:的人|的同志)?(?:能|可以)?(?:帮|救济|救助|伸把手|拉一把|支援|照顾)|(?:找|求|请)工会(?:帮(?:帮)?忙?|救助|救济|拉一把|伸把手|帮一把)/u;
const IN_NEED =
  /困难|难处|生病|得病|重病|大病|住院|癌|手术|看病|医药费|火灾|失火|水灾|遭灾|被淹|学费|揭不开锅|过不下去|遭|着火|没钱|没收入|出事|车祸|受伤|摔|撑不住|日子|帮扶|难/u;
const ASKS =
  /[?？]|吗|呢$|怎么|怎样|咋|如何|能不能|可不可以|多少|几(?!个月|天|年|口)|什么|啥|哪|为什么|凭|不让|合法|不想|不要|条件|标准|流程|有没有|算不算|谁/u;
const OTHER = /投诉|举报|仲裁|欠|押金|罚|封号|起诉|告他|告站|告公司|入会|加入/u;

/** Words that ask to be walked to the union's help. */
export function asksForHelp(words: string): boolean {
  const said = words.trim().replace(/(?:吧|呗|啊|哈|了)*[。！!~～，,\s]*$/u, '');
  if (said.length > 60 || ASKS.test(said) || OTHER.test(said)) return false;
  return APPLIES.test(said) || PLAIN.test(said) || (OF_THE_UNION.test(said) && IN_NEED.test(said));
}

export type Need = 'ill' | 'accident' | 'disaster' | 'school' | 'income';

const NEEDS: readonly (readonly [Need, RegExp])[] = [
  ['accident', /车祸|撞|摔|受(?:了)?伤|骨折|意外|出(?:了)?事故|砸|烫伤|烧伤/u],
  ['disaster', /火灾|着火|失火|水灾|洪水|大水|被淹|淹了|地震|泥石流|台风|塌|遭(?:了)?灾/u],
  ['ill', /病|癌|住院|手术|瘤|化疗|透析|医药费|中风|瘫/u],
  ['school', /学费|上学|读书|念书|助学|大学|开学|入学/u],
  ['income', /没(?:了)?(?:收入|活|单|工作|钱)|失业|停单|揭不开锅|断了?收入|裁员|倒闭|跑不动/u],
];

/** What somebody is in need of help for; several where their words name several. */
export function needsIn(words: string): readonly Need[] {
  return NEEDS.filter(([, pattern]) => pattern.test(words)).map(([need]) => need);
}
