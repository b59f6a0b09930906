// @ts-check
import { post } from './post.js';

/**
 * Sends what the person says, one after another, and keeps it until the server has it: through lost connections, a full
 * store, a reload of the page. The id of each makes a repeat harmless.
 *
 * @typedef {{ readonly id: string, readonly path: '/chat/messages' | '/chat/actions', readonly body: Readonly<Record<string, string>>, readonly shown: string }} Waiting
 * @typedef {{
 *   readonly waits: (item: Waiting, why: string) => void,
 *   readonly sent: (item: Waiting) => void,
 *   readonly refused: (item: Waiting, why: string) => void,
 *   readonly expired: () => void,
 * }} Told
 */

const KEPT = 'gongyou.waiting';
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 20_000;
/** Of one try. */
const TIMEOUT = 20_000;

/**
 * @param {string} csrf
 * @param {Told} told
 */
export function createSender(csrf, told) {
  /** @type {Waiting[]} */
  const queue = readKept();
  let busy = false;
  let wait = FIRST_WAIT;
  let timer = 0;

  const keep = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(queue));
    } catch {
      // No storage: then a reload forgets what was not sent, which the page shows as waiting until then.
    }
  };

  /** @param {number} ms */
  const later = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };

  async function run() {
    const item = queue[0];
    if (busy || item === undefined) return;
    busy = true;
    clearTimeout(timer);
    const words = JSON.stringify({ id: item.id, ...item.body });
    const answer = await post(item.path, words, { csrf, ms: TIMEOUT, type: 'application/json' });
    busy = false;
    if (answer.status === 403) {
      told.expired();
      return;
    }
    const final =
      answer.status === 202 || (answer.status >= 400 && answer.status < 500 && answer.status !== 429);
    if (!final) {
      told.waits(item, answer.say);
      later(answer.afterMs ?? wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      return;
    }
    queue.shift();
    keep();
    wait = FIRST_WAIT;
    if (answer.status === 202) told.sent(item);
    else told.refused(item, answer.say);
    run();
  }

  return {
    /** @returns {readonly Waiting[]} */
    waiting: () => queue,
    /** @param {Waiting} item */
    add: (item) => {
      queue.push(item);
      keep();
      run();
    },
    /** Tries again now: the connection is back. */
    retry: () => {
      wait = FIRST_WAIT;
      run();
    },
  };
}

/** @returns {Waiting[]} */
function readKept() {
  try {
    /** @type {unknown} */
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isWaiting) : [];
  } catch {
    return [];
  }
}

/**
 * @param {unknown} value
 * @returns {value is Waiting}
 */
function isWaiting(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'path' in value &&
    (value.path === '/chat/messages' || value.path === '/chat/actions') &&
    'body' in value &&
    typeof value.body === 'object' &&
    value.body !== null &&
    'shown' in value &&
    typeof value.shown === 'string'
  );
}
