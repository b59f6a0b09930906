// @ts-check
import { keepFresh } from './frame.js';
import { listenToKeys } from './keys.js';

const page = document.title;
keepFresh(() => true);

/** How many nobody has, where somebody looks who works in another window. */
function count() {
  const waiting =
    document.querySelector('[data-live="tabs"] a[href*="show=unclaimed"] .count')?.textContent ?? '0';
  document.title = waiting === '0' ? page : `(${waiting}) ${page}`;
}
count();
document.addEventListener('console:fresh', count);

const links = () =>
  [...document.querySelectorAll('.queue h2 a')].filter((link) => link instanceof HTMLAnchorElement);
const row = () => document.activeElement?.closest('.row');

/** @param {1 | -1} step */
function go(step) {
  const all = links();
  const at = all.findIndex((link) => link.closest('.row') === row());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  next?.focus();
  next?.closest('.row')?.scrollIntoView({ block: 'nearest' });
}

listenToKeys({
  j: () => go(1),
  k: () => go(-1),
  c: () => {
    const form = row()?.querySelector('form[data-act]');
    if (form instanceof HTMLFormElement) form.requestSubmit();
  },
  '/': () => {
    const find = document.getElementById('find');
    if (find instanceof HTMLInputElement) find.focus();
  },
});

// What is chosen is what is shown, without a button.
for (const select of document.querySelectorAll('.filters select'))
  select.addEventListener('change', () => {
    if (select instanceof HTMLSelectElement) select.form?.requestSubmit();
  });
