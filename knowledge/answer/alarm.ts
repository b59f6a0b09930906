/** Words that no search may answer: somebody may die. Checked before anything else. */

const SELF =
  /不想活|活不下去|活着没意思|(?<!得|累|热|困|冷|疼)想死|去死了算|(?<!骑手|司机|同事|工友|他|她|人)自杀|轻生|跳楼(?!价|大甩卖)|寻死|结束生命|喝农药/;
const OTHERS =
  /(?<!(?:被|让|遭|挨).{0,6})(杀了|杀死|捅死|捅了|捅|弄死|打死|砍死|砍了|烧死|炸了|炸死|弄残|做掉)(这|那|他|她|它|你|老板|站长|经理|队长|顾客|客户|公司|平台|站点|店|全家|人)|(?<!被.{0,6})(炸弹|炸药|下毒|雇凶|放火烧)/;

/** crisis: the person may harm themselves; harm: somebody else. */
export function findAlarm(text: string): 'crisis' | 'harm' | undefined {
  if (SELF.test(text)) return 'crisis';
  return OTHERS.test(text) ? 'harm' : undefined;
}
