import { EMPTY, join, type Mapped, slice } from '#knowledge/build';
import type { Line } from './clean.ts';
import { isHeadingLevel, type Marker, readMarker } from './markers.ts';
import { attachmentMark, placedTitleLength } from './placed-titles.ts';
import {
  isAttachmentHead,
  isAttachmentLine,
  isColophon,
  isDate,
  isDocumentNumber,
  isOrganisation,
  isStandalone,
  isTitleStart,
  namesAttachment,
  titleLength,
} from './titles.ts';

/** A run of lines that the author wrote as one: a paragraph, a heading, a title, a table row. */
export type Block = {
  readonly kind: 'text' | 'heading' | 'title' | 'standalone' | 'attachment' | 'row';
  readonly marker: Marker | undefined;
  readonly body: Mapped;
  /** The first line with its blanks, which part two names printed on one line. */
  readonly raw: string;
};

/** A line of a broken text that is at least so full may go on in the next one. */
const FULL = 0.85;
const ENDED = /[。！？：；…][”’」）]*$|）$|[0-9]{7}$/;

/**
 * Joins physical lines into blocks. A page break or a hard line break in mid-sentence does not end a block;
 * a structural marker, a finished sentence or a line that stands for itself does. Where no line is a title by its
 * wording, the first one that can be is.
 */
export function toBlocks(lines: readonly Line[]): readonly Block[] {
  const blocks = joined(lines, -1);
  const begins = blocks.findIndex(
    ({ kind, marker, body }) =>
      marker !== undefined || kind === 'row' || (kind === 'text' && /。/.test(body.text)),
  );
  const title = blocks.findIndex((block) => block.kind === 'title');
  if (title >= 0 && (begins < 0 || title < begins)) return blocks;
  const first = lines.findIndex(({ body }) => !isStandalone(body.text));
  return first >= 0 && placedTitleLength(lines, first) > 0 ? joined(lines, first) : blocks;
}

/** @param titleAt a line that is taken for a title; -1 for none */
function joined(lines: readonly Line[], titleAt: number): readonly Block[] {
  const width = wrapWidth(lines);
  const blocks: Block[] = [];
  let open: { lines: Line[]; marker: Marker | undefined } | undefined;
  const close = () => {
    if (open === undefined) return;
    const body = join(open.lines.map((line) => line.body));
    const kind = isHeading(open.marker, body.text, open.lines, width) ? 'heading' : 'text';
    blocks.push({ kind, marker: open.marker, body, raw: open.lines[0]?.raw ?? '' });
    open = undefined;
  };
  const alone = (kind: Block['kind'], used: readonly Line[]) => {
    close();
    blocks.push({ kind, marker: undefined, body: join(used.map((l) => l.body)), raw: used[0]?.raw ?? '' });
  };
  let attachments = false;
  let copies = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line === undefined) break;
    const text = line.body.text;
    if (text.includes('\t')) {
      alone('row', [line]);
      continue;
    }
    const finished = open === undefined || isFinished(open.lines, open.marker, width);
    // A paragraph may end where the line is full: what stands for itself shows that it did.
    const ended = finished || /。[”’」）]*$/.test(open?.lines.at(-1)?.body.text ?? '');
    const mark = attachmentMark(lines, i, ended);
    if (mark > 0) {
      alone('attachment', [{ ...line, body: slice(line.body, 0, mark) }]);
      alone('title', [{ ...line, body: slice(line.body, mark) }]);
      attachments = false;
      continue;
    }
    // Which office printed it when, on two lines: neither is the text's own office or day.
    const printed = lines[i + 1];
    if (
      ended &&
      blocks.some(({ kind }) => kind === 'title') &&
      printed !== undefined &&
      isPrinted(line, printed)
    ) {
      alone('standalone', [line, printed]);
      i++;
      continue;
    }
    const isPlaced = i === titleAt || (i > 0 && isAttachmentHead(lines[i - 1]?.body.text ?? ''));
    const found =
      finished || isTitleStart(text) ? titleLength(lines, i, blocks.length === 0 && open === undefined) : 0;
    const worded = open !== undefined && runsOn(lines, i + found - 1, width) ? 0 : found;
    const count = worded === 0 && isPlaced ? placedTitleLength(lines, i) : worded;
    const marker = count > 0 ? undefined : acceptMarker(readMarker(text), line, ended);
    attachments =
      isAttachmentLine(text) ||
      (ended && namesAttachment(line)) ||
      (attachments && marker?.level === 'digit' && !/[。；]/.test(text));
    if (count > 0) {
      alone('title', lines.slice(i, i + count));
      i += count - 1;
    } else if (attachments) {
      alone('attachment', [line]);
    } else if (marker !== undefined || (line.heading > 0 && finished)) {
      close();
      open = { lines: [line], marker };
    } else if (
      (finished && copies) ||
      (ended && standsAlone(lines, i, open !== undefined, width)) ||
      (!Number.isFinite(width) && isDocumentNumber(text))
    ) {
      // Who gets a copy may take several lines.
      copies = (copies || isColophon(text)) && /[，、]$/.test(text);
      alone('standalone', [line]);
    } else if (open !== undefined && (!finished || opensBracket(text))) {
      open.lines.push(line);
    } else {
      close();
      open = { lines: [line], marker: undefined };
    }
  }
  close();
  return blocks.filter((block) => block.body !== EMPTY);
}

