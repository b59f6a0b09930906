import { type ClosedWay, WeComReplyClosed } from './errors.ts';

/** Callbacks that may be answered in the response to them, each in its own way. */
export type Answerable = 'message' | 'enter_chat' | 'template_card_event' | 'none';

/** What the response to a callback will hold. */
export type Answer =
  /** Its state at the time of the response is in the stream store. */
  | { readonly kind: 'stream'; readonly id: string; readonly body: object | undefined }
  | { readonly kind: 'plain'; readonly body: object }
  | { readonly kind: 'empty' }
  /** A listener failed and nothing was answered: WeCom may try again. */
  | { readonly kind: 'failed' };

/** The one answer of a callback: the first wins, whoever comes later hears that it is closed. */
export class PassiveAnswer {
  readonly answerable: Answerable;
  /** ms since 1970 */
  readonly receivedAt: number;
  readonly given: Promise<Answer>;
  #give: (answer: Answer) => void = () => undefined;
  #closed: ClosedWay | undefined;

  constructor(answerable: Answerable, receivedAt: number) {
    this.answerable = answerable;
    this.receivedAt = receivedAt;
    this.given = new Promise((resolve) => {
      this.#give = resolve;
    });
  }

  get isOpen(): boolean {
    return this.#closed === undefined;
  }

  /** @throws WeComReplyClosed when it is not open to an answer of this kind */
  claim(...kinds: readonly Answerable[]): void {
    if (!kinds.includes(this.answerable)) throw new WeComReplyClosed('wrong-callback');
    if (this.#closed !== undefined) throw new WeComReplyClosed(this.#closed);
    this.#closed = 'answered';
  }

  /** After `claim`. */
  give(answer: Answer): void {
    this.#give(answer);
  }

  /** The time is over. False: somebody is about to answer. */
  close(): boolean {
    if (this.#closed !== undefined) return false;
    this.#closed = 'late';
    return true;
  }
}
