import type { UnionOffice } from '#knowledge';
import { commonCopy } from '../copy/guides/common.ts';
import { unionDirectoryCopy as copy } from '../copy/guides/union-directory.ts';
import { tradeOf } from './common-steps.ts';
import type { Choice, ResultBlock, Scene, Step } from './guide.ts';
import { choiceStep } from './steps.ts';

/** More are no choice for a small screen. */
const MOST_UNIONS = 5;
const MOST_AREAS = 12;
/** The way from the region to the area stands in a button; a longer one is typed. */
const MOST_AREA_BYTES = 34;

/** Which district, city or county: asked only where the directory has unions of their own below the region. */
export function area(): Step {
  const step = choiceStep({
    id: 'area',
    ...commonCopy.area,
    optional: true,
    applies: (scene) => areasOf(scene).length > 0,
    choices: (scene) =>
      areasOf(scene)
        .filter(({ id }) => Buffer.byteLength(id) <= MOST_AREA_BYTES)
        .slice(0, MOST_AREAS),
    understand: (words, scene) => {
      const said = words.trim();
      const { region, texts } = scene;
      const named = areasOf(scene).find(({ label, id }) => said === label || said === id.split('/').at(-1));
      if (named !== undefined) return { kind: 'value', value: named.id };
      const place = texts.placeOf(said)?.id ?? '';
      return region !== null && place.startsWith(`${region}/`)
        ? { kind: 'value', value: place.slice(region.length + 1) }
        : { kind: 'none' };
    },
  });
  // An area of another region, which was given before the region was changed, is none.
  return {
    ...step,
    fits: (value, scene) => step.fits(value, scene) && nameOf(`${value}`, scene) !== undefined,
    format: (value, scene) => nameOf(`${value}`, scene) ?? `${value}`,
  };
}

const nameOf = (area: string, { region, texts }: Scene) => texts.placeById(`${region}/${area}`)?.name;

/** Unions of the directory where the worker is, nearest first; those that bear the name of the worker's firm before all. */
export function unionsNear(scene: Scene, names: readonly (string | null)[]): readonly UnionOffice[] {
  const { texts, today } = scene;
  const all = texts.facts.unions({ region: placeOf(scene), trade: tradeOf(scene) }, today);
  const own = all.filter((union) => isOf(union, names));
  return [...own, ...all.filter((union) => !own.includes(union))];
}

/** Whether a union bears the name of a firm. */
export function isOf({ name }: UnionOffice, names: readonly (string | null)[]): boolean {
  return names.some((firm) => firm !== null && firm.length >= 2 && name.includes(firm));
}

export function directory(unions: readonly UnionOffice[]): readonly ResultBlock[] {
  if (unions.length === 0) return [{ kind: 'text', text: copy.none }];
  return [
    { kind: 'text', text: copy.heading },
    {
      kind: 'list',
      items: unions
        .slice(0, MOST_UNIONS)
        .map(({ name, contact, hours, note }) => copy.office(name, contact, hours, note)),
    },
  ];
}

/** Ids are the way down from the region. */
function areasOf(scene: Scene): readonly Choice[] {
  const { region, texts, today } = scene;
  if (region === null) return [];
  const ids = texts.facts.unionPlaces({ region, trade: tradeOf(scene) }, today);
  return ids.map((id) => ({ id: id.slice(region.length + 1), label: texts.placeById(id)?.name ?? id }));
}

function placeOf({ region, answers, texts }: Scene): string | null {
  const area = `${region}/${answers.area}`;
  return typeof answers.area === 'string' && texts.placeById(area) !== undefined ? area : region;
}
