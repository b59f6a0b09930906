import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { lockDraft, saveDraft } from '../../../bot/library/draft.ts';
import { createLibrarySweep } from '../../../bot/library/sweep.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { createSourceStore } from '../../../ingest/sources/source-store.ts';
import { publish, releaseInput, temporaryFolder, writePublication } from '../../fixtures.ts';

const folder = temporaryFolder();
afterEach(folder.dispose);

it('clears away what neither a kept release nor the draft names, and harms nothing when it cannot look', async () => {
  const root = folder.path;
  const sources = createSourceStore(root);
  const [kept, dropped] = ['留着', '没人要'].map((text) => sources.keep(Buffer.from(text), text));
  for (const sha256 of [kept, dropped]) utimesSync(join(root, 'sources', sha256 ?? ''), 1, 1);
  await publish(root, releaseInput());
  const store = await openStore({ kind: 'memory' });
  await store.transaction(async (tx) => {
    const { body } = await lockDraft(store, tx);
    const file = { file: '甲.txt', sha256: kept ?? '', format: 'txt' as const, shipped: false, facts: [] };
    const draft = { ...body, sources: { files: [file], answers: [], questions: [] } };
    await saveDraft(tx, { version: 1, body: draft }, { name: '王芳', at: 0 });
  });
  const notes: string[] = [];
  const { sweep } = createLibrarySweep({
    ...{ root, store, clock: { now: () => Date.now(), sleep: async () => {} } },
    telemetry: { note: (level, event) => notes.push(`${level} ${event}`) },
  });
  await sweep();
  expect(sources.text(kept ?? '')).toBe('留着');
  expect(() => sources.text(dropped ?? '')).toThrow(dropped);
  writePublication(root, 2, { release: 'damaged' });
  await sweep();
  expect(notes).toEqual(['info library-swept', 'warn library-not-swept']);
  await store.close();
  await sweep();
  expect(notes).toHaveLength(3);
});
