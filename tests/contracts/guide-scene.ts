import { parseConfig } from '../../bot/config.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import type { Scene } from '../../bot/guides/guide.ts';

/** What a guide sees of somebody who has said where they work. @param today ISO day, asked each time */
export function sceneIn(
  library: Library,
  region: string,
  today: () => string,
): Scene & { readonly region: string } {
  const { assistant, facts } = library;
  return {
    answers: {},
    region,
    get today() {
      return today();
    },
    texts: {
      clausesOf: assistant.clausesOf,
      placeOf: assistant.placeOf,
      placeById: assistant.placeById,
      places: assistant.places.map(({ id, short }) => ({ id, name: short, covered: true })),
      facts,
    },
    logged: false,
    urgent: parseConfig({}).urgent,
  };
}
