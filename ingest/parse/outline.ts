import { EMPTY, formatNumeral, join, type Mapped, parseNumeral, slice } from '#knowledge/build';
import type { Block } from './blocks.ts';
import { isHeadingLevel, LEVELS, type Marker, type MarkerLevel } from './markers.ts';

/** One node of an instrument's tree, before annotation. */
export type Node = {
  readonly kind: 'rule' | 'section';
  /** The part of the id behind the slash. */
  readonly key: string;
  readonly label: string;
  readonly path: readonly string[];
  /** The printed marker; accounted for by this node although it is not in its text. */
  readonly marker: Mapped;
  readonly paragraphs: readonly Paragraph[];
};

/** A paragraph of a node. `item` is the printed label when the paragraph is a 项. */
export type Paragraph = { readonly body: Mapped; readonly item: string };

/** Something odd that an admin should look at; never a reason to stop. */
export type Warning = {
  readonly code:
    | 'numbering gap'
    | 'duplicate number'
    | 'no articles'
    | 'numbering restarts'
    | 'damaged row'
    | 'place unknown'
    | 'ends another text';
  readonly message: string;
};

export type Outline = {
  readonly nodes: readonly Node[];
  /** Headings (编章节, 一、…) that stand above nodes: accounted for, shown as paths. */
  readonly headings: readonly Mapped[];
  readonly warnings: readonly Warning[];
};

type Draft = {
  level: MarkerLevel | 'lead' | 'opening';
  marker: Marker | undefined;
  mark: Mapped;
  path: string[];
  numbers: number[];
  labels: string[];
  paragraphs: Paragraph[];
};

/** Builds the article tree of one instrument from the blocks after its title and front matter. */
export function outline(blocks: readonly Block[]): Outline {
  const byArticle = blocks.some((block) => block.marker?.level === 'article');
  const unit = byArticle ? 'article' : unitLevel(blocks);
  const headings: Mapped[] = [];
  const drafts = collect(blocks, unit, headings);
  const warnings: Warning[] = [];
  if (unit === undefined)
    warnings.push({
      code: 'no articles',
      message: 'no numbered article was found; the text is kept as one section',
    });
  const nodes = name(splitClosing(drafts, unit), unit, warnings);
  return { nodes, headings, warnings };
}

/**
 * The innermost level whose nodes are units of their own. `1.` is one only where its numbering runs on across its
 * parents (as 南昌's 1. to 23. do); where it starts again under every （一） it lists items.
 */
function unitLevel(blocks: readonly Block[]): MarkerLevel | undefined {
  const has = (level: MarkerLevel) => blocks.some((block) => block.marker?.level === level);
  if (has('digit') && runsOn(blocks, 'digit')) return 'digit';
  if (has('bracket')) return 'bracket';
  if (has('one')) return 'one';
  return has('digit') ? 'digit' : undefined;
}

function runsOn(blocks: readonly Block[], level: MarkerLevel): boolean {
  const numbers = blocks.filter((b) => b.marker?.level === level).map((b) => b.marker?.number ?? 0);
  const rising = numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0));
  let parents = 0;
  let seen = false;
  for (const block of blocks) {
    if (block.marker === undefined) continue;
    if (block.marker.level === level) seen = true;
    else if (LEVELS.indexOf(block.marker.level) < LEVELS.indexOf(level)) {
      if (seen) parents++;
      seen = false;
    }
  }
  return rising && parents + (seen ? 1 : 0) >= 2;
}

