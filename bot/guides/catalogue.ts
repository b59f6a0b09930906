import { agreement } from './agreement/guide.ts';
import { complaint } from './complaint/guide.ts';
import { employment } from './employment/guide.ts';
import type { Guide } from './guide.ts';
import { help } from './help/guide.ts';
import { injury } from './injury/guide.ts';
import { membership } from './membership/guide.ts';

/** Every guide, in the order in which they are offered. */
export const GUIDES: readonly Guide[] = [membership, complaint, employment, agreement, help, injury];

export const guideById = (id: string): Guide | undefined => GUIDES.find((guide) => guide.id === id);
export const guideByCode = (code: string): Guide | undefined => GUIDES.find((guide) => guide.code === code);
/** The guide that somebody asks for in their own words; the earlier goes first: who names the union's help may be hurt. */
export const guideAskedFor = (words: string): Guide | undefined =>
  GUIDES.find((guide) => guide.isAskedFor(words));
/** The guide to offer after an answer, by the matters it is about; best first. */
export const guideAbout = (matters: readonly string[]): Guide | undefined =>
  matters
    .map((matter) => GUIDES.find(({ about }) => about.includes(matter)))
    .find((guide) => guide !== undefined);
