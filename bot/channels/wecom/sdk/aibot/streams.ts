import type { Clock } from '../clock.ts';
import { checkBytes } from '../limits.ts';
import type { StreamReplyBody, StreamWithTemplateCardReplyBody } from './bodies.ts';
import { MAX_CONTENT_BYTES } from './bodies.ts';
import { WeComReplyClosed } from './errors.ts';
import type { StreamState, StreamStore } from './stream-store.ts';

/** WeCom stops asking then. https://developer.work.weixin.qq.com/document/path/100719 */
const LIFE_MS = 6 * 60_000;
/** The stream is finished that long before, so that its last frame is surely fetched. */
const MARGIN_MS = 30_000;
/** Whoever loses so often against others has a store that does not work. */
const TRIES = 20;

export type StreamTexts = {
  /** The first frame of an answer that is not there in time. */
  readonly first?: string;
  /** What a stream ends with whose answer is not there after five and a half minutes. */
  readonly late?: string;
  /** What is said about a stream that is in no store. */
  readonly lost?: string;
};

export type StreamReply = StreamReplyBody | StreamWithTemplateCardReplyBody;

/** Streams over HTTP: written by whoever answers, read out when WeCom asks, in whatever process. */
export class Streams {
  readonly #store: StreamStore;
  readonly #texts: StreamTexts;
  readonly #clock: Clock;
  /** The last write of each stream that is under way here: frames are written in the order they were given. */
  readonly #writing = new Map<string, Promise<unknown>>();

  constructor(store: StreamStore, texts: StreamTexts, clock: Clock) {
    for (const [name, text] of Object.entries(texts)) checkBytes(name, text, MAX_CONTENT_BYTES);
    this.#store = store;
    this.#texts = texts;
    this.#clock = clock;
  }

  isWriting(id: string): boolean {
    return this.#writing.has(id);
  }

  /** @returns false: it is open already (another process was asked the same), and its state is left as it is */
  open(id: string, state: StreamState): Promise<boolean> {
    return this.#inOrder(id, () => this.#store.put(id, state, 0));
  }

  /**
   * Replaces the text and what comes with it.
   * @param startedAt given: the stream may not be there yet, because the process that was asked has still to open it;
   * it will find it open, and answer with what is in it
   * @throws WeComReplyClosed `late`: no such stream; `stream-finished`; `answered`: it has its card
   */
  async write(
    id: string,
    change: Pick<StreamState, 'content' | 'finished' | 'msgItem' | 'card'>,
    startedAt?: number,
  ): Promise<void> {
    await this.#inOrder(id, () =>
      this.#swap(id, (state) => {
        if (state === undefined && startedAt !== undefined) return { ...change, startedAt };
        if (state === undefined) throw new WeComReplyClosed('late');
        if (state.finished || this.#clock.now() >= state.startedAt + LIFE_MS)
          throw new WeComReplyClosed('stream-finished');
        if (change.card !== undefined && state.card !== undefined) throw new WeComReplyClosed('answered');
        return { ...state, ...change };
      }),
    );
  }

  /** What WeCom is told when it asks; undefined: nothing, there is no such stream. */
  async read(id: string): Promise<StreamReply | undefined> {
    let shown: StreamState | undefined;
    await this.#swap(id, (state) => {
      shown = state === undefined ? undefined : this.#ended(state);
      if (shown?.card === undefined || shown.cardSent === true) return shown === state ? undefined : shown;
      // Marked before it is shown: a card may come once.
      return { ...shown, cardSent: true };
    });
    if (shown !== undefined) return replyOf(id, shown);
    const { lost } = this.#texts;
    return lost === undefined
      ? undefined
      : { msgtype: 'stream', stream: { id, finish: true, content: lost } };
  }

  #ended(state: StreamState): StreamState {
    const { first, late = '' } = this.#texts;
    if (state.finished || this.#clock.now() < state.startedAt + LIFE_MS - MARGIN_MS) return state;
    // Half an answer stays; what was only said to fill the time does not.
    const said = state.content === first ? '' : state.content;
    const whole = [said, late].filter((part) => part !== '').join('\n\n');
    const fits = Buffer.byteLength(whole) <= MAX_CONTENT_BYTES;
    return { ...state, finished: true, content: fits && whole !== '' ? whole : state.content };
  }

  /** @param change undefined: leave it as it is */
  async #swap(
    id: string,
    change: (state: StreamState | undefined) => StreamState | undefined,
  ): Promise<void> {
    for (let tried = 0; tried < TRIES; tried++) {
      const known = await this.#store.get(id);
      const next = change(known?.state);
      if (next === undefined || (await this.#store.put(id, next, known?.version ?? 0))) return;
    }
    throw new Error('the stream store refuses every write');
  }

  async #inOrder<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#writing.get(id) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#writing.set(id, mine);
    try {
      return await mine;
    } finally {
      if (this.#writing.get(id) === mine) this.#writing.delete(id);
    }
  }
}

/** https://developer.work.weixin.qq.com/document/path/101031 */
export function replyOf(id: string, state: StreamState): StreamReply {
  const { content, finished, msgItem, card, cardSent } = state;
  const stream = {
    id,
    finish: finished,
    content,
    ...(finished && msgItem !== undefined && msgItem.length > 0 && { msg_item: msgItem }),
  };
  if (card === undefined || cardSent === true) return { msgtype: 'stream', stream };
  return { msgtype: 'stream_with_template_card', stream, template_card: card };
}
