import { parentPort } from 'node:worker_threads';
import { z } from 'zod';

/** In place of the press's own thread: does what the paper's title says, so that the press can be seen to survive it. */
const jobSchema = z.object({ id: z.int(), paper: z.object({ title: z.string() }) });

parentPort?.on('message', (message: unknown) => {
  const { id, paper } = jobSchema.parse(message);
  if (paper.title === 'for ever') for (;;);
  if (paper.title === 'memory') {
    const kept: object[] = [];
    for (;;) kept.push({ kept: kept.length });
  }
  if (paper.title === 'throw') throw new Error('张三');
  if (paper.title === 'exit') process.exit(0);
  if (paper.title === 'another answer')
    return parentPort?.postMessage({ id: id + 1, bytes: new Uint8Array([2]) });
  parentPort?.postMessage({ id, bytes: new Uint8Array([1]) });
});
