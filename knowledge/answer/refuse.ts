import type { Release } from '../library/open.ts';
import type { Query } from '../query/query.ts';
import type { Region } from '../region/region.ts';
import type { Retriever } from '../search/retriever.ts';
import type { Answer, Reason } from './answer.ts';
import * as copy from './copy.ts';
import { textPlaces, textsOn } from './places.ts';

export type Context = { readonly release: Release; readonly retriever: Retriever };

/** One question on its way to an answer. */
export type Line = Context & {
  readonly query: Query;
  /** ISO day that it is. */
  readonly today: string;
  /** ISO day whose texts answer. */
  readonly day: string;
};

export function refuse({ release, day }: Line, reason: Reason, regions: readonly Region[]): Answer {
  const texts = textsOn(release, [day]);
  const name = regions.map((region) => textPlaces(texts, region)).join('、');
  return {
    status: 'abstain',
    reason,
    region: regions.map((region) => region.id),
    lead: copy.REFUSAL[reason](name),
    citations: [],
    elsewhere: [],
    next: [...copy.NEXT_AFTER[reason]],
    choices: [],
    release: release.manifest.id,
  };
}

export function askRegion(
  line: Line,
  reason: 'region_unknown' | 'region_ambiguous',
  choices: readonly string[],
): Answer {
  return { ...refuse(line, reason, []), status: 'ask_region', choices: [...choices] };
}
