/** A character shown as a picture: of its own accord, or because U+FE0F asks for it. */
const PICTURES = /\p{Extended_Pictographic}\ufe0f|\p{Emoji_Presentation}|\p{Emoji_Modifier}|\u20e3/gu;
const INVISIBLE = /[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Variation_Selector}|\ufffc/gu;
/** Marks heaped on one letter: two are writing, more are noise. */
const HEAPED = /(\p{M}{2})\p{M}+/gu;

/**
 * What somebody wrote, in a form that can be printed: no pictures, no control characters, nothing that turns the direction.
 * The words stay as they were told, with a line feed between paragraphs.
 * @returns null when nothing is left, as if it had been skipped
 */
export function told(text: string | null): string | null {
  if (text === null) return null;
  const clean = text
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u000b\u000c\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(PICTURES, '')
    .replace(INVISIBLE, '')
    .replace(HEAPED, '$1')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  return clean === '' ? null : clean;
}

/** The same on one line, for a field of a form. */
export function toldInLine(text: string | null): string | null {
  return told(text)?.replaceAll('\n', ' ') ?? null;
}
