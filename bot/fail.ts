import { operatorCopy as copy } from './copy/operator.ts';
import { UnknownSchema } from './store/migrations.ts';
import { AlreadyRunning } from './store/one-process.ts';
import { StoreUnavailable } from './store/store.ts';

/** The last words of a command that cannot go on: what is wrong and what to do, no stack for a person to puzzle over. */
export function failPlainly(error: unknown): void {
  process.stderr.write(`${explain(error)}\n`);
  if (process.env.DEBUG !== undefined && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}

/** A sentence for whoever runs the program. */
function explain(error: unknown): string {
  if (error instanceof StoreUnavailable) return copy.problem.store[error.reason];
  if (error instanceof AlreadyRunning) return copy.problem.alreadyRunning;
  if (error instanceof UnknownSchema) return copy.problem.newerSchema;
  return error instanceof Error ? error.message : String(error);
}
