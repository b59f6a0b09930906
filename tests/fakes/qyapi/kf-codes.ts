import type { KfState } from './kf-sessions.ts';
import { Refusal, wrongParameter } from './refusal.ts';
import { HOUR, SECOND, type World } from './world.ts';

/** What a code answers. https://developer.work.weixin.qq.com/document/path/95122 */
export type CodeKind = 'welcome' | 'pool' | 'human' | 'end';

type Code = {
  readonly kind: CodeKind;
  readonly open_kfid: string;
  readonly customer: string;
  readonly at: number;
};

const RULES: Readonly<
  Record<CodeKind, { readonly ms: number; readonly types: readonly string[]; readonly state?: KfState }>
> = {
  welcome: { ms: 20 * SECOND, types: ['text', 'msgmenu'] },
  pool: { ms: 48 * HOUR, types: ['text'], state: 2 },
  human: { ms: 48 * HOUR, types: ['text'], state: 3 },
  end: { ms: 20 * SECOND, types: ['text', 'msgmenu'], state: 4 },
};

/** Codes that let one message through. */
export class Codes {
  readonly #world: World;
  readonly #open = new Map<string, Code>();

  constructor(world: World) {
    this.#world = world;
  }

  give(kind: CodeKind, open_kfid: string, customer: string): string {
    const code = this.#world.id('KFCODE_');
    this.#open.set(code, { kind, open_kfid, customer, at: this.#world.now() });
    return code;
  }

  /** Whom it is for; it is used up. @param stateOf the state of a conversation now */
  use(code: string, msgtype: string, stateOf: (open_kfid: string, customer: string) => KfState): Code {
    const found = this.#open.get(code);
    if (found === undefined) throw wrongParameter('code');
    const { ms, types, state } = RULES[found.kind];
    if (this.#world.now() - found.at > ms) throw new Refusal(95002, 'send msg time limit');
    if (!types.includes(msgtype)) throw new Refusal(40008, 'invalid message type');
    if (state !== undefined && stateOf(found.open_kfid, found.customer) !== state)
      throw new Refusal(95018, 'send msg session status invalid');
    this.#open.delete(code);
    return found;
  }
}
