import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { beginRestore } from '../../../bot/backup/marker.ts';
import { backupCopy } from '../../../bot/copy/backup.ts';
import { doctorCopy } from '../../../bot/copy/doctor.ts';
import { runProgram } from '../../run.ts';
import { ROOT } from '../../shared.ts';
import { doctor, sectionOf } from '../doctor/doctor.ts';
import { type Installation, oldInstallation, photograph } from '../installation.ts';

let at: Installation;
beforeEach(async () => {
  at = await oldInstallation();
  beginRestore(at.data, 'f'.repeat(64));
});
afterEach(() => at.dispose());

/** Every program that package.json names and that works on the data folder, also those that come later. */
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).scripts;
const programs = Object.values(scripts)
  .flatMap((script) => /^node ((?:bot|ingest)\/[\w-]+\.ts)$/.exec(script)?.[1] ?? [])
  .filter((program) => !['bot/doctor.ts', 'bot/restore.ts'].includes(program));
/** What makes a program go as far as the data. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'bot/ask.ts': ['押金'],
  'bot/backup.ts': ['saved'],
  'bot/card.ts': ['a/1', '--out', 'cards'],
};

describe('a data folder in which a restore has not ended', { timeout: 240_000 }, () => {
  it('is left as it is by every program, which says what to do', () => {
    expect(programs).toEqual(expect.arrayContaining(['bot/main.ts', 'bot/chat.ts', 'ingest/main.ts']));
    const before = [photograph(at.home), photograph(at.data)];
    for (const program of programs) {
      const { code, stdout, stderr } = runProgram(program, ARGUMENTS[program] ?? [], {
        folder: at.home,
        env: { DATA_DIR: at.data, PORT: '0' },
      });
      expect({ program, code, stdout }).toEqual({ program, code: 1, stdout: '' });
      if (program.startsWith('bot/')) expect(stderr, program).toBe(`${backupCopy.problem.unfinished}\n`);
      else expect(stderr).toContain('npm run restore');
      expect([photograph(at.home), photograph(at.data)], program).toEqual(before);
    }
  });

  it('is named by the doctor', async () => {
    const visit = await doctor(at);
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, doctorCopy.sections.folder)).toContain(doctorCopy.folder.halfRestored);
    expect(sectionOf(visit, doctorCopy.sections.folder)).toContain('npm run restore');
  });
});
