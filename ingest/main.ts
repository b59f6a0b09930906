/**
 * npm run ingest [-- FILES AND FOLDERS] [--report] [--picture FILE.svg]: makes a release from the texts in force, at the first
 * time from those that came with the program, and further files, and puts it in force.
 */

import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ingest } from './ingest.ts';
import { coverageSvg } from './parse/coverage.ts';
import { isHalfRestored, libraryRoot } from './publish/library-root.ts';
import { reportText } from './report.ts';

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { report: { type: 'boolean' }, picture: { type: 'string' } },
  });
  if (isHalfRestored(process.env))
    throw new Error('A restore has not ended. Run npm run restore with the same backup again.');
  const root = libraryRoot(process.env);
  const report = await ingest({
    knowledge: fileURLToPath(new URL('../knowledge', import.meta.url)),
    root,
    more: positionals,
    onProgress: ({ stage, detail, done, total }) =>
      process.stderr.write(
        stage === 'parse' ? `[${done + 1}/${total}] ${detail}\n` : `indexing ${detail} articles\n`,
      ),
  });
  process.stdout.write(`${reportText(report, values.report === true)}\n`);
  if (values.picture !== undefined)
    writeFileSync(values.picture, coverageSvg(report.files.map((file) => file.coverage)));
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\nNothing was published; the release before stays in force.\n`,
  );
  process.exitCode = 1;
});
