// @ts-check
import { keepFresh, tell } from './frame.js';
import { listenToKeys } from './keys.js';

const id = document.getElementById('live-data')?.dataset.ticket ?? '';
keepFresh((change) => change.ticket === id);

/** How far letters got is no event of the ticket: asked while one is on its way, and nothing personal with it. */
const LOOK = 2_000;
const LONGEST = 30_000;
let wait = LOOK;
let timer = 0;

const onTheirWay = () => [...document.querySelectorAll('[data-letter]:not([data-state="sent"])')];

async function look() {
  timer = 0;
  if (onTheirWay().length === 0) return;
  try {
    const response = await fetch(`/console/tickets/${id}/letters`, {
      headers: { accept: 'application/json' },
    });
    if (!response.ok) return;
    const letters = await response.json();
    for (const shown of onTheirWay()) {
      const found = letters[shown.getAttribute('data-letter') ?? ''];
      if (found === undefined || shown.getAttribute('data-state') === found.state) continue;
      shown.setAttribute('data-state', found.state);
      shown.textContent = found.say;
      wait = LOOK;
    }
  } catch {
    // The stream says that the line is lost.
  }
  wait = Math.min(wait * 1.5, LONGEST);
  if (timer === 0) timer = setTimeout(look, wait);
}
timer = setTimeout(look, LOOK);

let lines = document.querySelectorAll('[data-live="talk"] .log > li').length;
document.addEventListener('console:fresh', () => {
  wait = LOOK;
  if (timer === 0) timer = setTimeout(look, LOOK);
  const all = document.querySelectorAll('[data-live="talk"] .log > li');
  if (all.length > lines) {
    const newest = all[all.length - 1];
    newest?.classList.add('new');
    newest?.scrollIntoView({ block: 'nearest' });
  }
  lines = all.length;
});

// A reply that is given often comes into the box beside what stands there already.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.id !== 'canned') return;
  event.preventDefault();
  const choice = form.querySelector('select');
  const box = document.getElementById('reply-words');
  if (choice === null || choice.value === '' || !(box instanceof HTMLTextAreaElement)) return;
  void put(choice, box);
});

/**
 * @param {HTMLSelectElement} choice
 * @param {HTMLTextAreaElement} box
 */
async function put(choice, box) {
  const path = `/console/canned/${encodeURIComponent(choice.value)}`;
  const response = await fetch(path, { headers: { accept: 'application/json' } }).catch(() => undefined);
  const found = response === undefined ? {} : await response.json().catch(() => ({}));
  if (typeof found.say === 'string') tell(found.say, false);
  if (typeof found.text !== 'string') return;
  box.value = box.value.trim() === '' ? found.text : `${box.value.trimEnd()}\n${found.text}`;
  choice.value = '';
  box.focus();
}

/** @param {string} name */
const press = (name) => () => {
  const button = document.getElementById(name);
  if (button instanceof HTMLButtonElement) button.form?.requestSubmit();
};
/** @param {string} name */
const write = (name) => () => {
  const box = document.getElementById(name);
  box?.closest('details')?.setAttribute('open', '');
  box?.focus({ preventScroll: true });
  box?.closest('form')?.scrollIntoView({ block: 'nearest' });
};

/** What is written first in each form, which the bar leads to. @type {Readonly<Record<string, string>>} */
const FIRST = {
  reply: 'reply-words',
  note: 'note-words',
  resolve: 'resolve-words',
  transfer: 'transfer-words',
};
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('[data-to]') : null;
  const first = FIRST[link?.getAttribute('data-to') ?? ''];
  if (first === undefined) return;
  event.preventDefault();
  write(first)();
});
listenToKeys({
  c: press('do-claim'),
  r: write('reply-words'),
  n: write('note-words'),
  e: write('resolve-words'),
  t: write('transfer-words'),
  u: () => document.getElementById('back')?.click(),
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  if (event.target instanceof HTMLTextAreaElement) event.target.form?.requestSubmit();
});
