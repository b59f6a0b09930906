/** The other side of createPreparer: one task by message, its progress and its outcome by message. */

import { UnreadableFile } from '#knowledge/build';
import { LostText } from '../parse/pipeline.ts';
import { MissingSource } from '../sources/source-store.ts';
import { type Report, taskSchema } from './preparer-messages.ts';

const parent = process.ppid;

process.once('message', (message: unknown) => {
  void run(message).then((report) => {
    tell(report);
    // Only a message that was handed over may be followed by the end.
    process.disconnect();
  });
});
// Whoever waited for this is gone.
process.once('disconnect', () => process.exit());

async function run(message: unknown): Promise<Report> {
  try {
    const task = taskSchema.parse(message);
    if (task.kind === 'look')
      return { kind: 'understood', instruments: (await import('./look.ts')).look(task.job) };
    const { prepare } = await import('./prepare.ts');
    const summary = await prepare(task.job, (progress) => {
      // While it works it hears no 'disconnect'; a process whose parent died has another one.
      if (process.ppid !== parent) process.exit();
      tell({ kind: 'progress', progress });
    });
    return { kind: 'prepared', summary };
  } catch (error) {
    if (error instanceof UnreadableFile)
      return {
        kind: 'refused',
        refusal: { file: error.file, code: error.code, detail: error.detail },
      };
    if (error instanceof LostText)
      // Its message quotes what was lost, which may be of a person.
      return { kind: 'refused', refusal: { file: error.file, code: 'lost-text', detail: '' } };
    if (error instanceof MissingSource)
      return { kind: 'refused', refusal: { file: null, code: 'missing-source', detail: error.message } };
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return { kind: 'broken' };
  }
}

function tell(report: Report): void {
  process.send?.(report);
}
