/** The door for programs that only turn files into text: they start quickly, in a thread for each file. */

export { readText, UNREADABLE_CODES, type UnreadableCode, UnreadableFile } from './text/read-text.ts';
export { formatNumeral } from './policy/numerals.ts';
