import { shortName } from '#knowledge';
import { consoleCopy as copy } from '../copy/console.ts';

/** 山东·淄博 for 山东省/淄博市. @param region its id; null where nobody said */
export function formatPlace(region: string | null): string {
  if (region === null) return copy.anyRegion;
  return region.split('/').slice(-2).map(shortName).join('·');
}
