import type { InstrumentKind, Mapped } from '#knowledge/build';
import type { Block } from './blocks.ts';
import {
  isAttachmentHead,
  isColophon,
  isDate,
  isDocumentNumber,
  isOrganisation,
  titleKind,
} from './titles.ts';

/** One instrument as it stands in the file: what is printed around it, and the blocks of its body. */
export type Segment = {
  readonly kind: InstrumentKind;
  readonly title: string;
  readonly number: string | null;
  readonly issuers: readonly string[];
  readonly date: string | null;
  readonly status: 'in-force' | 'trial' | 'interim';
  readonly titles: readonly Mapped[];
  readonly front: readonly Mapped[];
  readonly body: readonly Block[];
  readonly back: readonly Mapped[];
  /** Titles that its attachment list names. */
  readonly attachments: string;
};

/** Cuts a file into instruments. A title begins one; its letterhead, if the file prints one above it, belongs to it. */
export function instruments(blocks: readonly Block[]): readonly Segment[] {
  const heads = blocks.flatMap((block, i) => (block.kind === 'title' && startsText(blocks, i) ? [i] : []));
  const first = blocks[heads[0] ?? 0]?.body.text ?? '';
  const titles = heads.filter(
    (index, order) => order === 0 || !repeats(blocks[index]?.body.text ?? '', first),
  );
  if (titles.length === 0) return [segment(blocks, -1)];
  // Rules above the first title belong to a text whose own title nobody could tell.
  const lead = letterhead(blocks, titles[0] ?? 0);
  const isRule = ({ kind, marker, body }: Block) =>
    marker !== undefined || (kind === 'row' && /^\d+\t/.test(body.text));
  const isUntitled = blocks.slice(0, lead).some(isRule);
  if (isUntitled) return [segment(blocks.slice(0, lead), -1), ...instruments(blocks.slice(lead))];
  const starts = titles.map((index, order) => (order === 0 ? 0 : letterhead(blocks, index)));
  return starts.map((start, order) =>
    segment(blocks.slice(start, starts[order + 1]), (titles[order] ?? 0) - start),
  );
}

/**
 * A title with nothing under it before the next one is a line of a letterhead or a cover page; unless the next one only
 * issues it (《…》, then 关于印发《…》的通知): then the text below is the thing issued.
 */
function startsText(blocks: readonly Block[], index: number): boolean {
  const [before, own, next] = [blocks[index - 1], blocks[index], blocks[index + 1]];
  if (own === undefined || next === undefined) return false;
  if (before?.kind === 'title' && issues(own, before)) return false;
  return next.kind !== 'title' || issues(next, own);
}

function issues(notice: Block, text: Block): boolean {
  return titleKind(notice.body.text) === 'notice' && notice.body.text.includes(`《${text.body.text}》`);
}

/** A law that prints its title twice, or the tail of it on a line of its own, is still one law. */
function repeats(title: string, first: string): boolean {
  return first.endsWith(title) || title.endsWith(first);
}

/** Walks up from a title over lines that stand for themselves, as far as its own number or 附件 mark. */
function letterhead(blocks: readonly Block[], title: number): number {
  let start = title;
  let named = title;
  for (let i = title - 1; i >= 0; i--) {
    const block = blocks[i];
    if (block === undefined) break;
    const text = block.body.text;
    if (block.kind === 'attachment') {
      if (isAttachmentHead(text)) named = i;
      break;
    }
    // A date ends the signature of the text before: names between it and this title are this one's.
    if (isDate(text) && start < title && blocks.slice(start, title).every(isLetterhead)) named = start;
    if (block.kind !== 'standalone' || isDate(text)) break;
    start = i;
    if (isDocumentNumber(text)) named = start;
    else if (named < title) named = start;
  }
  return named;
}

/** 某某部 某某委 or 某某局文件, all on one line. */
function isLetterhead({ raw }: Block): boolean {
  return raw.split(/\s+/).every((name) => isOrganisation(name.replace(/文件$/, '')));
}

