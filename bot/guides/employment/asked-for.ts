const WHAT =
  '(?:算(?:不算|是)?(?:是)?|是(?:不是|否)?|有(?:没有|无)?|构(?:不构)?成)?(?:个|什么|哪种|哪类|啥)?(?:劳动关系|事实劳动关系|雇佣关系|正式工|正式员工)';
const HELP = '(?:帮我|帮忙|麻烦|请|给我|替我|陪我|我想|我要|想|要|来|能)+(?:你)?';
const LOOK =
  '(?:看看|看一看|看一下|查查|查一查|查一下|测测|测一测|测一下|测试|判断|理一理|理理|分析|评估|弄清楚?|搞清楚?|算算|对照|自查|自测|检查|查|看|测)';

/** 帮我看看我算不算劳动关系, 测一下劳动关系; 我算不算劳动关系 alone is a question, which the texts answer first. */
const PATTERNS: readonly RegExp[] = [
  new RegExp(`^${HELP}[^，。?？]{0,4}${LOOK}[^，。?？]{0,14}${WHAT}[^，。]{0,6}$`, 'u'),
  new RegExp(`^${LOOK}(?:一?下|看)?[^，。?？]{0,12}${WHAT}[^，。]{0,6}$`, 'u'),
  new RegExp(
    `^(?:${HELP})?(?:做|办|用|开始|走)(?:一?个|一?下)?劳动关系(?:的)?(?:自查|自测|检查|测试|判断|指引|办事)?$`,
    'u',
  ),
  /^(?:我(?:想|要))?劳动关系(?:的)?(?:自查|自测|检查|测试|判断|检测|测一下|查一下|看一下)$/u,
  new RegExp(
    `^${HELP}[^，。?？]{0,4}${LOOK}[^，。?？]{0,8}(?:我|自己|咱|俺|骑手)[^，。?？]{0,6}(?:算|属于|是)(?:哪一?[类种]|什么(?:人|身份|关系|工)|啥)[^，。]{0,6}$`,
    'u',
  ),
];

/** Words that have a rule in view, not themselves. */
const RULE =
  /规定|条例|文件|第.{1,4}条|法律|标准|赔|补偿|仲裁|投诉|证据|怎么(?:办|认定|判断|证明)|什么意思|是什么/u;

export function isAskedFor(words: string): boolean {
  const said = words
    .trim()
    .replace(/[。.!！~～?？\s]+$/u, '')
    .replace(/(?:吧|呗|呀|啊|哈|谢谢|可以吗|行吗|好吗|嘛)+$/u, '');
  return said.length <= 40 && !RULE.test(said) && PATTERNS.some((pattern) => pattern.test(said));
}