/** 第五条第一款, 第五条所列, 第五条中; not 第五条第三方平台, 第五条所有企业, 第五条中华人民共和国. */
const REFERS =
  /^第[^条\s]+条(之[^\s条]{1,2})?(第[0-9一二三四五六七八九十百]+[款项条]|、|和|或|至|规定|的规定|所(?![有属在])|中(?![华国央小外级医]))/;

/** 第三十七条 at the head of a line is a reference, not an article, when the sentence before it is still open. */
function acceptMarker(marker: Marker | undefined, line: Line, finished: boolean): Marker | undefined {
  if (marker === undefined) return undefined;
  if (isHeadingLevel(marker.level)) {
    const rest = line.body.text.slice(marker.length);
    return rest.length <= 40 && !/[。；，]/.test(rest) ? marker : undefined;
  }
  if (marker.level !== 'article') return marker;
  const spaced = /^第\S+?条(之\S+?)?[\s\u3000]/.test(line.raw);
  const refers = REFERS.test(line.body.text);
  return ((finished || marker.number === 1) && !refers) || spaced || line.heading > 0 ? marker : undefined;
}

function isFinished(open: readonly Line[], marker: Marker | undefined, width: number): boolean {
  const last = open.at(-1);
  if (last === undefined) return true;
  if (last.heading > 0 || (open.length === 1 && isHeading(marker, last.body.text, open, width))) return true;
  if (!ENDED.test(last.body.text))
    return !Number.isFinite(width) && marker === undefined && open.length === 1 && isWhole(last.body.text);
  const wrapped = Number.isFinite(width) && last.body.text.length >= width * FULL;
  return !wrapped || last.body.text.endsWith('：');
}

/** A full line behind a sentence that only ends as offices do, 参加会议或者从事工会, is none; a signature is in company. */
function standsAlone(lines: readonly Line[], index: number, isBehindText: boolean, width: number): boolean {
  const [own, next] = [lines[index]?.body.text ?? '', lines[index + 1]?.body.text];
  if (!isStandalone(own)) return false;
  const isFull = Number.isFinite(width) && own.length >= width * FULL;
  return !isFull || !isBehindText || !isOrganisation(own) || next === undefined || isStandalone(next);
}

function isPrinted(office: Line, day: Line): boolean {
  return isOrganisation(office.body.text) && isDate(day.body.text) && /印发?$/.test(day.body.text);
}

/** Whether a line goes on in the next: it ends as titles do by chance, where the print was broken. */
function runsOn(lines: readonly Line[], index: number, width: number): boolean {
  const [own, next] = [lines[index]?.body.text ?? '', lines[index + 1]?.body.text ?? ''];
  if (/^[和及与或的等并]/.test(next)) return true;
  const begins = readMarker(next) !== undefined || isStandalone(next) || /^（/.test(next);
  return Number.isFinite(width) && own.length >= width * FULL && !begins;
}

/** In a text whose lines are paragraphs, a short line without any mark is one: 厅长 李某 under an order. */
function isWhole(text: string): boolean {
  return text.length <= 20 && !/[，、；：。（《“]/.test(text) && !/[的和及与或]$/.test(text);
}

/** （省总工会牵头…） on a line of its own still belongs to the sentence above it. */
function opensBracket(text: string): boolean {
  return text.startsWith('（') && !text.startsWith('（此件');
}

function isHeading(marker: Marker | undefined, text: string, lines: readonly Line[], width: number): boolean {
  if (lines.some((line) => line.heading > 0) && marker?.level !== 'article') return true;
  if (marker === undefined) return false;
  if (isHeadingLevel(marker.level)) return true;
  if (marker.level !== 'one' && marker.level !== 'bracket') return false;
  return (
    text.length <= 38 &&
    text.length < width * FULL &&
    !/[。；]|[：！？）]$/.test(text) &&
    text.length > marker.length
  );
}

/**
 * The width at which the text was broken by its printer, in characters, or Infinity when lines are whole paragraphs.
 * Broken texts show it: most lines stop in mid-sentence at nearly the same length.
 */
function wrapWidth(lines: readonly Line[]): number {
  const plain = lines.filter((line) => !line.body.text.includes('\t')).map((line) => line.body.text);
  const cut = plain.filter((text) => !ENDED.test(text) && text.length > 12).map((text) => text.length);
  if (cut.length < plain.length * 0.5) return Number.POSITIVE_INFINITY;
  cut.sort((a, b) => a - b);
  const width = cut[Math.floor(cut.length / 2)] ?? Number.POSITIVE_INFINITY;
  const alike = cut.filter((length) => Math.abs(length - width) <= Math.max(2, width * 0.1));
  return alike.length >= cut.length * 0.5 ? width : Number.POSITIVE_INFINITY;
}
