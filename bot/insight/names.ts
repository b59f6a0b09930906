import { shortName } from '#knowledge';
import type { Library } from '../conversation/turn.ts';
import { deskCopy } from '../copy/desk.ts';
import { insightCopy } from '../copy/insight.ts';
import { guideById } from '../guides/catalogue.ts';
import { BRANDS } from '../guides/understand/index.ts';
import { REST } from './cube.ts';

const copy = insightCopy.names;
const brands = new Map(BRANDS.map(({ id, name }) => [id, name]));
const kinds = new Map<string, string>(Object.entries(deskCopy.kind));
const channels = new Map<string, string>(Object.entries(copy.channel));

/** What ids are called on the page. */
export type Names = {
  readonly region: (id: string) => string;
  readonly matter: (id: string) => string;
  readonly brand: (id: string) => string;
  readonly kind: (id: string) => string;
  readonly channel: (id: string) => string;
  readonly guide: (id: string) => string;
};

export function createNames({ assistant }: Pick<Library, 'assistant'>): Names {
  const named = (none: string, find: (id: string) => string | undefined) => (id: string) =>
    id === REST ? copy.rest : id === '' ? none : (find(id) ?? id);
  return {
    region: named(copy.noRegion, (id) => shortName(id.split('/').at(-1) ?? id)),
    matter: named(copy.noMatter, assistant.matterName),
    brand: named(copy.noBrand, (id) => brands.get(id)),
    kind: named(copy.rest, (id) => kinds.get(id)),
    channel: named(copy.rest, (id) => channels.get(id)),
    guide: named(copy.rest, (id) => guideById(id)?.name),
  };
}

/** Province and city: a county alone is too small a place to be counted by. */
export const cityOf = (region: string): string => region.split('/').slice(0, 2).join('/');
