import { z } from 'zod';

/** What the load does, as it is handed to its own process; between: ms from one step to the next, 0 without a pause. */
export const planSchema = z.object({
  url: z.string(),
  /** ms */
  warm: z.number(),
  measured: z.number(),
  /** Each with a browser of their own, which asks its paths in turn. */
  readers: z.array(
    z.object({
      cookie: z.string(),
      asks: z.array(z.object({ what: z.string(), path: z.string() })),
      between: z.number(),
    }),
  ),
  /** Pages that listen to what changes. */
  streams: z.array(z.object({ cookie: z.string(), path: z.string() })),
  /** rounds: how often each writes; null for as long as it lasts. */
  writers: z.object({ count: z.number(), between: z.number(), rounds: z.number().nullable() }),
});
export type Plan = z.infer<typeof planSchema>;

export const resultSchema = z.object({
  /** By what was asked: ms, from the first byte sent to the last one read. */
  times: z.record(z.string(), z.array(z.number())),
  /** Events that the streams brought. */
  heard: z.number(),
  /** From the first measured step until all that was written is answered. */
  elapsed: z.number(),
  /** ms of CPU in that time: the server's and that of the load itself. */
  serverCpu: z.number(),
  ownCpu: z.number(),
});
export type Result = z.infer<typeof resultSchema>;
