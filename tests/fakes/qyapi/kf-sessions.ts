import { Refusal } from './refusal.ts';
import { HOUR, type World } from './world.ts';

export type KfState = 0 | 1 | 2 | 3 | 4;

export type Session = {
  state: KfState;
  servicer: string | undefined;
  /** When the customer wrote last; what may be sent is counted from there. */
  lastMessageAt: number;
  left: number;
  /** When the bot or a person last wrote, or a welcome was sent. */
  lastSentAt: number;
  /** States that the API moved it to in this session: only the first move brings a code. */
  readonly moved: Set<KfState>;
};

/**
 * Which moves an app may make. https://developer.work.weixin.qq.com/document/path/94669
 * That 0 may be moved to 1 by hand is not documented.
 */
const MOVES: Readonly<Record<KfState, readonly KfState[]>> = {
  0: [1, 2, 3],
  1: [2, 3],
  2: [3],
  3: [3, 4],
  4: [],
};

/** Where every conversation of every account is. */
export class Sessions {
  readonly #world: World;
  readonly #all = new Map<string, Session>();

  constructor(world: World) {
    this.#world = world;
  }

  /** A session ends by itself 48 hours after the customer last wrote. */
  of(open_kfid: string, customer: string): Session {
    const key = `${open_kfid}:${customer}`;
    const found = this.#all.get(key) ?? {
      ...{ state: 4 as const, servicer: undefined, left: 0, moved: new Set<KfState>() },
      ...{ lastMessageAt: Number.NEGATIVE_INFINITY, lastSentAt: Number.NEGATIVE_INFINITY },
    };
    this.#all.set(key, found);
    if (found.state !== 4 && this.#world.now() - found.lastMessageAt > 48 * HOUR) found.state = 4;
    return found;
  }

  /** The customer wrote. */
  hear(open_kfid: string, customer: string): Session {
    const session = this.of(open_kfid, customer);
    if (session.state === 4) {
      session.state = 0;
      session.servicer = undefined;
      session.moved.clear();
    }
    session.lastMessageAt = this.#world.now();
    session.left = 5;
    return session;
  }

  /** Counts one message out. */
  spend(session: Session): void {
    if (
      session.lastMessageAt === Number.NEGATIVE_INFINITY ||
      this.#world.now() - session.lastMessageAt > 48 * HOUR
    )
      throw new Refusal(95002, 'send msg time limit');
    if (session.state === 4) throw new Refusal(95013, 'session is over');
    if (session.state > 1) throw new Refusal(95018, 'send msg session status invalid');
    if (session.left === 0) throw new Refusal(95001, 'send msg count limit');
    session.left--;
    session.state = 1;
    session.lastSentAt = this.#world.now();
  }

  /** Moves it as the API may. True: this is the first time in this session, which brings a code. */
  move(session: Session, to: KfState, servicer: string | undefined): boolean {
    if (session.state === 4) throw new Refusal(95013, 'session is over');
    if (!MOVES[session.state].includes(to)) throw new Refusal(95016, 'not allow to transfer session state');
    const first = !session.moved.has(to);
    session.moved.add(to);
    session.state = to;
    session.servicer = to === 3 ? servicer : undefined;
    return first;
  }
}
