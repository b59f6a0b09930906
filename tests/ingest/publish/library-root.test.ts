import { expect, it } from 'vitest';
import { parseConfig } from '../../../bot/config.ts';
import { libraryRoot } from '../../../ingest/publish/library-root.ts';

// An empty line in .env once made ingest write to ./library, where nobody reads.
it.each([
  [{}, 'data/library'],
  [{ DATA_DIR: '' }, 'data/library'],
  [{ DATA_DIR: '  ' }, 'data/library'],
  [{ DATA_DIR: '/srv/gongyou' }, '/srv/gongyou/library'],
  [{ DATA_DIR: ' ./elsewhere ' }, 'elsewhere/library'],
  [{ DATA_DIR: '/srv/gongyou', LIBRARY_DIR: ' /mnt/shared ' }, '/mnt/shared'],
  [{ LIBRARY_DIR: ' ' }, 'data/library'],
])('ingest writes for %j where the bot reads', (env, folder) => {
  expect(libraryRoot(env)).toBe(folder);
  expect(parseConfig(env).libraryDir).toBe(folder);
});
