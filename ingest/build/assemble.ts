import { createRegionTable, type LibrarySources, UnreadableFile } from '#knowledge/build';
import { type ParsedFile, parseFile } from '../parse/pipeline.ts';
import type { Sources } from '../sources/sources.ts';
import { type BrokenLink, checkAnswers } from './answers.ts';
import type { ReleaseInput } from './release.ts';

/** One line of progress: a file is being read, or the release is being made. */
export type IngestProgress = {
  readonly stage: 'parse' | 'index';
  readonly detail: string;
  readonly done: number;
  readonly total: number;
};

export type Assembled = {
  readonly input: ReleaseInput;
  readonly files: readonly ParsedFile[];
  /** Answers of the program's bank, and of what people approved, that do not hold in these texts. They are left out. */
  readonly broken: readonly BrokenLink[];
  readonly brokenOwn: readonly BrokenLink[];
};

/**
 * From sources to what a release is made of. Every file is parsed, in order, or all of it is refused.
 * @param text of a source by its hash
 * @throws UnreadableFile, LostText, MissingSource
 */
export function assemble(options: {
  readonly knowledge: Sources;
  readonly sources: LibrarySources;
  readonly text: (sha256: string) => string;
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
}): Assembled {
  const { knowledge, sources } = options;
  const regions = createRegionTable(knowledge.divisions);
  const taken = new Set<string>();
  const total = sources.files.length;
  const files = sources.files.map((file, done) => {
    options.onProgress?.({ stage: 'parse', detail: file.file, done, total });
    const parsed = parseFile(options.text(file.sha256), file.sha256, file, regions, taken);
    if (parsed.articles.length === 0) throw new UnreadableFile(file.file, 'it holds no text');
    return parsed;
  });
  const instruments = files.flatMap((file) => file.instruments);
  const articles = files.flatMap((file) => file.articles);
  options.onProgress?.({ stage: 'index', detail: `${articles.length}`, done: total, total });
  const { matters, broken, brokenOwn } = checkAnswers(knowledge.matters, sources, articles);
  const { lexicon, divisions } = knowledge;
  return {
    input: { instruments, articles, matters, lexicon, divisions, sources },
    files,
    broken,
    brokenOwn,
  };
}
