import { escapeHtml, Html } from '../../http/html.ts';
import type { Tree } from './page/tree.js';

const VOID: readonly string[] = ['input', 'br'];

/** A tree as markup: what the page's script would build as elements. */
export function treeHtml(tree: Tree): Html {
  return new Html(markupOf(tree));
}

function markupOf(tree: Tree): string {
  if (typeof tree === 'string') return escapeHtml(tree);
  const attrs = Object.entries(tree.attrs).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  const open = `<${tree.tag}${attrs.join('')}>`;
  return VOID.includes(tree.tag) ? open : `${open}${tree.children.map(markupOf).join('')}</${tree.tag}>`;
}
