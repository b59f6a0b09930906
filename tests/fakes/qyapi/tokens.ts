import { Refusal } from './refusal.ts';
import { HOUR, type World } from './world.ts';

export type App = { readonly agentId: string; readonly secret: string };

/** https://developer.work.weixin.qq.com/document/path/91039 */
export class Tokens {
  /** How long a token lives, in seconds. */
  expiresIn = 7200;
  /** Wrong secrets until the address is banned for an hour. */
  wrongUntilBan = 5;
  readonly #world: World;
  readonly #corpId: string;
  readonly #apps: readonly App[];
  readonly #issued = new Map<string, { app: App; expiresAt: number; taken: boolean }>();
  #wrong = 0;
  #bannedUntil = 0;

  constructor(world: World, corpId: string, apps: readonly App[]) {
    this.#world = world;
    this.#corpId = corpId;
    this.#apps = apps;
  }

  give(corpid: string | null, secret: string | null): { access_token: string; expires_in: number } {
    const now = this.#world.now();
    if (this.#bannedUntil > now) throw new Refusal(45009, 'api freq out of limit');
    if (corpid !== this.#corpId) throw new Refusal(40013, 'invalid corpid');
    const app = this.#apps.find((each) => each.secret === secret);
    if (app === undefined) {
      if (++this.#wrong >= this.wrongUntilBan) this.#bannedUntil = now + HOUR;
      throw new Refusal(40001, 'invalid credential, hint: [1700000000], from ip: 127.0.0.1');
    }
    // While a token lives, asking again gives the same one.
    for (const [token, { app: owner, expiresAt, taken }] of this.#issued)
      if (owner === app && !taken && expiresAt > now)
        return { access_token: token, expires_in: Math.floor((expiresAt - now) / 1000) };
    const access_token = this.#world.id('TOKEN_');
    this.#issued.set(access_token, { app, expiresAt: now + this.expiresIn * 1000, taken: false });
    return { access_token, expires_in: this.expiresIn };
  }

  /** Whose token it is. */
  check(token: string | null): App {
    if (token === null || token === '') throw new Refusal(41001, 'access_token missing');
    const found = this.#issued.get(token);
    if (found === undefined || found.taken) throw new Refusal(40014, 'invalid access_token');
    if (found.expiresAt <= this.#world.now()) throw new Refusal(42001, 'access_token expired');
    return found.app;
  }

  /** Ends every token before its time, as WeCom may. */
  invalidate(): void {
    for (const issued of this.#issued.values()) issued.taken = true;
  }

  /** Lets every token expire now. */
  expire(): void {
    for (const issued of this.#issued.values()) issued.expiresAt = this.#world.now();
  }
}
