import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isDiskFull, write } from '../../../ingest/publish/durable.ts';
import { temporaryFolder } from '../../fixtures.ts';

/** What writing there fails with. */
function faultOf(file: string): unknown {
  try {
    write(file, 'words');
    return undefined;
  } catch (error) {
    return error;
  }
}

it('tells a full disk from other faults', () => {
  const { path, dispose } = temporaryFolder();
  // https://man7.org/linux/man-pages/man4/full.4.html
  expect(isDiskFull(faultOf('/dev/full'))).toBe(true);
  expect(isDiskFull(faultOf(join(path, 'nowhere', 'file')))).toBe(false);
  expect(isDiskFull('ENOSPC')).toBe(false);
  dispose();
});
