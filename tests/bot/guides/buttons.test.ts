import { beforeAll, describe, expect, it } from 'vitest';
import { createFacts } from '#knowledge';
import { MOST_ACTION_BYTES } from '../../../bot/channels/message.ts';
import { formatAction, type GuideOp } from '../../../bot/conversation/actions.ts';
import { withAnswers } from '../../../bot/guides/advance.ts';
import { GUIDES } from '../../../bot/guides/catalogue.ts';
import type { Answers, Guide, Scene } from '../../../bot/guides/guide.ts';
import { paperFormatSchema, paperKindSchema } from '../../../bot/papers/paper.ts';
import { realLibrary } from '../../real-release.ts';
import { realScene } from './real-scene.ts';

const RUN = 'abcdefghij';

let scene: Scene;
beforeAll(async () => {
  const { release } = await realLibrary();
  scene = await realScene();
  // A union in each county of the places whose texts are here, those with the longest names among them.
  const counties = release.regions.all.filter(({ id }) =>
    scene.texts.places.some((place) => id.startsWith(`${place.id}/`)),
  );
  const facts = createFacts({
    unions: counties.map(({ id }) => ({
      ...{ name: '假想工会', region: id, trades: [], contact: '000-1', hours: '工作日' },
      ...{ source: '假想', checked: '2026-01-05' },
    })),
  });
  scene = { ...scene, texts: { ...scene.texts, facts } };
}, 400_000);

/** Every answer of one step in every place: choices may depend on what was answered before. */
function scenesOf(guide: Guide): readonly Scene[] {
  const answered = guide.steps.flatMap((step) =>
    step.choices(scene).map(({ id }): Answers => ({ [step.id]: step.takes === 'several' ? [id] : id })),
  );
  const pasted: Answers = {
    way: 'paste',
    paste: '第一条 工作时间每天八小时。第二条 报酬按单结算，社保自理。',
  };
  return scene.texts.places.flatMap((place) =>
    [{}, pasted, ...answered].map((answers) => withAnswers(scene, { ...answers, region: place.id })),
  );
}

const bytesOf = (op: GuideOp, ...args: readonly string[]) =>
  Buffer.byteLength(formatAction({ kind: 'guide', run: RUN, op, args }));

describe.each(GUIDES.map((guide) => [guide.name, guide] as const))('buttons of %s', (_, guide) => {
  it('carry every step and every choice in what the smallest platform allows', () => {
    let seen = 0;
    for (const now of scenesOf(guide))
      for (const step of guide.steps) {
        expect(step.id, step.id).toMatch(/^[a-z]{1,14}$/i);
        expect(bytesOf('edit', step.id)).toBeLessThanOrEqual(MOST_ACTION_BYTES);
        for (const { id } of step.choices(now)) {
          seen += 1;
          expect(bytesOf('pick', step.id, id), `${step.id} ${id}`).toBeLessThanOrEqual(MOST_ACTION_BYTES);
        }
      }
    expect(seen).toBeGreaterThan(50);
  });
});

describe('buttons of results', () => {
  it('carry every paper in every form', () => {
    for (const kind of paperKindSchema.options)
      for (const form of ['text', ...paperFormatSchema.options])
        expect(bytesOf('paper', kind, form), kind).toBeLessThanOrEqual(MOST_ACTION_BYTES);
  });
});
