// @ts-check
import { branch, ownPath } from './tree.js';

/**
 * A message as a page shows it: see ../letters.ts, which makes it from what is stored.
 *
 * @typedef {{ readonly kind: 'text', readonly text: string, readonly style: 'plain' | 'strong' | 'quiet', readonly asks?: true }
 *   | { readonly kind: 'list', readonly items: readonly string[] }
 *   | { readonly kind: 'citation', readonly id: string, readonly place: string, readonly quote: string, readonly head: string, readonly notes: readonly string[], readonly path: string }
 *   | { readonly kind: 'file', readonly name: string, readonly caption: string, readonly path: string }} ShownPart
 * @typedef {{ readonly label: string, readonly action: string } | { readonly label: string, readonly path: string }} ShownButton
 * @typedef {{ readonly from: 'bot', readonly id: number, readonly place: string, readonly parts: readonly ShownPart[], readonly buttons: readonly (readonly ShownButton[])[] }} BotLetter
 * @typedef {{ readonly from: 'person', readonly event: string, readonly text: string, readonly state?: string }} PersonLetter
 *
 * Words of the page, and what its forms carry.
 * @typedef {{ readonly bot: string, readonly you: string, readonly source: string, readonly sourceOf: string, readonly download: string, readonly choices: string }} LetterWords
 * @typedef {{ readonly csrf: string, readonly id: string }} FormKeys
 */

/**
 * @param {BotLetter} letter
 * @param {LetterWords} words
 * @param {FormKeys} keys
 */
export function botLetter(letter, words, keys) {
  return branch(
    'article',
    { class: 'letter bot', 'aria-label': words.bot, 'data-id': String(letter.id), tabindex: '-1' },
    ...letter.parts.map((part) => shownPart(part, words)),
    ...(letter.buttons.length === 0 ? [] : [buttons(letter, words, keys)]),
  );
}

/**
 * @param {PersonLetter} letter
 * @param {LetterWords} words
 */
export function personLetter(letter, words) {
  return branch(
    'article',
    { class: 'letter person', 'aria-label': words.you, 'data-event': letter.event },
    branch('p', {}, letter.text),
    ...(letter.state === undefined ? [] : [branch('p', { class: 'state' }, letter.state)]),
  );
}

/**
 * @param {ShownPart} part
 * @param {LetterWords} words
 */
function shownPart(part, words) {
  switch (part.kind) {
    case 'text':
      return branch('p', { class: part.asks ? `${part.style} asks` : part.style }, part.text);
    case 'list':
      return branch('ul', { class: 'steps' }, ...part.items.map((item) => branch('li', {}, item)));
    case 'citation':
      return citation(part, words);
    case 'file':
      return branch(
        'p',
        { class: 'file' },
        ...(part.caption === '' ? [] : [branch('span', {}, part.caption)]),
        branch(
          'a',
          { class: 'button', href: ownPath(part.path), download: part.name },
          `${words.download}${part.name}`,
        ),
      );
  }
}

/**
 * @param {Extract<ShownPart, { kind: 'citation' }>} part
 * @param {LetterWords} words
 */
function citation(part, words) {
  const pieces = part.quote.split('\n').map((piece) => branch('p', {}, piece));
  const notes = part.notes.map((note) => branch('li', {}, note));
  return branch(
    'figure',
    { class: 'citation' },
    ...(part.place === '' ? [] : [branch('p', { class: 'place' }, part.place)]),
    branch('blockquote', {}, ...pieces),
    branch('figcaption', {}, part.head),
    ...(notes.length === 0 ? [] : [branch('ul', { class: 'notes' }, ...notes)]),
    branch(
      'a',
      { class: 'source', href: ownPath(part.path), 'aria-label': `${words.sourceOf}${part.head}` },
      words.source,
    ),
  );
}

/**
 * A form, so that a press works without this script too.
 * @param {BotLetter} letter
 * @param {LetterWords} words
 * @param {FormKeys} keys
 */
function buttons(letter, words, keys) {
  const hidden = Object.entries({ csrf: keys.csrf, id: keys.id, message: String(letter.id) }).map(
    ([name, value]) => branch('input', { type: 'hidden', name, value }),
  );
  const rows = letter.buttons.map((row) =>
    branch(
      'div',
      { class: 'row' },
      ...row.map((button) =>
        'action' in button
          ? branch('button', { class: 'button', name: 'action', value: button.action }, button.label)
          : branch('a', { class: 'button', href: ownPath(button.path) }, button.label),
      ),
    ),
  );
  return branch(
    'form',
    { class: 'buttons', method: 'post', action: '/chat/actions', 'aria-label': words.choices },
    ...hidden,
    ...rows,
  );
}
