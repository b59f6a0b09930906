import { EMPTY, join, type Mapped, slice, trim } from '#knowledge/build';
import type { Block } from './blocks.ts';
import { missingNumbers, type Node, type Warning } from './outline.ts';

/** A row of a task table. `support` is empty when the print leaves it so; `damaged` when cells are broken apart. */
export type Row = {
  readonly number: number;
  readonly chapter: string;
  readonly node: Node;
  readonly lead: readonly string[];
  readonly support: readonly string[];
  readonly damaged: boolean;
};

/** Reads a task table (序号, 板块, 任务, 牵头, 配合). Chapter names may stand in a cell, in the task, or on a line alone. */
export function table(blocks: readonly Block[]): {
  rows: readonly Row[];
  headings: readonly Mapped[];
  warnings: readonly Warning[];
} {
  const rows: Row[] = [];
  const headings: Mapped[] = [];
  const warnings: Warning[] = [];
  let chapter = '';
  let floated = false;
  for (const block of blocks) {
    if (block.kind !== 'row') {
      chapter = block.body.text;
      floated = true;
      headings.push(block.body);
      continue;
    }
    const cells = splitCells(block.body);
    const number = Number(cells[0]?.text ?? '');
    if (!Number.isInteger(number) || number === 0) {
      headings.push(block.body);
      continue;
    }
    const follows = rows.length === 0 || floated || number === (rows.at(-1)?.number ?? 0) + 1;
    const read = readRow(cells, number, follows ? chapter : '');
    const times = rows.filter((other) => other.number === number).length + 1;
    const row = times === 1 ? read : { ...read, node: { ...read.node, key: `${read.node.key}@${times}` } };
    if (times > 1)
      warnings.push({ code: 'duplicate number', message: `row ${number} stands ${times} times` });
    chapter = row.chapter;
    floated = false;
    rows.push(row);
    if (row.damaged)
      warnings.push({
        code: 'damaged row',
        message: `row ${number}: the department cells are broken apart in print`,
      });
  }
  const missing = missingNumbers(rows.map((row) => row.number));
  if (missing !== '') warnings.push({ code: 'numbering gap', message: `missing numbers: ${missing}` });
  return { rows, headings, warnings };
}

const NAME_END = /(厅|局|委|办|法院|高院|总工会|协会|政府|部门|单位|部|院)$/;
/** A chapter name run into the task cell: a few characters without a sentence mark, then a blank. */
const CHAPTER_IN_TASK = /^([\p{Script=Han}]{2,6})[ \u3000]+(?=\S{8})/u;

function readRow(cells: readonly Mapped[], number: number, before: string): Row {
  const filled = cells.slice(1).map(trim);
  const taskAt = filled.findIndex((cell) => /[。：；]/.test(cell.text));
  const cell = filled[taskAt] ?? EMPTY;
  const inside = CHAPTER_IN_TASK.exec(cell.text);
  const printed =
    inside?.[1] ??
    filled
      .slice(0, Math.max(0, taskAt))
      .map((c) => c.text.replace(/\s/g, ''))
      .join('');
  const chapter = printed === '' ? before : printed;
  const departments = filled.slice(taskAt + 1).filter((c) => c.text !== '');
  const names = departments.map((c) => splitNames(c.text));
  const damaged = departments.length > 2 || names.flat().some((name) => !NAME_END.test(name));
  return {
    number,
    chapter,
    lead: names[0] ?? [],
    support: names[1] ?? [],
    damaged,
    node: {
      kind: 'section',
      key: `${number}`,
      label: `序号${number}`,
      path: chapter === '' ? [] : [chapter],
      marker: join([
        cells[0] ?? EMPTY,
        inside === null ? EMPTY : slice(cell, 0, inside[0].length),
        ...filled.slice(0, Math.max(0, taskAt)),
      ]),
      paragraphs: splitAtBlanks(slice(cell, inside?.[0].length ?? 0))
        .concat(departments)
        .map((body) => ({ body, item: '' })),
    },
  };
}

/** Paragraphs of a cell were parted by tags, of which a blank after the sentence mark is left. */
function splitAtBlanks(cell: Mapped): Mapped[] {
  const parts: Mapped[] = [];
  let start = 0;
  for (const match of cell.text.matchAll(/(?<=[。；：])\s+/g)) {
    parts.push(slice(cell, start, match.index));
    start = match.index + match[0].length;
  }
  return [...parts, slice(cell, start)].filter((part) => part.text !== '');
}

/** 省商务厅及相关行业协会 names two. */
function splitNames(text: string): string[] {
  return text.split(/[、，\s]|及(?=相关|有关)/).filter((name) => name !== '');
}

function splitCells(row: Mapped): Mapped[] {
  const cells: Mapped[] = [];
  let start = 0;
  for (let i = 0; i <= row.text.length; i++) {
    if (i < row.text.length && row.text[i] !== '\t') continue;
    cells.push(slice(row, start, i));
    start = i + 1;
  }
  return cells;
}
