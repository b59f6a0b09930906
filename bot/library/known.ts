import type { Prepared } from '#ingest/office';
import { bare, type Release } from '#knowledge';
import type { DraftBody } from './draft.ts';
import type { FactPlace } from './edit-facts.ts';

/** The release in force, as far as the office looks into it. */
export type OfficeRelease = Pick<Release, 'instruments' | 'matters' | 'positionOf' | 'regions'>;

/** What an id or words given by an admin can be held against: the release in force and the last one prepared. */
export type Known = {
  readonly isPlace: (id: string) => boolean;
  readonly isMatter: (id: string) => boolean;
  readonly isArticle: (id: string) => boolean;
  readonly isInstrument: (id: string) => boolean;
  /** Where facts of an instrument belong. */
  readonly placeOf: (instrument: string) => FactPlace | undefined;
  /** Whether a file is known to hold so many instruments of a kind. */
  readonly holds: (place: FactPlace, sha256: string, body: DraftBody) => boolean;
  readonly isLayQuestion: (words: string) => boolean;
  readonly prepared: Prepared | undefined;
};

/** @param report of the release that was prepared last; undefined for none */
export function createKnown(release: OfficeRelease, report: Prepared | undefined): Known {
  const placeInForce = (id: string): FactPlace | undefined => {
    const found = release.instruments.find((one) => one.id === id);
    if (found === undefined) return undefined;
    const alike = release.instruments.filter(({ file, kind }) => file === found.file && kind === found.kind);
    return { file: found.file, kind: found.kind, nth: alike.indexOf(found) + 1 };
  };
  const placePrepared = (id: string): FactPlace | undefined => {
    const found = report?.instruments.find((one) => one.id === id);
    return found && { file: found.file, kind: found.kind, nth: found.nth };
  };
  return {
    isPlace: (id) => release.regions.byId.has(id),
    isMatter: (id) => release.matters.some(({ matter }) => matter === id),
    isArticle: (id) =>
      release.positionOf(id) !== undefined ||
      (report?.instruments.some(({ outline }) => outline.some((one) => one.id === id)) ?? false),
    isInstrument: (id) => (placePrepared(id) ?? placeInForce(id)) !== undefined,
    // What was prepared last knows the draft's own files; ids there go before those in force.
    placeOf: (id) => placePrepared(id) ?? placeInForce(id),
    holds: ({ file, kind, nth }, sha256, body) => {
      const seen = body.understood[sha256];
      if (seen !== undefined) return seen.some((one) => one.kind === kind && one.nth === nth);
      const inForce = release.instruments.filter((one) => one.file === file && one.kind === kind);
      return inForce.length >= nth;
    },
    isLayQuestion: (words) => {
      const mine = bare(words);
      return release.matters.some(({ questions }) => questions.some((one) => bare(one) === mine));
    },
    prepared: report,
  };
}
