import { badRequest } from './refusal.ts';
import type { UpdateQueue } from './updates.ts';

/** Posts updates to the bot one by one, the same one again until the answer is 2xx. https://core.telegram.org/bots/api#setwebhook */
export class WebhookPoster {
  url = '';
  secret = '';
  lastError = '';
  tries = 0;
  readonly #queue: UpdateQueue;
  #running = false;
  #stop = new AbortController();
  #onChange: () => void;
  readonly #reach: (url: string) => string;

  constructor(queue: UpdateQueue, onChange: () => void, reach = (url: string) => url) {
    this.#queue = queue;
    this.#onChange = onChange;
    this.#reach = reach;
    queue.onAdd(() => void this.#run());
  }

  set(url: string, secret: string): void {
    if (!/^[A-Za-z0-9_-]{0,256}$/.test(secret))
      throw badRequest('secret token contains unallowed characters');
    // The real server wants HTTPS; a test's bot has no certificate.
    if (url !== '' && !/^(https:\/\/|http:\/\/127\.0\.0\.1)/.test(url))
      throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    this.url = url;
    this.secret = secret;
    void this.#run();
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    const { signal } = this.#stop;
    for (let failures = 0; this.url !== '' && !signal.aborted; ) {
      const [update] = this.#queue.pending;
      if (update === undefined) break;
      this.tries++;
      const status = await this.#post(update).catch(() => 0);
      if (status >= 200 && status < 300) {
        failures = 0;
        this.#queue.pending.splice(this.#queue.pending.indexOf(update), 1);
      } else {
        this.lastError = `Wrong response from the webhook: ${status}`;
        await pause(Math.min(1000, 10 * 2 ** failures++), signal);
      }
      this.#onChange();
    }
    this.#running = false;
  }

  async #post(update: unknown): Promise<number> {
    const response = await fetch(this.#reach(this.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.secret !== '' && { 'x-telegram-bot-api-secret-token': this.secret }),
      },
      body: JSON.stringify(update),
      signal: this.#stop.signal,
    });
    await response.body?.cancel();
    return response.status;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
