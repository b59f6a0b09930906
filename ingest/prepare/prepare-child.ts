/** The other side of createPreparer: one task by message, its progress and its outcome by message. */

import { UnreadableFile } from '#knowledge/build';
import { LostText } from '../parse/pipeline.ts';
import { isDiskFull } from '../publish/durable.ts';
import { MissingSource } from '../sources/source-store.ts';
import { type PreparationRefusal, type Report, type Task, taskSchema } from './preparer-messages.ts';

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
  let task: Task | undefined;
  try {
    task = taskSchema.parse(message);
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
    const refusal = refusalOf(error, task);
    if (refusal !== undefined) return { kind: 'refused', refusal };
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return { kind: 'broken' };
  }
}

/** What somebody can do something about. */
function refusalOf(error: unknown, task: Task | undefined): PreparationRefusal | undefined {
  if (error instanceof UnreadableFile) return { file: error.file, code: error.code, detail: error.detail };
  // Its message quotes what was lost, which may be of a person.
  if (error instanceof LostText) return { file: error.file, code: 'lost-text', detail: '' };
  if (error instanceof MissingSource) {
    const files = task?.kind === 'prepare' ? task.job.sources.files : [];
    const file = files.find(({ sha256 }) => sha256 === error.sha256)?.file ?? null;
    return { file, code: 'missing-source', detail: error.message };
  }
  return isDiskFull(error) ? { file: null, code: 'disk-full', detail: '' } : undefined;
}

function tell(report: Report): void {
  process.send?.(report);
}
