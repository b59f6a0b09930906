// @ts-check
import { attachFiles } from './attach.js';
import { need, randomId } from './dom.js';
import { createLog } from './log.js';
import { createSender } from './sender.js';
import { openStream } from './stream.js';

const chat = need('chat', HTMLElement);
/** @type {import('./letter.js').LetterWords & Record<'waiting' | 'refused' | 'working' | 'open' | 'connecting' | 'lost' | 'parked' | 'expired' | 'offline' | 'sending' | 'notSent' | 'fileSent' | 'fileTooLarge', string>} */
const words = JSON.parse(chat.dataset.words ?? '{}');
const csrf = chat.dataset.csrf ?? '';
const status = need('status', HTMLElement);
const working = need('working', HTMLElement);
const composer = need('composer', HTMLFormElement);
const box = need('text', HTMLTextAreaElement);

const places = document.querySelector('#region');
/** What the picker shows is what counts, once a letter or a press has said so. */
let place = places instanceof HTMLSelectElement ? places.value : '';

/** @param {string} value */
function showPlace(value) {
  if (!(places instanceof HTMLSelectElement)) return;
  places.value = value;
  // A city whose province is listed shows as the province; what stands in no listed place shows as none.
  for (let id = value; places.selectedIndex < 0 && id !== ''; places.value = id)
    id = id.slice(0, Math.max(0, id.lastIndexOf('/')));
  place = places.value;
}

const log = createLog(need('log', HTMLElement), words, { csrf, id: randomId() });

/** How long the page says that it is being looked up, when nothing comes. */
const PATIENCE = 30_000;
let patience = 0;
/** Everything was asked to be erased: after the next letter the page shows what the server still has. */
let erasing = false;
const LOOK = 'gongyou.look';

/** @param {boolean} on */
function showWorking(on) {
  clearTimeout(patience);
  working.textContent = on ? words.working : '';
  if (on) patience = setTimeout(() => showWorking(false), PATIENCE);
}

const sender = createSender(csrf, {
  waits: (item, why) => log.state(item.id, why || words.waiting),
  sent: (item) => {
    log.state(item.id, '');
    showWorking(true);
  },
  refused: (item, why) => {
    log.state(item.id, why || words.refused);
    const { text } = item.body;
    if (text !== undefined && box.value === '') box.value = text;
    grow();
  },
  expired: () => say('expired'),
});
for (const item of sender.waiting()) log.person(item.id, item.shown, words.waiting);
sender.retry();

const stream = openStream(Number(chat.dataset.since ?? 0), {
  letter: (letter) => {
    if (log.has(letter)) return;
    if (erasing) {
      sessionStorage.setItem(LOOK, 'last');
      location.reload();
      return;
    }
    showWorking(false);
    log.bot(letter);
    showPlace(`region::${letter.place}`);
  },
  working: ({ event, text, action }) => {
    log.person(event, text);
    log.state(event, '');
    if (action === 'erase:yes') erasing = true;
    showWorking(true);
  },
  state: (state) => {
    say(state);
    if (state === 'open') sender.retry();
  },
});

/** @param {'open' | 'connecting' | 'lost' | 'parked' | 'expired' | 'offline'} state */
function say(state) {
  if (status.dataset.state === 'expired') return;
  const shown = state !== 'open' && state !== 'connecting' && !navigator.onLine ? 'offline' : state;
  status.dataset.state = shown;
  status.textContent = words[shown];
}

/**
 * @param {'/chat/messages' | '/chat/actions'} path
 * @param {Record<string, string>} body
 * @param {string} shown
 */
function send(path, body, shown) {
  const id = randomId();
  log.person(id, shown, words.waiting);
  sender.add({ id, path, body, shown });
}

/** The box grows with its words, where CSS does not do it. */
function grow() {
  if (CSS.supports('field-sizing', 'content')) return;
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, innerHeight * 0.4)}px`;
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = box.value.trim();
  box.focus();
  if (text === '') return;
  box.value = '';
  grow();
  // Chosen and not yet pressed: whoever asks now means that place.
  if (places instanceof HTMLSelectElement && places.value !== '' && places.value !== place)
    places.form?.requestSubmit();
  send('/chat/messages', { text }, text);
});

box.addEventListener('input', grow);
box.addEventListener('keydown', (event) => {
  // While an input method is open, Enter chooses a word.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit();
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form === composer) return;
  const path = form.getAttribute('action');
  if (path !== '/chat/messages' && path !== '/chat/actions') return;
  event.preventDefault();
  const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter : undefined;
  const data = new FormData(form, pressed);
  form.closest('details')?.removeAttribute('open');
  const text = data.get('text');
  const action = data.get('action');
  if (typeof text === 'string') send('/chat/messages', { text }, text);
  if (typeof action === 'string' && action !== '') {
    const select = form.querySelector('select');
    const label = select?.selectedOptions[0]?.textContent ?? pressed?.textContent ?? '';
    const message = data.get('message');
    send(
      '/chat/actions',
      { action, label: label.slice(0, 60), ...(typeof message === 'string' ? { message } : {}) },
      label,
    );
    if (select) place = select.value;
  }
});

attachFiles(need('attach', HTMLFormElement), csrf, Number(chat.dataset.maxFile ?? 0), {
  began: (id, name) => log.person(id, `${words.fileSent}${name}`, words.sending),
  sent: (id) => {
    log.state(id, '');
    showWorking(true);
  },
  failed: (id, why) => log.state(id, why || words.notSent),
  tooLarge: words.fileTooLarge,
});

// A menu closes as menus do.
document.addEventListener('keydown', (event) => {
  const menu = document.querySelector('details.menu[open]');
  if (event.key !== 'Escape' || menu === null) return;
  menu.removeAttribute('open');
  menu.querySelector('summary')?.focus();
});
document.addEventListener('click', (event) => {
  const menu = document.querySelector('details.menu[open]');
  if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute('open');
});

addEventListener('online', () => {
  stream.wake();
  sender.retry();
});
addEventListener('offline', () => say('offline'));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return;
  stream.wake();
  sender.retry();
});
addEventListener('pagehide', () => stream.close());

const newest = need('log', HTMLElement).lastElementChild;
newest?.scrollIntoView({ block: 'end' });
if (sessionStorage.getItem(LOOK) !== null && newest instanceof HTMLElement) {
  sessionStorage.removeItem(LOOK);
  newest.focus();
}