function segment(blocks: readonly Block[], titleAt: number): Segment {
  const title = titleAt < 0 ? '' : (blocks[titleAt]?.body.text ?? '');
  const above = blocks.slice(0, Math.max(0, titleAt));
  const below = blocks.slice(titleAt + 1);
  const first = below.findIndex((block) => block.marker !== undefined || block.kind === 'row');
  const bodyStart = first < 0 ? 0 : first;
  const { body, back } = splitBack(below.slice(bodyStart));
  const order = splitOpening(above);
  const opening = splitOpening(below.slice(0, bodyStart));
  const aside = [...order.front, ...opening.front, ...back];
  const text = aside.flatMap((block) => block.body.text.split('\t'));
  return {
    kind: titleKind(title) ?? 'document',
    title,
    number: text.find(isDocumentNumber)?.replace(/^（|）$/g, '') ?? null,
    issuers: issuersOf(above, back, title),
    date: dateOf(text.filter(isDate).at(-1)),
    status: /（试行）|试行(条例|规定|办法|细则|方案|意见)/.test(title)
      ? 'trial'
      : /（暂行）|暂行(条例|规定|办法)/.test(title)
        ? 'interim'
        : 'in-force',
    titles: titleAt < 0 ? [] : blocks.slice(titleAt, titleAt + 1).map((b) => b.body),
    front: [...order.front, ...opening.front].map((b) => b.body),
    body: [...order.body, ...opening.body, ...body],
    back: back.map((b) => b.body),
    attachments: blocks
      .filter((b) => b.kind === 'attachment')
      .map((b) => b.body.text)
      .join('\n'),
  };
}

/** Salutation, number and history lines are front matter; whole sentences under them are the opening of the text. */
function splitOpening(blocks: readonly Block[]): { front: Block[]; body: Block[] } {
  const isFront = (block: Block) =>
    block.kind === 'standalone' ||
    block.kind === 'attachment' ||
    /：$/.test(block.body.text) ||
    !/[。；？]/.test(block.body.text);
  return { front: blocks.filter(isFront), body: blocks.filter((block) => !isFront(block)) };
}

/** What follows the last sentence or row: attachment list, signature, date, notes. Standalone lines anywhere are not rules. */
function splitBack(blocks: readonly Block[]): { body: Block[]; back: Block[] } {
  const isText = (b: Block) =>
    b.marker !== undefined ||
    b.kind === 'row' ||
    (b.kind !== 'attachment' && b.kind !== 'standalone' && /[。；：，]|[0-9]{7}$/.test(b.body.text));
  const last = blocks.findLastIndex(isText);
  const isBack = (b: Block, i: number) => i > last || b.kind === 'standalone' || b.kind === 'attachment';
  return { body: blocks.filter((b, i) => !isBack(b, i)), back: blocks.filter(isBack) };
}

/** A letterhead names the issuers; without one the title's own words do, then the signature. */
function issuersOf(above: readonly Block[], back: readonly Block[], title: string): string[] {
  const named = (blocks: readonly Block[]) =>
    blocks
      .filter((block) => !isColophon(block.body.text))
      .flatMap((block) => block.raw.split(/\s+/))
      .map((name) => name.replace(/(?:文件|令|公告)$/, ''))
      .filter(isOrganisation);
  const head = [...new Set(named(above.filter((block) => block.kind === 'standalone')))];
  if (head.length > 1) return head;
  const signed = [...new Set(named(back))];
  const office = /^(.{4,40}?(?:办公室|厅|局|委员会|人民政府))(?:等.{1,3}部门)?关于/.exec(title)?.[1];
  return office !== undefined && signed.length < 2 ? [office] : head.length > 0 ? head : signed;
}

function dateOf(text: string | undefined): string | null {
  const match = /^(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(text ?? '');
  if (match === null) return null;
  const [, year = '', month = '', day = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
