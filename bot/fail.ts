/** The last words of a command that cannot go on: what is wrong and what to do, no stack for a person to puzzle over. */
export function failPlainly(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  if (process.env.DEBUG !== undefined && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
