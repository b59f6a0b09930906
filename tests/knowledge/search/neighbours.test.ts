import { describe, expect, it } from 'vitest';
import { embed } from '../../../knowledge/search/embedder.ts';
import { realLibrary } from '../../real-release.ts';

const { release } = await realLibrary();

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

describe('the nearest questions of the real bank', () => {
  it('are the true nearest eight times in ten: ef is set, because after a load hnswlib falls back to one that finds two thirds', () => {
    const questions = release.matters.flatMap((matter) => matter.questions);
    const vectors = questions.map((question) => Float32Array.from(embed(question)));
    const asked = questions.filter((_, i) => i % 150 === 0).map((question) => `请问${question.slice(2)}`);
    let found = 0;
    for (const question of asked) {
      const vector = Float32Array.from(embed(question));
      const tenth = vectors.map((other) => dot(other, vector)).sort((a, b) => b - a)[9] ?? 0;
      const near = release.vectors?.near(question, 10) ?? [];
      found += near.filter(({ cosine }) => cosine >= tenth - 1e-4).length;
    }
    expect(found / (10 * asked.length)).toBeGreaterThan(0.78);
  });
});
