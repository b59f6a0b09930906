/** Characters of a sentence that are shown around what was found in it. */
const MOST_SHOWN = 48;

/**
 * The sentence of a text in which the first of these words stand, cut around them; undefined when none does.
 * @param wanted surer words first: a sentence with these goes before any other
 */
export function sentenceWith(text: string, wanted: readonly RegExp[]): string | undefined {
  const sentences = text
    .split(/[。！!？?；;\n\r]+/u)
    .map((sentence) => sentence.replace(/\s+/gu, ' ').trim())
    // A heading such as 三、劳动报酬 alone says nothing of it.
    .filter((sentence) => [...sentence].length > SHORTEST);
  for (const words of wanted) {
    for (const sentence of sentences) {
      const found = words.exec(sentence);
      if (found !== null) return around(sentence, found.index, found[0].length);
    }
  }
  return undefined;
}

const SHORTEST = 8;

function around(sentence: string, at: number, length: number): string {
  const chars = [...sentence];
  if (chars.length <= MOST_SHOWN) return sentence;
  const first = [...sentence.slice(0, at)].length;
  const middle = first + Math.floor(Math.min(length, MOST_SHOWN) / 2);
  const from = Math.max(0, Math.min(middle - MOST_SHOWN / 2, chars.length - MOST_SHOWN));
  const to = from + MOST_SHOWN;
  return `${from > 0 ? '…' : ''}${chars.slice(from, to).join('')}${to < chars.length ? '…' : ''}`;
}
