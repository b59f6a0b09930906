import { createFacts } from '#knowledge';
import type { Scene } from '../../../bot/guides/guide.ts';

/** Looks at no texts: two made-up places, and nothing to cite. */
export function quietScene(more: Partial<Scene> = {}): Scene {
  const places = [
    { id: 'jia', name: '甲地', covered: true },
    { id: 'yi', name: '乙地', covered: true },
  ];
  return {
    answers: {},
    region: null,
    today: '2026-11-22',
    texts: {
      clausesOf: () => [],
      placeOf: (words) => places.find(({ name }) => words.includes(name)),
      placeById: (id) => places.find((place) => place.id === id),
      places,
      facts: createFacts(),
    },
    ...more,
  };
}
