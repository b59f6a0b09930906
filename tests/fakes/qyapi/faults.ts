import { z } from 'zod';

/** What goes wrong with a call: before it is carried out, or after, when only the answer is lost. */
export const faultSchema = z.object({
  /** The end of the path, such as "message/send"; left out for every call but gettoken. */
  endpoint: z.string().exactOptional(),
  /** How often; 1 when left out. */
  times: z.int().positive().default(1),
  does: z.discriminatedUnion('kind', [
    /** `{url}` and `{body}` in errmsg become those of the request: a server may say more than one likes. */
    z.object({ kind: z.literal('errcode'), errcode: z.int(), errmsg: z.string().default('scripted') }),
    z.object({ kind: z.literal('status'), status: z.int(), carriedOut: z.boolean() }),
    /** 200, but a page of something between. */
    z.object({ kind: z.literal('garbage'), carriedOut: z.boolean() }),
    z.object({ kind: z.literal('redirect'), to: z.string() }),
    z.object({ kind: z.literal('reset'), carriedOut: z.boolean() }),
    /** No answer ever. */
    z.object({ kind: z.literal('hang'), carriedOut: z.boolean() }),
    /** Carried out and answered when `release` is called. */
    z.object({ kind: z.literal('hold') }),
  ]),
});
export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export class Faults {
  #left: (Fault & { left: number })[] = [];
  #held: (() => void)[] = [];

  add(fault: FaultInput): void {
    const parsed = faultSchema.parse(fault);
    this.#left.push({ ...parsed, left: parsed.times });
  }

  clear(): void {
    this.#left = [];
    this.release();
  }

  take(path: string): Fault['does'] | undefined {
    const found = this.#left.find(
      ({ left, endpoint }) =>
        left > 0 && (endpoint === undefined ? !path.endsWith('/gettoken') : path.endsWith(`/${endpoint}`)),
    );
    if (found === undefined) return undefined;
    found.left--;
    this.#left = this.#left.filter(({ left }) => left > 0);
    return found.does;
  }

  hold(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve));
  }

  /** How many calls are held. */
  get held(): number {
    return this.#held.length;
  }

  release(): void {
    for (const go of this.#held.splice(0)) go();
  }
}
