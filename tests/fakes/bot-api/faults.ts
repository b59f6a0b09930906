import { z } from 'zod';

/** What goes wrong with a call: before it is carried out, or after, when only the answer is lost. */
export const faultSchema = z.object({
  method: z.string(),
  /** Only calls for this chat; left out for all. */
  chat: z.int().optional(),
  /** How often; 1 when left out. */
  times: z.int().positive().default(1),
  does: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('retry-after'), seconds: z.int() }),
    z.object({ kind: z.literal('refuse'), code: z.int(), description: z.string() }),
    /** A page of something between, with the call carried out or not. */
    z.object({ kind: z.literal('gateway'), status: z.int(), carriedOut: z.boolean() }),
    z.object({ kind: z.literal('reset'), carriedOut: z.boolean() }),
    /** No answer ever. */
    z.object({ kind: z.literal('hang'), carriedOut: z.boolean() }),
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

  take(method: string, chat: number | undefined): Fault['does'] | undefined {
    const found = this.#left.find(
      (fault) =>
        fault.left > 0 && fault.method === method && (fault.chat === undefined || fault.chat === chat),
    );
    if (found === undefined) return undefined;
    found.left--;
    this.#left = this.#left.filter(({ left }) => left > 0);
    return found.does;
  }
}
