import { z } from 'zod';
import { UnusableRelease } from '#knowledge';
import { operatorCopy as copy } from './copy/operator.ts';
import { CannotListen } from './http/cannot-listen.ts';
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
  if (error instanceof CannotListen) return copy.problem.listen[error.why](error.where);
  if (error instanceof UnusableRelease) return copy.problem.release;
  return explainSystem(error) ?? (error instanceof Error ? error.message : String(error));
}

const systemErrorSchema = z.object({ code: z.string(), path: z.string() });

/** What the operating system refused. https://nodejs.org/api/errors.html#common-system-errors */
function explainSystem(error: unknown): string | undefined {
  const parsed = systemErrorSchema.safeParse(error);
  if (!parsed.success) return undefined;
  const { code, path } = parsed.data;
  if (code === 'ENOSPC') return copy.problem.store.full;
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return copy.problem.noAccess(path);
  return ['ENOTDIR', 'EEXIST'].includes(code) ? copy.problem.notAFolder(path) : undefined;
}
