// @ts-check
/** @typedef {import('./tree.js').Tree} Tree */

/**
 * Elements from a tree; text stays text.
 * @param {Tree} tree
 * @returns {Text | HTMLElement}
 */
export function nodeOf(tree) {
  if (typeof tree === 'string') return document.createTextNode(tree);
  const element = document.createElement(tree.tag);
  for (const [name, value] of Object.entries(tree.attrs)) element.setAttribute(name, value);
  element.append(...tree.children.map(nodeOf));
  return element;
}

/**
 * The element with this id, of this kind.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function need(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/** 128 random bits as hex. `randomUUID` would need https. https://developer.mozilla.org/docs/Web/API/Crypto/getRandomValues */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
