import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { cardJobSchema } from '../cards/card.ts';
import { paperFormatSchema, paperSchema } from './paper.ts';

const jobSchema = z.union([
  z.strictObject({ id: z.int(), paper: paperSchema, format: paperFormatSchema }),
  z.strictObject({ id: z.int(), card: cardJobSchema }),
]);
type Job = z.infer<typeof jobSchema>;

/** The other side of createPaperPress: one paper in, one file out. Each format's library is loaded at its first paper. */
parentPort?.on('message', (message: unknown) => {
  void answer(message);
});

async function answer(message: unknown): Promise<void> {
  const job = jobSchema.parse(message);
  const own = new Uint8Array(await render(job));
  parentPort?.postMessage({ id: job.id, bytes: own }, [own.buffer]);
}

async function render(job: Job): Promise<Uint8Array> {
  if ('card' in job) return await (await import('../cards/render-card.ts')).renderCard(job.card);
  return job.format === 'pdf'
    ? await (await import('./render-pdf.ts')).renderPdf(job.paper)
    : await (await import('./render-docx.ts')).renderDocx(job.paper);
}
