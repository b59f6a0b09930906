/**
 * A piece of text that remembers where each of its UTF-16 units came from in the source file.
 * Everything the parser keeps is one of these, so that coverage can be proved character by character.
 */
export type Mapped = { readonly text: string; readonly at: readonly number[] };

export const EMPTY: Mapped = { text: '', at: [] };

/** The whole of `text`, each unit standing at `from` plus its index. */
export function mapped(text: string, from = 0): Mapped {
  return { text, at: Array.from({ length: text.length }, (_, i) => from + i) };
}

export function slice(m: Mapped, start: number, end = m.text.length): Mapped {
  return { text: m.text.slice(start, end), at: m.at.slice(start, end) };
}

/** Joins pieces; `glue` (for instance a line feed) is given the position of the unit before it. */
export function join(parts: readonly Mapped[], glue = ''): Mapped {
  let text = '';
  const at: number[] = [];
  for (const part of parts) {
    if (part.text === '') continue;
    if (text !== '' && glue !== '') {
      for (let i = 0; i < glue.length; i++) at.push(at.at(-1) ?? 0);
      text += glue;
    }
    text += part.text;
    for (const position of part.at) at.push(position);
  }
  return { text, at };
}

/** Rewrites matches of `pattern` to text of the same length or to nothing; returns what was taken out. */
export function remove(m: Mapped, pattern: RegExp): { kept: Mapped; removed: readonly Mapped[] } {
  const kept: Mapped[] = [];
  const removed: Mapped[] = [];
  let last = 0;
  for (const match of m.text.matchAll(pattern)) {
    if (match[0] === '') continue;
    kept.push(slice(m, last, match.index));
    removed.push(slice(m, match.index, match.index + match[0].length));
    last = match.index + match[0].length;
  }
  if (removed.length === 0) return { kept: m, removed };
  kept.push(slice(m, last));
  return { kept: join(kept), removed };
}

export function trim(m: Mapped): Mapped {
  const start = m.text.length - m.text.trimStart().length;
  const end = m.text.trimEnd().length;
  return start === 0 && end === m.text.length ? m : slice(m, start, Math.max(start, end));
}
