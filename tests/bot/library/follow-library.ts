/** follow-library ROOT: a process that answers from the library in ROOT, and prints a line whenever another text is in force. */
import { realpathSync } from 'node:fs';
import type { Telemetry } from '../../../bot/telemetry/telemetry.ts';

export const PROGRAM = import.meta.filename;

async function main(): Promise<void> {
  const { loadLiveLibrary } = await import('../../../bot/load.ts');
  const live = await loadLiveLibrary({ libraryDir: process.argv[2] ?? '', factsDir: undefined });
  const say = () => {
    const { publication, behind } = live.state();
    const text = live.library().pages.article('a/1')?.text;
    process.stdout.write(`${JSON.stringify({ text, publication, behind: behind?.publication ?? null })}\n`);
  };
  const telemetry: Pick<Telemetry, 'note'> = { note: say };
  say();
  const leaving = new AbortController();
  process.once('SIGTERM', () => leaving.abort());
  await live.run(leaving.signal, telemetry);
}

if (realpathSync(process.argv[1] ?? '.') === realpathSync(PROGRAM)) await main();
