import { isNavigation, isOfTheSite } from './html-menus.ts';
import { readTable } from './html-table.ts';
import { formatHeading, formatParagraph } from './lines.ts';
import { formatListMark } from './list-marks.ts';
import { childOf, descendants, type Element, type Node, parseHtml } from './markup.ts';
import { createNotes, type Notes, type ReadText } from './read-file.ts';
import { refuse } from './refuse.ts';
import { toSuperscript } from './superscripts.ts';

const DROPPED = new Set(
  'script style noscript template head nav aside button select option input textarea iframe object embed svg canvas audio video map dialog rt rp'.split(
    ' ',
  ),
);
/** Of these, what a page shows beside its text. */
const ASIDE = new Set(['nav', 'aside']);
const BLOCKS = new Set(
  'address article blockquote body center dd details div dl dt fieldset figcaption figure footer form header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6'.split(
    ' ',
  ),
);
const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)/i;

const STRUCK = /text-decoration(?:-line)?\s*:[^;]{0,60}line-through/i;

type Walk = {
  readonly file: string;
  readonly notes: Notes;
  readonly lines: string[];
  /** The paragraph being read. */
  open: string;
  /** The number of a list's item, until the first words of it. */
  mark: string;
};

/**
 * The text of a page as a reader sees it: what is hidden and what only leads elsewhere is dropped, lists keep their
 * numbers, tables their cells.
 * @throws UnreadableFile where words are struck out, BadMarkup
 */
export function readHtml(source: string, file: string): ReadText {
  const html = childOf(parseHtml(source), 'html');
  const body = childOf(html, 'body');
  const notes = createNotes();
  if (body === undefined) return { text: '', notes: notes.list() };
  return { text: linesOf(body, file, notes).join('\n'), notes: notes.list() };
}

function linesOf(element: Element, file: string, notes: Notes): readonly string[] {
  const walk: Walk = { file, notes, lines: [], open: '', mark: '' };
  for (const child of element.children) visit(child, walk, element);
  close(walk);
  return walk.lines;
}

function close(walk: Walk, format: (text: string) => string = formatParagraph): void {
  const lines = format(walk.open).split('\n');
  const line = lines.filter((each) => !isOfTheSite(each)).join('\n');
  if (line.length < lines.join('\n').length) walk.notes.add('menus');
  walk.open = '';
  if (line.trim() === '') return;
  walk.lines.push(walk.mark === '' ? line : line.replace(/^(#{1,6} )?/, `$1${walk.mark}`));
  walk.mark = '';
}

function visit(node: Node, walk: Walk, parent: Element): void {
  if (typeof node === 'string') {
    walk.open += parent.name === 'pre' ? node : collapse(node, walk.open);
    return;
  }
  const { name } = node;
  if (DROPPED.has(name)) {
    if (ASIDE.has(name) && textOf(node).trim() !== '') walk.notes.add('menus');
    return;
  }
  if (isHidden(node)) {
    walk.notes.add('hidden');
    return;
  }
  if (isFootnoteMark(node)) {
    walk.notes.add('footnotes');
    return;
  }
  if (['del', 'ins', 's', 'strike'].includes(name) || STRUCK.test(node.attributes.style ?? ''))
    throw refuse(walk.file, 'tracked-changes', `words in <${name}>`);
  if (name === 'br') walk.open += '\n';
  else if (name === 'img') walk.notes.add('pictures');
  else if (name === 'sup' && /^\s*[0-9]+\s*$/.test(textOf(node)))
    walk.open += toSuperscript(textOf(node).trim());
  else if (!BLOCKS.has(name)) inside(node, walk);
  else visitBlock(node, walk);
}

/** Line feeds of the source are blanks, and blanks at the head of a line are nothing. */
function collapse(text: string, before: string): string {
  const one = text.replace(/[ \t\r\n\f]+/g, ' ');
  return /(?:^|[ \n])$/.test(before) ? one.trimStart() : one;
}

function inside(element: Element, walk: Walk): void {
  for (const child of element.children) visit(child, walk, element);
}

function visitBlock(element: Element, walk: Walk): void {
  close(walk);
  if (isNavigation(element) || /^(?:header|footer)$/.test(element.attributes.title ?? '')) {
    walk.notes.add('menus');
    return;
  }
  if (element.name === 'ol') {
    visitList(element, walk);
    return;
  }
  const table =
    element.name === 'table' ? readTable(element, (cell) => linesOf(cell, walk.file, walk.notes)) : undefined;
  if (table !== undefined) {
    walk.lines.push(...table.filter((line) => line !== ''));
    return;
  }
  inside(element, walk);
  const level = /^h([1-6])$/.exec(element.name)?.[1];
  close(walk, level === undefined ? formatParagraph : (text) => formatHeading(text, Number(level)));
}

/** Numbers that only the browser prints are printed here. https://html.spec.whatwg.org/multipage/grouping-content.html#the-ol-element */
function visitList(list: Element, walk: Walk): void {
  const items = list.children.filter((child): child is Element => typeof child !== 'string');
  const step = 'reversed' in list.attributes ? -1 : 1;
  const first = step === 1 ? 1 : items.filter((item) => item.name === 'li').length;
  let number = integer(list.attributes.start) ?? first;
  for (const item of items) {
    if (item.name !== 'li') {
      visit(item, walk, list);
      continue;
    }
    close(walk);
    number = integer(item.attributes.value) ?? number;
    const style = `${list.attributes.style ?? ''};${item.attributes.style ?? ''}`;
    walk.mark += formatListMark(list.attributes.type ?? '', style, number);
    inside(item, walk);
    close(walk);
    walk.mark = '';
    number += step;
  }
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;
}

/** A number that leads to a note, or back from it, is no word of the sentence. */
function isFootnoteMark(element: Element): boolean {
  const [link] = element.name === 'a' ? [element] : element.name === 'sup' ? descendants(element, 'a') : [];
  if (link?.attributes.href?.startsWith('#') !== true) return false;
  return /^\s*[[〔(]?(?:\d{1,3}|[*①-⑳])[\]〕)]?\s*$/.test(textOf(link));
}

function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

function isHidden({ attributes }: Element): boolean {
  return (
    'hidden' in attributes || attributes['aria-hidden'] === 'true' || HIDDEN.test(attributes.style ?? '')
  );
}
