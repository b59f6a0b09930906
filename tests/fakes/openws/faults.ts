import { z } from 'zod';

/** What goes wrong with a frame that the bot sends. */
export const faultSchema = z.object({
  /** Only frames of this command. */
  cmd: z.string(),
  /** How often; 1 when left out. */
  times: z.int().positive().default(1),
  does: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('nack'),
      errcode: z.int(),
      errmsg: z.string().default('refused by the test'),
    }),
    /** No ack ever, whether it was carried out or not. */
    z.object({ kind: z.literal('mute'), carriedOut: z.boolean() }),
    /** Carried out; the ack waits until `release`. */
    z.object({ kind: z.literal('hold') }),
    /** The connection breaks instead of the ack. */
    z.object({ kind: z.literal('cut'), carriedOut: z.boolean() }),
    /** Carried out and acked, with something unreadable before. */
    z.object({ kind: z.literal('noise') }),
  ]),
});
export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export class Faults {
  #left: (Fault & { left: number })[] = [];

  add(fault: FaultInput): void {
    const parsed = faultSchema.parse(fault);
    this.#left.push({ ...parsed, left: parsed.times });
  }

  clear(): void {
    this.#left = [];
  }

  take(cmd: string): Fault['does'] | undefined {
    const found = this.#left.find((fault) => fault.left > 0 && fault.cmd === cmd);
    if (found === undefined) return undefined;
    found.left--;
    this.#left = this.#left.filter(({ left }) => left > 0);
    return found.does;
  }
}
