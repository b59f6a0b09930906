import { type Element, isElement } from './markup.ts';

const LISTS = new Set(['div', 'ul', 'ol', 'dl', 'table', 'td', 'section', 'header', 'footer', 'p', 'tr']);

type Words = { readonly text: string; readonly linked: number; readonly links: number };

const known = new WeakMap<Element, Words>();

/**
 * What leads elsewhere and says nothing itself: menus, paths, lists of other texts, the foot of a site. A block with a
 * sentence, an article or a list of attachments in it never is.
 */
export function isNavigation(element: Element): boolean {
  if (!LISTS.has(element.name)) return false;
  const { text, linked, links } = wordsOf(element);
  if (text.length === 0 || text.length > LONG || links === 0) return false;
  if (/[。；]|第[零一二三四五六七八九十百]{1,6}条|附\s*(?:件|录|表)/.test(text)) return false;
  return linked / text.length >= (links >= 3 ? 0.5 : 0.75);
}

/** Longer blocks hold a text with links in it. */
const LONG = 4_000;

/** The words of an element without blanks, cut where they are surely too long for a menu. */
function wordsOf(element: Element): Words {
  const before = known.get(element);
  if (before !== undefined) return before;
  let text = '';
  let linked = 0;
  let links = 0;
  for (const child of element.children) {
    if (text.length > LONG) break;
    if (!isElement(child)) {
      text += child.replace(/\s+/g, '');
    } else if (child.name !== 'script' && child.name !== 'style') {
      const below = wordsOf(child);
      text += below.text;
      linked += below.linked;
      links += below.links;
    }
  }
  const isLink = element.name === 'a' && text !== '';
  const words = {
    text: text.slice(0, LONG + 1),
    linked: isLink ? text.length : linked,
    links: links + (isLink ? 1 : 0),
  };
  known.set(element, words);
  return words;
}

/** What the sites of offices print around every text: neighbours, counters, sizes of letters, who runs the site. */
const OF_THE_SITE =
  /^(?:上一[篇条]|下一[篇条])[：:]|^扫一扫.{0,20}$|^(?:打印|关闭|分享|收藏)(?:本页|本文|窗口|到).{0,20}$|网站标识码[：:]|ICP备\d|公网安备|^版权所有|^主办(?:单位)?[：:].{2,30}承办|^发布(?:日期|时间)[：:].*(?:来源|浏览|阅读|点击|字体)|(?:浏览|阅读|点击)(?:次数|量|数)[：:]/;

export function isOfTheSite(line: string): boolean {
  return line.length <= 120 && !/[。；]/.test(line) && OF_THE_SITE.test(line.trim());
}
