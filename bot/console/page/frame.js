// @ts-check
import { listen } from './live.js';
import { refresh } from './refresh.js';

/** Between two readings of the page, however much happens: many screens look at one server. */
const CALM = 1_500;
/** Times go by also when nothing happens. */
const EVERY = 60_000;

/**
 * A page that keeps itself up to date and sends its forms without leaving.
 * @param {(change: import('./live.js').Change) => boolean} concerns whether the page shows what changed
 */
export function keepFresh(concerns) {
  const data = document.getElementById('live-data');
  const status = document.getElementById('live');
  if (data === null || status === null) throw new Error('the page says nothing of what is new');
  /** @type {Record<'open' | 'lost' | 'polling' | 'signed-out' | 'enter' | 'failed', string>} */
  const words = JSON.parse(data.dataset.words ?? '{}');
  const csrf = data.dataset.csrf ?? '';
  let timer = 0;
  let due = 0;
  let over = false;

  /** @param {string} text */
  const say = (text) => {
    status.textContent = text;
  };
  const signedOut = () => {
    if (over) return;
    over = true;
    live.end();
    const link = document.createElement('a');
    link.href = `/console/enter?to=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = words.enter;
    status.dataset.state = 'signed-out';
    status.replaceChildren(words['signed-out'], ' ', link);
  };
  const now = async () => {
    clearTimeout(timer);
    timer = 0;
    due = Date.now() + CALM;
    if (over) return;
    if ((await refresh()) === 'signed-out') return signedOut();
    document.dispatchEvent(new Event('console:fresh'));
    if (timer === 0) timer = setTimeout(now, EVERY);
  };
  const soon = () => {
    const wait = due - Date.now();
    if (wait <= 0) return void now();
    clearTimeout(timer);
    timer = setTimeout(now, wait);
  };

  const live = listen(Number(data.dataset.since ?? 0), {
    change: (change) => {
      if (change === undefined || concerns(change)) soon();
    },
    state: (state) => {
      if (state === 'signed-out') return signedOut();
      if (over) return;
      status.dataset.state = state;
      say(words[state]);
    },
  });
  timer = setTimeout(now, EVERY);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void live.look();
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-act')) return;
    event.preventDefault();
    void send(form);
  });

  /** @param {HTMLFormElement} form */
  async function send(form) {
    const button = form.querySelector('button');
    if (button?.disabled) return;
    if (button) button.disabled = true;
    try {
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(form))
        if (typeof value === 'string') fields.append(name, value);
      const response = await fetch(form.action, {
        method: 'POST',
        headers: { accept: 'application/json', 'x-csrf': csrf },
        body: fields,
      });
      if (response.status === 401) return signedOut();
      const { ok, say: said } = await response.json();
      if (ok === true && form.dataset.then === 'open') return location.assign(form.action);
      tell(said ?? '', ok === true);
      if (ok === true) {
        form.reset();
        if (
          document.activeElement instanceof HTMLElement &&
          form.contains(document.activeElement) &&
          !form.querySelector('textarea')
        )
          document.activeElement.blur();
      }
    } catch {
      tell(words.failed, false);
    } finally {
      if (button) button.disabled = false;
    }
    await now();
  }

  return { now };
}

/**
 * What came of a press: read out, and gone by itself when it was good.
 * @param {string} text
 * @param {boolean} good
 */
export function tell(text, good) {
  document.getElementById('said')?.remove();
  if (text === '') return;
  const note = document.createElement('p');
  note.id = 'said';
  note.className = good ? 'toast good' : 'toast bad';
  note.setAttribute('role', good ? 'status' : 'alert');
  note.textContent = text;
  document.body.append(note);
  setTimeout(() => note.remove(), good ? 4_000 : 12_000);
}
