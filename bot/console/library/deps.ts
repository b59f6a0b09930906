import type { PolicyPages, Release } from '#knowledge';
import type { LiveLibrary } from '../../library/live.ts';
import type { LibraryOffice } from '../../library/office.ts';

export type LibraryPagesDeps = {
  readonly office: LibraryOffice;
  /** The release in force, as it is open in this process: what its documents are, and names of places. */
  readonly release: () => Pick<Release, 'instruments' | 'regions' | 'matters'>;
  /** Whether it is the one that was published last. */
  readonly serving: LiveLibrary['state'];
  readonly policies: () => PolicyPages;
};
