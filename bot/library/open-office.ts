import { createPreparer, createReader } from '#ingest/office';
import { createKeptCards } from '../cards/kept-cards.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createDrafts } from '../desk/drafts.ts';
import { KNOWLEDGE_FOLDER } from '../paths.ts';
import { randomId } from '../random-id.ts';
import { createLibraryOffice, type LibraryOffice, type LibraryOfficeDeps } from './office.ts';

type Given = Pick<LibraryOfficeDeps, 'store' | 'vault' | 'telemetry' | 'release' | 'clocks' | 'tellStaff'>;

/** The office of a server, with a reader and a preparer of its own, which end with it. */
export function openOffice(
  { libraryDir, libraryMargin }: Pick<Config, 'libraryDir' | 'libraryMargin'>,
  given: Given,
): LibraryOffice {
  const reader = createReader();
  const drafts = createDrafts({ store: given.store, vault: given.vault, clock: systemClock, randomId });
  const office = createLibraryOffice({
    ...given,
    ...{ clock: systemClock, reader, preparer: createPreparer(), drafts, randomId },
    cards: createKeptCards({ store: given.store, clock: systemClock }).citations,
    root: libraryDir,
    knowledge: KNOWLEDGE_FOLDER,
    margin: libraryMargin,
  });
  return {
    ...office,
    close: async () => {
      await reader.close();
      await office.close();
    },
  };
}
