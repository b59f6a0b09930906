/** Words that no search may answer: somebody may die. Checked before anything else. */

/** Figures of speech and the trade's own words; taken out before anything is looked for, so that what is left is meant. */
const FIGURES =
  /自杀式|不想活动|(?<!不)想死(?:你|他|她|我)|(?:累|热|冻|冷|困|饿|疼|笑|气|急|忙|坑|吓|堵|晒|烦|臭|渴|闷)(?:得|的)?(?:我|人|俺)?(?:都|真|真的|直|就)?想死/g;
const SELF =
  /不想(?:再)?活|活不下去|活够了|活腻|活着[^，。]{0,4}没(?:有|啥|什么)?(?:意思|意义|盼头)|想(?:要)?去?死|去死了算|死了算了|一死了之|一了百了|生不如死|(?<!骑手|司机|同事|工友|他|她|人)自杀|轻生|跳楼(?!价|大甩卖)|(?:想|要|去)跳(?:河|江|海|桥)|割腕|上吊|烧炭|遗书|寻死|寻短见|结束(?:我的|自己的)?生命|喝农药|(?:吃|吞|喝)[^，。]{0,3}(?:安眠药|百草枯|敌敌畏|老鼠药)/;
const OTHERS =
  /(?<!(?:被|让|遭|挨).{0,6})(杀了|杀死|捅死|捅了|捅|弄死|打死|砍死|砍了|烧死|炸了|炸死|弄残|做掉)(这|那|他|她|它|你|老板|站长|经理|队长|顾客|客户|公司|平台|站点|店|全家|人)|(?<!被.{0,6})(炸弹|炸药|下毒|雇凶|放火烧)/;

/**
 * crisis: the person may harm themselves; harm: somebody else.
 * @param text folded and simplified, as a Query's `text`
 */
export function findAlarm(text: string): 'crisis' | 'harm' | undefined {
  if (SELF.test(text.replace(FIGURES, '…'))) return 'crisis';
  return OTHERS.test(text) ? 'harm' : undefined;
}
