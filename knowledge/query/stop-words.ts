/**
 * Tokens that only ask. They are left out of a question, never out of a text: with a field of lay questions they would
 * match the asking instead of the thing asked.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set([
  ...'的了吗呢么我你他她是怎什哪谁吧啊请问',
  ...'如何 什么 哪些 怎么 怎样 是否 可以 应当 如果 需要 能否 多少 多久 请问 为什 这种 情况 有什 有哪 应该 以吗 什样 么办 吗我 的是 了吗 以及 或者 能不 不能 会不 会被'.split(
    ' ',
  ),
]);
