import type { UnderstoodInstrument } from '#ingest/office';
import {
  createSourceStore,
  isDiskFull,
  NotPrepared,
  type Preparer,
  type Reader,
  type ReadFile,
  UnreadableFile,
} from '#ingest/office';
import type { LibrarySources, SourceFile } from '#knowledge';
import { libraryOfficeCopy } from '../copy/library-office.ts';
import { redact } from '../privacy/redact.ts';
import type { Acting, By, Changed } from './acting.ts';
import type { DraftBody } from './draft.ts';
import { isRefused, type Refused } from './refused.ts';

/** A file somebody hands over. A zip holds several. */
export type GivenFile = { readonly name: string; readonly bytes: Uint8Array };

/** What became of one file; a zip gives one for each file in it. */
export type FileOutcome =
  | {
      readonly kind: 'added';
      /** Its name in the draft: another than it came with where that one was taken. */
      readonly file: string;
      /** What the reader left out, or what a person should look at. */
      readonly notes: ReadFile['notes'];
      readonly understood: readonly UnderstoodInstrument[];
    }
  /**
   * `code`: of UnreadableFile; lost-text, time, memory, broken: the text was read, and could not be taken apart; no-text;
   * already-there: these very bytes are in the draft; disk-full.
   */
  | { readonly kind: 'refused'; readonly file: string; readonly code: string; readonly detail: string };

export type Intake = (
  by: By,
  files: readonly GivenFile[],
  signal?: AbortSignal,
) => Promise<(Changed & { readonly files: readonly FileOutcome[] }) | Refused>;

export type IntakeDeps = {
  readonly acting: Acting;
  readonly root: string;
  readonly knowledge: string;
  readonly reader: Reader;
  readonly preparer: Preparer;
};

/** Characters of a name before its ending. */
const LONGEST_NAME = 100;

type Taken = {
  readonly source: SourceFile;
  readonly notes: ReadFile['notes'];
  readonly understood: readonly UnderstoodInstrument[];
};

/** Reads what is handed over, looks at it, and puts it into the draft. What cannot be read or taken apart is not put there. */
export function createIntake(deps: IntakeDeps): Intake {
  const { acting, root, reader } = deps;
  const store = createSourceStore(root);
  return async (by, files, signal) => {
    // Before anything is read: whoever is no admin makes the bot do no work.
    const may = await acting.asAdmin(by, async () => ({}));
    if (isRefused(may)) return may;
    const outcomes: (FileOutcome | Taken)[] = [];
    for (const file of files) {
      try {
        for (const read of await reader.read(file, signal)) {
          store.keep(read.bytes, read.text);
          outcomes.push(await lookAt(read, deps, signal));
        }
      } catch (error) {
        if (isDiskFull(error))
          outcomes.push({ kind: 'refused', file: file.name, code: 'disk-full', detail: '' });
        else if (error instanceof UnreadableFile)
          outcomes.push({ kind: 'refused', file: error.file, code: error.code, detail: error.detail });
        else throw error;
      }
    }
    const taken = outcomes.flatMap((one) => ('source' in one ? [one] : []));
    let names: ReadonlyMap<Taken, string> = new Map();
    const changed = await acting.change(by, null, (sources, body) => {
      names = freeNames(taken, sources);
      return {
        ...added(taken, names, sources, body),
        action: 'library-file-added',
        fields: [...names.values()],
      };
    });
    const unchanged = isRefused(changed) && changed.refused === 'unchanged';
    if (isRefused(changed) && !unchanged) return changed;
    const told = outcomes.map((one): FileOutcome => {
      if (!('source' in one)) return one;
      const file = names.get(one);
      if (file === undefined)
        return { kind: 'refused', file: one.source.file, code: 'already-there', detail: '' };
      return { kind: 'added', file, notes: one.notes, understood: one.understood };
    });
    if (!isRefused(changed)) return { ...changed, files: told };
    const version = await acting.onDraft(by, null, async (_, draft) => ({ version: draft.version }));
    return isRefused(version) ? version : { ...version, files: told };
  };
}

/** What a file holds, read by itself in another process. */
async function lookAt(
  { name: given, sha256, format, notes }: ReadFile,
  { preparer, knowledge, root }: IntakeDeps,
  signal: AbortSignal | undefined,
): Promise<Taken | FileOutcome> {
  const name = keptName(given);
  const source: SourceFile = { file: name, sha256, format, shipped: false, facts: [] };
  try {
    const understood = await preparer.look({ knowledge, root, file: source }, signal);
    return { source, notes, understood };
  } catch (error) {
    if (!(error instanceof NotPrepared)) throw error;
    const { refusal, reason } = error;
    return { kind: 'refused', file: name, code: refusal?.code ?? reason, detail: refusal?.detail ?? '' };
  }
}

/** A name stands in the release and in the audit: no number of anybody's, and no longer than is read. */
function keptName(given: string): string {
  const name = redact(given.replace(/[\p{Cc}/\\]/gu, ' ').trim()).text;
  const ending = /(?<=[^.])\.[\p{L}\p{N}]{1,8}$/u.exec(name)?.[0] ?? '';
  const stem = [...name.slice(0, name.length - ending.length)].slice(0, LONGEST_NAME).join('');
  return `${/^\.*$/.test(stem) ? libraryOfficeCopy.unnamed : stem}${ending}`;
}

/** A name for each file that is not there yet; 通知.pdf becomes 通知 (2).pdf where another one is called so. */
function freeNames(taken: readonly Taken[], { files }: LibrarySources): ReadonlyMap<Taken, string> {
  const used = new Set(files.map(({ file }) => file));
  const there = new Set(files.map(({ sha256 }) => sha256));
  const names = new Map<Taken, string>();
  for (const one of taken) {
    const { file, sha256 } = one.source;
    if (there.has(sha256)) continue;
    const dot = file.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [file.slice(0, dot), file.slice(dot)] : [file, ''];
    let name = file;
    for (let n = 2; used.has(name); n++) name = `${stem} (${n})${ending}`;
    used.add(name);
    there.add(sha256);
    names.set(one, name);
  }
  return names;
}

function added(
  taken: readonly Taken[],
  names: ReadonlyMap<Taken, string>,
  sources: LibrarySources,
  body: DraftBody,
): { sources: LibrarySources; understood: DraftBody['understood'] } {
  const fresh = taken.flatMap((one) => {
    const file = names.get(one);
    return file === undefined ? [] : [{ ...one.source, file }];
  });
  const understood = Object.fromEntries(
    taken.map((one) => [
      one.source.sha256,
      one.understood.map((found) => ({ ...found, issuers: [...found.issuers] })),
    ]),
  );
  return {
    sources: { ...sources, files: [...sources.files, ...fresh] },
    understood: { ...body.understood, ...understood },
  };
}
