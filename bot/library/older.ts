import {
  createPolicyPages,
  listPublications,
  openTexts,
  type PolicyPages,
  releaseFolder,
  UnusableRelease,
} from '#knowledge';

/** Old releases open at a time: as many as a chat's last links lead into. */
const OPEN = 4;
/** Releases are kept for fewer publications than this. */
const PUBLICATIONS = 40;

/** The texts of a release that was in force once; undefined when it never was, or is not kept any more. */
export type OlderTexts = (release: string) => PolicyPages | undefined;

/**
 * Opens old releases for pages that show what an article said, and closes those that were not asked for lately. Drafts were
 * never in force and are nobody's business.
 * @param root the library's folder
 */
export function createOlderTexts(root: string): OlderTexts {
  const opened = new Map<string, { readonly pages: PolicyPages; readonly close: () => void }>();
  return (release) => {
    const known = opened.get(release);
    if (known !== undefined) {
      // The last asked for stands last.
      opened.delete(release);
      opened.set(release, known);
      return known.pages;
    }
    if (!listPublications(root, PUBLICATIONS).some((publication) => publication.release === release))
      return undefined;
    const texts = open(root, release);
    if (texts === undefined) return undefined;
    const pages = createPolicyPages(texts);
    opened.set(release, { pages, close: texts.close });
    const [oldest] = opened;
    if (opened.size > OPEN && oldest !== undefined) {
      opened.delete(oldest[0]);
      oldest[1].close();
    }
    return pages;
  };
}

function open(root: string, release: string): ReturnType<typeof openTexts> | undefined {
  try {
    return openTexts(releaseFolder(root, release));
  } catch (error) {
    // Taken away, or of a program before this one.
    if (error instanceof UnusableRelease) return undefined;
    throw error;
  }
}
