// @ts-check
import { nodeOf } from './dom.js';
import { botLetter, personLetter } from './letter.js';

/**
 * The conversation on the page. What it already shows is never shown twice.
 * @param {HTMLElement} log
 * @param {import('./letter.js').LetterWords} words
 * @param {import('./letter.js').FormKeys} keys
 */
export function createLog(log, words, keys) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  /** @param {string} event */
  const ofPerson = (event) => log.querySelector(`[data-event="${CSS.escape(event)}"]`);

  /** @param {import('./tree.js').Tree} tree */
  const append = (tree) => {
    document.getElementById('empty')?.remove();
    const shown = nodeOf(tree);
    log.append(shown);
    return shown;
  };

  /** @param {Node} shown */
  const lookAt = (shown) => {
    if (shown instanceof HTMLElement)
      shown.scrollIntoView({ block: 'start', behavior: calm.matches ? 'auto' : 'smooth' });
  };

  /**
   * A question is seen with its buttons; an answer (it has a lead) is read from its beginning, even where a question follows.
   * @param {HTMLElement} shown
   */
  const lookAtQuestion = (shown) => {
    const asked = shown.querySelector('.asks');
    if (asked === null || shown.querySelector('.strong') !== null) return;
    const room = document.getElementById('composer')?.getBoundingClientRect().top ?? innerHeight;
    if (shown.getBoundingClientRect().bottom <= room) return;
    const height = shown.getBoundingClientRect().bottom - asked.getBoundingClientRect().top;
    const behavior = calm.matches ? 'auto' : 'smooth';
    if (height < room - 80) shown.scrollIntoView({ block: 'end', behavior });
    else asked.scrollIntoView({ block: 'start', behavior });
  };

  return {
    /**
     * Whether it stands there, or further back than the page goes: a stream looks back a little.
     * @param {import('./letter.js').BotLetter} letter
     */
    has: ({ id }) => {
      const first = log.querySelector('[data-id]');
      const goesBackTo = first instanceof HTMLElement ? Number(first.dataset.id) : 0;
      return id < goesBackTo || log.querySelector(`[data-id="${id}"]`) !== null;
    },
    /** @param {import('./letter.js').BotLetter} letter */
    bot: (letter) => {
      // The question stays in sight above its answer.
      const before = log.lastElementChild;
      const shown = append(botLetter(letter, words, keys));
      lookAt(before?.classList.contains('person') && before.clientHeight < 160 ? before : shown);
      if (shown instanceof HTMLElement) lookAtQuestion(shown);
    },
    /**
     * @param {string} event
     * @param {string} text
     * @param {string} [state]
     */
    person: (event, text, state) => {
      if (ofPerson(event)) return;
      const letter = { from: /** @type {const} */ ('person'), event, text };
      lookAt(append(personLetter(state === undefined ? letter : { ...letter, state }, words)));
    },
    /**
     * Says how a message of the person fares; '' when it has arrived.
     * @param {string} event
     * @param {string} state
     */
    state: (event, state) => {
      const shown = ofPerson(event);
      shown?.querySelector('.state')?.remove();
      if (state !== '') shown?.append(nodeOf({ tag: 'p', attrs: { class: 'state' }, children: [state] }));
    },
  };
}
