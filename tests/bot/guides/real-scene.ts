import { createFacts } from '#knowledge';
import type { Scene } from '../../../bot/guides/guide.ts';
import { realLibrary } from '../../real-release.ts';

/** The texts of this repository as a guide sees them; tables that an admin keeps are empty. */
export async function realScene(more: Partial<Scene> = {}): Promise<Scene> {
  const { assistant } = await realLibrary();
  return {
    answers: {},
    region: null,
    today: '2026-11-22',
    texts: {
      clausesOf: assistant.clausesOf,
      placeOf: assistant.placeOf,
      placeById: assistant.placeById,
      places: assistant.places.map(({ id, short }) => ({ id, name: short, covered: true })),
      facts: createFacts(),
    },
    ...more,
  };
}
