// @ts-check
import { need, randomId } from './dom.js';
import { post } from './post.js';

/**
 * Sends a file as soon as it is chosen. It is not kept here: what could not be sent is to be chosen again, and that is said.
 * The id makes a second try of the same choice harmless.
 *
 * @param {HTMLFormElement} form
 * @param {string} csrf
 * @param {number} maxBytes
 * @param {{
 *   readonly began: (id: string, name: string) => void,
 *   readonly sent: (id: string) => void,
 *   readonly failed: (id: string, why: string) => void,
 *   readonly tooLarge: string,
 * }} told
 */
export function attachFiles(form, csrf, maxBytes, told) {
  const input = need('file', HTMLInputElement);
  // One button for both: it opens the chooser, and what is chosen is sent.
  const button = need('attach-send', HTMLButtonElement);
  form.classList.add('live');
  button.type = 'button';
  button.textContent = input.labels?.[0]?.textContent ?? button.textContent;
  button.addEventListener('click', () => input.click());
  input.multiple = true;
  let line = Promise.resolve();
  input.addEventListener('change', () => {
    for (const file of input.files ?? []) {
      const id = randomId();
      told.began(id, file.name);
      if (file.size > maxBytes) told.failed(id, told.tooLarge);
      else line = line.then(() => send(id, file));
    }
    input.value = '';
  });

  /** @param {string} id @param {File} file */
  async function send(id, file) {
    const body = new FormData();
    body.set('id', id);
    body.set('file', file);
    for (let tries = 1; ; tries++) {
      const answer = await post('/chat/files', body, { csrf, ms: LONGEST });
      if (answer.status === 202) return told.sent(id);
      const again = answer.status === 0 || answer.status === 429 || answer.status >= 500;
      if (!again || tries >= TRIES) return told.failed(id, answer.say);
      await new Promise((resolve) => setTimeout(resolve, answer.afterMs ?? 2000 * tries));
    }
  }
}

const TRIES = 4;
/** A slow line and 20 MB. */
const LONGEST = 180_000;
