// @ts-check
/**
 * What is shown, as plain data. The server writes it as markup, the page builds it as elements; neither ever reads markup,
 * so nothing that a person or a policy wrote can become any. Tag and attribute names come from our code only.
 *
 * @typedef {{ readonly tag: string, readonly attrs: Readonly<Record<string, string>>, readonly children: readonly Tree[] }} Branch
 * @typedef {string | Branch} Tree
 */

/**
 * @param {string} tag
 * @param {Readonly<Record<string, string>>} attrs
 * @param {readonly Tree[]} children
 * @returns {Branch}
 */
export function branch(tag, attrs, ...children) {
  return { tag, attrs, children };
}

/**
 * A path of this site, or '/' for anything that leads elsewhere (`//host`, a backslash, a scheme).
 * @param {string} path
 */
export function ownPath(path) {
  return /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/';
}
