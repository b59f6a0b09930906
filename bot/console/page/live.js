// @ts-check
/**
 * What is new at the desk: the server's event stream, and where none comes through a look every few seconds. It tells that
 * something changed; what changed is read from the page itself.
 * https://developer.mozilla.org/docs/Web/API/EventSource
 *
 * @typedef {'open' | 'lost' | 'polling' | 'signed-out'} LiveState
 * @typedef {{ cursor: number, ticket: string, seq: number, what: string, who: string }} Change
 * @typedef {{
 *   readonly change: (change: Change | undefined) => void,
 *   readonly state: (state: LiveState) => void,
 * }} Heard
 */

/** The server beats every 15 seconds. */
const SILENCE = 40_000;
const POLL = 8_000;
/** Streams that failed one after the other until it is only looked now and then. */
const PATIENCE = 3;

/**
 * @param {number} since the last change that the page shows
 * @param {Heard} heard
 */
export function listen(since, heard) {
  let last = since;
  let failed = 0;
  let watchdog = 0;
  let timer = 0;
  let over = false;
  /** @type {EventSource | undefined} */
  let source;

  const end = () => {
    over = true;
    clearTimeout(watchdog);
    clearTimeout(timer);
    source?.close();
  };
  const signedOut = () => {
    end();
    heard.state('signed-out');
  };
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(failing, SILENCE);
  };
  const failing = () => {
    source?.close();
    source = undefined;
    clearTimeout(watchdog);
    failed += 1;
    heard.state('lost');
    void look();
  };

  /** Asks once what is new; also finds out whether one is still signed in, which a stream does not say. */
  async function look() {
    clearTimeout(timer);
    try {
      const response = await fetch(`/console/changes?since=${last}`, {
        headers: { accept: 'application/json' },
      });
      if (response.status === 401) return signedOut();
      if (response.ok) {
        const { cursor, whole, changes } = await response.json();
        if (cursor > last) last = cursor;
        if (whole) heard.change(undefined);
        for (const change of changes) heard.change(change);
        if (failed >= PATIENCE) heard.state('polling');
      }
    } catch {
      heard.state('lost');
    }
    if (over) return;
    timer = setTimeout(failed >= PATIENCE ? look : open, failed >= PATIENCE ? POLL : 1_000 * failed);
  }

  function open() {
    if (over) return;
    const opened = new EventSource(`/console/stream?since=${last}`);
    source = opened;
    alive();
    opened.addEventListener('open', () => {
      failed = 0;
      heard.state('open');
      alive();
    });
    opened.addEventListener('beat', alive);
    opened.addEventListener('change', (event) => {
      alive();
      /** @type {Change} */
      const change = JSON.parse(event.data);
      if (change.cursor <= last) return;
      last = change.cursor;
      heard.change(change);
    });
    opened.addEventListener('whole', (event) => {
      last = Math.max(last, Number(event.lastEventId) || 0);
      heard.change(undefined);
    });
    opened.addEventListener('signed-out', signedOut);
    // Too many windows of one person: this one looks now and then.
    opened.addEventListener('parked', () => {
      failed = PATIENCE;
      failing();
    });
    opened.addEventListener('error', () => {
      if (source === opened) failing();
    });
  }

  open();
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', (event) => {
    if (event.persisted && !over) void look();
  });
  return { look, end };
}
