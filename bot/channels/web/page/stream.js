// @ts-check
/**
 * The server's event stream, kept open: the browser resumes a lost one by itself with the last id it saw; this sees a
 * connection that died without a word (no beat), and one that the browser has given up.
 * https://developer.mozilla.org/docs/Web/API/EventSource
 *
 * @typedef {'connecting' | 'open' | 'lost' | 'parked'} StreamState
 * @typedef {{
 *   readonly letter: (letter: import('./letter.js').BotLetter) => void,
 *   readonly working: (said: { event: string, text: string, action: string | null }) => void,
 *   readonly state: (state: StreamState) => void,
 * }} Heard
 */

/** The server beats every 15 seconds. */
const SILENCE = 40_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 20_000;

/**
 * @param {number} since id of the newest letter that the page shows
 * @param {Heard} heard
 */
export function openStream(since, heard) {
  let last = since;
  let wait = FIRST_WAIT;
  let watchdog = 0;
  let timer = 0;
  /** @type {EventSource | undefined} */
  let source;

  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => reopen('lost'), SILENCE);
  };

  /** @param {StreamState} state */
  const close = (state) => {
    clearTimeout(watchdog);
    clearTimeout(timer);
    source?.close();
    source = undefined;
    heard.state(state);
  };

  /** @param {StreamState} state */
  const reopen = (state) => {
    close(state);
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };

  function open() {
    clearTimeout(timer);
    const opened = new EventSource(`/chat/stream?since=${last}`);
    source = opened;
    alive();
    opened.addEventListener('open', () => {
      wait = FIRST_WAIT;
      alive();
      heard.state('open');
    });
    opened.addEventListener('beat', alive);
    opened.addEventListener('letter', (event) => {
      alive();
      const letter = JSON.parse(event.data);
      last = Math.max(last, letter.id);
      heard.letter(letter);
    });
    opened.addEventListener('working', (event) => {
      alive();
      heard.working(JSON.parse(event.data));
    });
    // Too many windows of one person: the oldest rests until it is looked at again.
    opened.addEventListener('parked', () => close('parked'));
    opened.addEventListener('error', () => {
      if (source !== opened) return;
      if (opened.readyState === EventSource.CLOSED) reopen('lost');
      else heard.state('lost');
    });
  }

  heard.state('connecting');
  open();
  return {
    /** Opens at once what is not open. */
    wake: () => {
      if (source?.readyState === EventSource.OPEN) {
        heard.state('open');
        return;
      }
      source?.close();
      wait = FIRST_WAIT;
      open();
    },
    close: () => close('parked'),
  };
}
