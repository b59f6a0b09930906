import { createAssistant, currentRelease, openRelease, UnusableRelease } from '#knowledge';
import { formatChinaDay } from '../china-time.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

const copy = doctorCopy.library;

/** The release in force, opened as the server opens it; none is made. */
export function checkLibrary(root: string): readonly Finding[] {
  try {
    const folder = currentRelease(root);
    if (folder === undefined) return [warn(copy.none, copy.noneAdvice)];
    const release = openRelease(folder);
    const { id, counts } = release.manifest;
    const { places } = createAssistant({ release, today: () => formatChinaDay(Date.now()) });
    // What the checksums leave to the first reader.
    for (let position = 0; position < counts.articles; position++) release.article(position);
    return [
      ok(copy.good(id, counts.instruments, counts.articles)),
      ok(copy.places(places.map(({ short }) => short).join('、'))),
      ...(release.vectors === undefined ? [warn(copy.wordsOnly, copy.wordsOnlyAdvice)] : []),
    ];
  } catch (error) {
    if (error instanceof UnusableRelease) return [bad(copy.damaged, copy.damagedAdvice)];
    throw error;
  }
}