function collect(blocks: readonly Block[], unit: MarkerLevel | undefined, headings: Mapped[]): Draft[] {
  const drafts: Draft[] = [];
  const above: { level: MarkerLevel; block: Block; marker: Marker; used: boolean }[] = [];
  const start = (level: Draft['level'], block: Block | undefined): Draft => {
    const marker = block?.marker;
    const draft: Draft = {
      level,
      marker,
      mark: block && marker ? slice(block.body, 0, marker.length) : EMPTY,
      path: above.map((h) => headingText(h.block)),
      numbers: [...above.map((h) => h.marker.number), ...(marker ? [marker.number] : [])],
      labels: [...above.map((h) => h.marker.label), ...(marker ? [marker.label] : [])],
      paragraphs: [],
    };
    drafts.push(draft);
    return draft;
  };
  let current = start('opening', undefined);
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i];
    if (block === undefined) break;
    const marker = block.marker;
    const rank = marker === undefined ? -1 : LEVELS.indexOf(marker.level);
    const unitRank = unit === undefined ? LEVELS.length : LEVELS.indexOf(unit);
    if (marker === undefined || (unit !== undefined && rank > unitRank)) {
      current.paragraphs.push({ body: block.body, item: marker?.label ?? '' });
      continue;
    }
    if (unit === 'article' && !isHeadingLevel(marker.level) && marker.level !== 'article') {
      current.paragraphs.push({ body: block.body, item: marker.label });
      continue;
    }
    while (above.length > 0 && LEVELS.indexOf(above.at(-1)?.level ?? 'part') >= rank) above.pop();
    if (rank === unitRank || isLeaf(blocks, i, rank, unitRank)) {
      current = start(marker.level, block);
      const body = slice(block.body, marker.length);
      if (body.text !== '') current.paragraphs.push({ body, item: '' });
      continue;
    }
    above.push({ level: marker.level, block, marker, used: false });
    headings.push(block.body);
    current = start('lead', undefined);
  }
  return drafts.filter((draft) => draft.paragraphs.length > 0 || draft.marker !== undefined);
}

/** A heading with no unit of a deeper level below it is a unit itself (一、明确工作目标). 编章节 never are. */
function isLeaf(blocks: readonly Block[], index: number, rank: number, unitRank: number): boolean {
  const marker = blocks[index]?.marker;
  if (marker === undefined || isHeadingLevel(marker.level)) return false;
  for (const next of blocks.slice(index + 1)) {
    if (next.marker === undefined) continue;
    const below = LEVELS.indexOf(next.marker.level);
    if (below <= rank) return true;
    if (below <= unitRank) return false;
  }
  return true;
}

/** 第一章总则 → 第一章 总则; 二、落实工作任务 stays as it is. */
function headingText(block: Block): string {
  const { marker, body } = block;
  if (marker === undefined || !isHeadingLevel(marker.level)) return body.text;
  return `${body.text.slice(0, marker.length)} ${body.text.slice(marker.length).trim()}`.trim();
}

/**
 * The paragraph after the last unit of an outline text that sums up (各地、各有关部门要…) belongs to no unit. It shows
 * itself where every other unit has one paragraph only. Articles (第N条) have real second paragraphs, so they are left alone.
 */
function splitClosing(drafts: Draft[], unit: MarkerLevel | undefined): Draft[] {
  const last = drafts.at(-1);
  if (unit === undefined || unit === 'article' || last === undefined || last.level !== unit) return drafts;
  const single = drafts
    .filter((d) => d.level === unit && d !== last)
    .every((d) => d.paragraphs.filter((p) => p.item === '').length <= 1);
  const cut = last.paragraphs.findIndex((p, i) => i > 0 && p.item === '');
  if (!single || cut < 0 || drafts.filter((d) => d.level === unit).length < 3) return drafts;
  const closing: Draft = {
    ...last,
    level: 'lead',
    marker: undefined,
    mark: EMPTY,
    path: [],
    numbers: [],
    labels: [],
    paragraphs: last.paragraphs.slice(cut),
  };
  return [...drafts.slice(0, -1), { ...last, paragraphs: last.paragraphs.slice(0, cut) }, closing];
}

