import type { Line } from './clean.ts';
import { readMarker } from './markers.ts';
import { isStandalone, namesAttachment, tailLength } from './titles.ts';

/** So many lines are looked at for the text under a title. */
const HEAD_LINES = 6;

/**
 * How many lines from `index` on make a title by their place alone: under 附件2, or at the head of a file where no line
 * is a title by its wording. A list of attachments, with a signature below it, is none.
 */
export function placedTitleLength(lines: readonly Line[], index: number): number {
  const text = lines[index]?.body.text ?? '';
  const isShort = text.length >= 4 && text.length <= 60 && !/[\t，。；：！？]/.test(text);
  if (!isShort || isStandalone(text) || readMarker(text) !== undefined || /^[0-9（]/.test(text)) return 0;
  const length = 1 + tailLength(lines, index + 1);
  return holdsText(lines, index + length) ? length : 0;
}

/** Whether a sentence, a marker or a row comes before the next line that stands for itself. */
function holdsText(lines: readonly Line[], index: number): boolean {
  for (const { body } of lines.slice(index, index + HEAD_LINES)) {
    if (/[\t，。；：？]/.test(body.text) || readMarker(body.text) !== undefined) return true;
    if (isStandalone(body.text)) return false;
  }
  return false;
}

const NAMED_ATTACHMENT =
  /^附(?:件|录)(?:[0-9一二三四五六七八九十]+[.．、])?[0-9一二三四五六七八九十]*[：:]?(?![0-9一二三四五六七八九十：:.．、])/;

/**
 * The length of 附件1： before a title on the same line; 0 where the line only lists what is attached.
 * @param ended whether the sentence before has: else 附件1 without a mark behind it goes on with that
 */
export function attachmentMark(lines: readonly Line[], index: number, ended: boolean): number {
  const line = lines[index];
  const text = line?.body.text ?? '';
  const mark = NAMED_ATTACHMENT.exec(text)?.[0] ?? '';
  if (line === undefined || (!/[：:.．、]$/.test(mark) && !(ended && namesAttachment(line)))) return 0;
  const { length } = mark;
  const title = text.slice(length);
  if (length === 0 || title.length < 4 || title.length > 60 || /[\t，。；：！？]|略）$/.test(title)) return 0;
  const next = lines[index + 1]?.body.text ?? '';
  const marker = readMarker(next);
  const isText = marker === undefined ? /[，。；]/.test(next) : marker.level !== 'digit';
  return isText && !isStandalone(next) && !/^[（]?联系/.test(next) ? length : 0;
}
