import { afterAll, describe, expect, it } from 'vitest';
import { createOlderTexts } from '../../../bot/library/older.ts';
import { buildRelease } from '../../../ingest/build/release.ts';
import { aMatter, anArticle, publish, releaseInput, temporaryFolder } from '../../fixtures.ts';

const folder = temporaryFolder();
afterAll(folder.dispose);

const input = (text: string) =>
  releaseInput({
    articles: [anArticle('a/1', text)],
    matters: [aMatter('deposit', ['押金不退怎么办'], { answers: { 'a/1': ['押金'] } })],
  });

describe('the texts of older releases', () => {
  it('are those that were once in force, as they were, however many are asked for', async () => {
    const texts = Array.from({ length: 6 }, (_, i) => `企业不得收取押金，违者罚款${i}元。`);
    const ids: string[] = [];
    for (const text of texts) ids.push((await publish(folder.path, input(text))).id);
    const older = createOlderTexts(folder.path);
    for (const round of [0, 1, 2])
      for (const [i, id] of ids.entries())
        expect(older(id)?.article('a/1')?.text, `${round}: ${id}`).toBe(texts[i]);
  });

  it('are not those of a draft that nobody published, nor of nothing', async () => {
    const draft = await buildRelease(folder.path, input('草稿里的押金。'));
    const older = createOlderTexts(folder.path);
    expect(older(draft.id)).toBeUndefined();
    expect(older('0123456789ab')).toBeUndefined();
  });
});
