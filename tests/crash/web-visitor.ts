import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { questionOf } from './questions.ts';

/** Somebody with the page open: posts until the server has it, reads the event stream and resumes where it was lost. */
export type WebVisitor = {
  /** Asks the next question; resolves when it was accepted. */
  readonly ask: (signal: AbortSignal) => Promise<void>;
  readonly asked: () => number;
  /** Reads until the signal aborts, through every lost connection. */
  readonly listen: (signal: AbortSignal) => Promise<void>;
  /** Letters by id, as their stream gave them. @throws Error when one id had two contents */
  readonly letters: () => ReadonlyMap<number, string>;
  /** What a page opened anew is sent, from the first letter on. */
  readonly reread: () => Promise<ReadonlyMap<number, string>>;
};

/** @param address where the server is now; undefined while there is none */
export async function openWebVisitor(address: () => string | undefined): Promise<WebVisitor> {
  const page = await fetch(`${address()}/?here`);
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const csrf = /data-csrf="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const letters = new Map<number, string>();
  let asked = 0;

  const post = async (id: string, text: string, signal: AbortSignal): Promise<number> => {
    const base = address();
    if (base === undefined) return 0;
    try {
      const response = await fetch(`${base}/chat/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf': csrf, cookie },
        body: JSON.stringify({ id, text }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  };

  /** Letters after `since`, into `into`, until the line is lost or `signal` aborts. */
  const read = async (since: number, into: Map<number, string>, signal: AbortSignal): Promise<void> => {
    const base = address();
    if (base === undefined) return;
    const response = await fetch(`${base}/chat/stream?since=${since}`, { headers: { cookie }, signal });
    let held = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (held + chunk).split('\n\n');
      held = events.pop() ?? '';
      for (const event of events) keep(event, into);
    }
  };

  return {
    ask: async (signal) => {
      const id = randomUUID();
      const text = questionOf(asked++);
      for (;;) {
        const status = await post(id, text, signal);
        if (status === 202) return;
        if (status !== 0 && status !== 429 && status !== 503) throw new Error(`refused with ${status}`);
        if (signal.aborted) throw new Error('nobody took the question');
        await pause(50);
      }
    },
    asked: () => asked,
    listen: async (signal) => {
      while (!signal.aborted) {
        await read(Math.max(0, ...letters.keys()), letters, signal).catch(() => undefined);
        await pause(20);
      }
    },
    letters: () => letters,
    reread: async () => {
      const found = new Map<number, string>();
      const enough = new AbortController();
      const reading = read(0, found, enough.signal).catch(() => undefined);
      for (let looks = 0; found.size < letters.size && looks < 200; looks++) await pause(50);
      enough.abort();
      await reading;
      return found;
    },
  };
}

function keep(event: string, into: Map<number, string>): void {
  const id = /^id: (\d+)$/m.exec(event)?.[1];
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (id === undefined || data === undefined || !/^event: letter$/m.test(event)) return;
  const before = into.get(Number(id));
  if (before !== undefined && before !== data) throw new Error(`letter ${id} changed`);
  into.set(Number(id), data);
}
