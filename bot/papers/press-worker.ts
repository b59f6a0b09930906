import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { paperFormatSchema, paperSchema } from './paper.ts';

const jobSchema = z.strictObject({ id: z.int(), paper: paperSchema, format: paperFormatSchema });

/** The other side of createPaperPress: one paper in, one file out. Each format's library is loaded at its first paper. */
parentPort?.on('message', (message: unknown) => {
  void answer(message);
});

async function answer(message: unknown): Promise<void> {
  const { id, paper, format } = jobSchema.parse(message);
  const bytes =
    format === 'pdf'
      ? await (await import('./render-pdf.ts')).renderPdf(paper)
      : await (await import('./render-docx.ts')).renderDocx(paper);
  const own = new Uint8Array(bytes);
  parentPort?.postMessage({ id, bytes: own }, [own.buffer]);
}
