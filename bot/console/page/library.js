// @ts-check
import { refresh } from './refresh.js';

/** While a release is prepared the page tells how far it is; else times go by. ms */
const BUSY = 2_000;
const CALM = 60_000;

const status = document.getElementById('live');
/** @type {Record<'lost' | 'signedOut' | 'enter', string>} */
const words = JSON.parse(status?.dataset.words ?? '{}');

const isBusy = () => document.querySelector('[data-live="preparing"] progress') !== null;
let timer = setTimeout(look, isBusy() ? BUSY : CALM);

async function look() {
  clearTimeout(timer);
  const was = isBusy();
  const came = document.visibilityState === 'hidden' ? 'done' : await refresh();
  if (came === 'signed-out') return signedOut();
  // What the last press said is over with what it began.
  if (was && !isBusy()) {
    document.querySelector('.notice[role="status"]')?.remove();
    history.replaceState(null, '', location.pathname);
  }
  if (status !== null) {
    status.textContent = came === 'failed' ? words.lost : '';
    if (came === 'failed') status.dataset.state = 'lost';
    else delete status.dataset.state;
  }
  timer = setTimeout(look, isBusy() ? BUSY : CALM);
}

function signedOut() {
  if (status === null) return;
  const link = document.createElement('a');
  link.href = `/console/enter?to=${encodeURIComponent(location.pathname)}`;
  link.textContent = words.enter;
  status.dataset.state = 'signed-out';
  status.replaceChildren(words.signedOut, ' ', link);
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void look();
});

const form = document.getElementById('upload');
const input = document.getElementById('files');
const chosen = document.getElementById('chosen');
if (form instanceof HTMLFormElement && input instanceof HTMLInputElement && chosen !== null) {
  /** @type {Record<'busy' | 'large' | 'one', string>} */
  const said = JSON.parse(form.dataset.words ?? '{}');
  const drop = form.querySelector('.drop');
  const button = form.querySelector('button');

  const sizes = () => [...(input.files ?? [])].map(({ size }) => size);
  /** What is wrong with what was chosen; '' for nothing. */
  const fault = () => {
    if (sizes().some((size) => size > Number(form.dataset.one))) return said.one;
    return sizes().reduce((sum, size) => sum + size, 0) > Number(form.dataset.most) ? said.large : '';
  };
  const show = () => {
    chosen.textContent = fault() || [...(input.files ?? [])].map(({ name }) => name).join('、');
    chosen.className = fault() === '' ? 'small' : 'notice';
  };

  input.addEventListener('change', show);
  for (const name of ['dragover', 'dragenter'])
    drop?.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  for (const name of ['dragleave', 'drop']) drop?.addEventListener(name, () => drop.classList.remove('over'));
  drop?.addEventListener('drop', (event) => {
    event.preventDefault();
    if (!(event instanceof DragEvent) || event.dataTransfer === null) return;
    input.files = event.dataTransfer.files;
    show();
  });
  form.addEventListener('submit', (event) => {
    if (fault() !== '') {
      event.preventDefault();
      return show();
    }
    chosen.replaceChildren(said.busy, document.createElement('progress'));
    if (button !== null) button.disabled = true;
  });
  // Whoever comes back by the browser's arrow finds the page as it was left.
  addEventListener('pageshow', () => {
    if (button !== null) button.disabled = false;
  });
}