/** Gives every node its key and label, and reports what the numbering shows. */
function name(drafts: readonly Draft[], unit: MarkerLevel | undefined, warnings: Warning[]): Node[] {
  const units = drafts.filter((d) => d.level === unit && d.marker !== undefined);
  const continuous =
    unit === 'article' ||
    units.every((d, i) => i === 0 || (d.marker?.number ?? 0) > (units[i - 1]?.marker?.number ?? 0));
  const taken = new Map<string, number>();
  const nodes = drafts.map((draft): Node => {
    const isUnit = draft.marker !== undefined;
    const wanted = keyOf(draft, unit, continuous);
    const times = (taken.get(wanted) ?? 0) + 1;
    taken.set(wanted, times);
    if (times > 1 && isUnit)
      warnings.push({
        code: 'duplicate number',
        message: `${draft.marker?.label ?? wanted} stands ${times} times; the later one is ${wanted}@${times}`,
      });
    return {
      kind: isUnit ? 'rule' : 'section',
      key: times > 1 ? `${wanted}@${times}` : wanted,
      label: labelOf(draft, unit),
      path: draft.path,
      marker: draft.mark,
      paragraphs: draft.paragraphs,
    };
  });
  warnings.push(...gaps(units, unit, continuous), ...nodes.flatMap(itemGaps));
  return nodes;
}

/** （一） and （三） without （二） in between, also within a line: something may have been lost on the way. */
function itemGaps({ label, paragraphs }: Node): Warning[] {
  const numbers = paragraphs.flatMap(({ item }) => parseNumeral(/^（(\D+)）$/.exec(item)?.[1] ?? '') ?? []);
  const printed = (item: string) => paragraphs.some(({ body }) => body.text.includes(item));
  const items = missingNumbers(numbers)
    .replace(/\d+/g, (number) => `（${formatNumeral(Number(number))}）`)
    .split(', ')
    .filter((item) => item !== '' && !printed(item));
  return items.length === 0
    ? []
    : [{ code: 'numbering gap', message: `missing numbers: ${label}${items.join('')}` }];
}

function keyOf(draft: Draft, unit: MarkerLevel | undefined, continuous: boolean): string {
  if (draft.level === 'opening') return '0';
  if (draft.numbers.length === 0) return 'end';
  if (unit === 'article') {
    if (draft.level === 'lead') return `s${draft.numbers.join('.')}`;
    const branch = /条之(.+)$/.exec(draft.marker?.label ?? '')?.[1];
    return `${draft.marker?.number ?? 0}${branch === undefined ? '' : `-${branch}`}`;
  }
  if (continuous && draft.level === unit) return `${draft.marker?.number ?? 0}`;
  const path = draft.numbers.join('.');
  return continuous ? `s${path}` : path;
}

function labelOf(draft: Draft, unit: MarkerLevel | undefined): string {
  if (draft.level === 'opening') return '引言';
  if (draft.labels.length === 0) return '结语';
  if (unit === 'article' && draft.level === 'article') return draft.marker?.label ?? '';
  return draft.labels.join('').replace(/、$/, '');
}

/** Missing numbers between the first and the last of a run. Runs start again under a new parent where they do so. */
function gaps(units: readonly Draft[], unit: MarkerLevel | undefined, continuous: boolean): Warning[] {
  const warnings: Warning[] = [];
  const runs = continuous ? [units] : groupBy(units, (d) => d.numbers.slice(0, -1).join('.'));
  for (const run of runs) {
    const numbers = run.map((d) => d.marker?.number ?? 0);
    if (unit === 'article' && numbers.some((n, i) => i > 0 && n < (numbers[i - 1] ?? 0))) {
      warnings.push({ code: 'numbering restarts', message: 'article numbers start again within one text' });
      continue;
    }
    const missing = missingNumbers(numbers);
    if (missing !== '') warnings.push({ code: 'numbering gap', message: `missing numbers: ${missing}` });
  }
  return warnings;
}

/** The numbers that a rising run leaves out; a long gap is told by its ends. */
export function missingNumbers(numbers: readonly number[]): string {
  const out: string[] = [];
  for (let i = 1; i < numbers.length; i++) {
    const [from, to] = [(numbers[i - 1] ?? 0) + 1, (numbers[i] ?? 0) - 1];
    if (to - from > LONG_GAP) out.push(`${from} to ${to}`);
    else for (let n = from; n <= to; n++) out.push(`${n}`);
  }
  return out.join(', ');
}

const LONG_GAP = 50;

function groupBy<T>(values: readonly T[], key: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return [...groups.values()];
}

/** The text of a node: paragraphs parted by line feeds. */
export function nodeText(node: Node): Mapped {
  return join(
    node.paragraphs.map((p) => p.body),
    '\n',
  );
}
