import { readFileSync, statSync } from 'node:fs';
import { BadConfig, type Config } from '../config.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { readConfig } from '../load.ts';
import { checkEnvFile } from './env-file.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

const copy = doctorCopy.config;
const FILE = '.env';

/** Reads the configuration as the server would; `config` is undefined when the server would refuse it. */
export function checkConfiguration(): { config: Config | undefined; findings: readonly Finding[] } {
  const file = statSync(FILE, { throwIfNoEntry: false });
  const source = ok(file === undefined ? copy.noFile : copy.fromFile);
  let written: readonly Finding[] = [];
  try {
    if (file?.isFile() === true) written = checkEnvFile(readFileSync(FILE, 'utf8'));
    const config = readConfig();
    const { warnings } = config;
    return {
      config,
      findings: [
        source,
        ...written,
        ...(file !== undefined && holdsSecrets(config) ? checkMode(file.mode) : []),
        ...(warnings.length + written.length === 0 ? [ok(copy.good)] : warnings.map((text) => warn(text))),
      ],
    };
  } catch (error) {
    const findings =
      error instanceof BadConfig
        ? [source, ...written, bad(error.message, copy.restSkipped)]
        : [bad(copy.badFile, copy.badFileAdvice)];
    return { config: undefined, findings };
  }
}

function holdsSecrets({ dataKey, databaseUrl, telegram, wecom }: Config): boolean {
  return [dataKey, databaseUrl, telegram, wecom].some((secret) => secret !== undefined);
}

function checkMode(mode: number): readonly Finding[] {
  // Windows has no such modes and reports 0666 for every file.
  const open = process.platform !== 'win32' && (mode & 0o077) !== 0;
  return open ? [warn(copy.readableFile, copy.readableFileAdvice)] : [];
}
