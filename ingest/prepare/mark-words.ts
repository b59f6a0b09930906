import { diffArrays } from 'diff';
import type { WordRun } from './prepared.ts';

/** Beyond so many changed words a comparison of two texts tells nobody anything, and takes long. */
const MOST_EDITS = 1_500;
/** What stays of this little between two changes is read as changed with them: 的, ，, 或. */
const ISLAND = 1;

const words = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * What changed from one text to another, word by word. `same` and `removed` make up the old text, `same` and `added` the
 * new one; where something was replaced, the old words stand before the new.
 */
export function markWords(was: string, now: string): readonly WordRun[] {
  if (was === now) return run('same', now);
  const found = diffArrays(cut(was), cut(now), { maxEditLength: MOST_EDITS });
  if (found === undefined) return [...run('removed', was), ...run('added', now)];
  return gather(
    found.map(({ added, removed, value }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value.join(''),
    })),
  );
}

const run = (kind: WordRun['kind'], text: string): readonly WordRun[] =>
  text === '' ? [] : [{ kind, text }];

/** Words as a reader sees them: 3个月 and 20% stay whole, so that a figure is marked as one. */
function cut(text: string): string[] {
  const pieces: string[] = [];
  for (const { segment } of words.segment(text)) {
    const last = pieces.at(-1);
    if (last !== undefined && /[\d.%％]$/.test(last) && /^[\d.%％]/.test(segment))
      pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** Changes that only a character or so parts become one: two half words marked in one word cannot be read. */
function gather(runs: readonly WordRun[]): readonly WordRun[] {
  const out: WordRun[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    out.push(...run('removed', removed), ...run('added', added));
    removed = '';
    added = '';
  };
  runs.forEach(({ kind, text }, i) => {
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else if (i > 0 && i < runs.length - 1 && [...text].length <= ISLAND && !text.includes('\n')) {
      removed += text;
      added += text;
    } else {
      flush();
      out.push({ kind, text });
    }
  });
  flush();
  return out;
}
