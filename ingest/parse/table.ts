import { EMPTY, join, type Mapped, slice, trim } from '#knowledge/build';
import type { Block } from './blocks.ts';
import { missingNumbers, type Node, type Warning } from './outline.ts';

/**
 * A row of a task table, with the offices that it names as its columns call them; a list is empty when the print leaves
 * it so. `damaged`: cells are broken apart.
 */
export type Row = {
  readonly number: number;
  readonly chapter: string;
  readonly node: Node;
  readonly lead: readonly string[];
  readonly support: readonly string[];
  readonly responsible: readonly string[];
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
  let columns: readonly ColumnRole[] = [];
  for (const block of blocks) {
    const last = rows.at(-1);
    const cells = block.kind === 'row' ? splitCells(block.body) : [EMPTY, block.body];
    const number = Number(cells[0]?.text ?? '');
    if (!Number.isInteger(number) || number === 0) {
      if (last !== undefined && goesOn(block, cells)) {
        rows[rows.length - 1] = continued(last, cells, columns);
        if (cells[0]?.text !== '')
          warnings.push({
            code: 'damaged row',
            message: `a row without a number follows row ${last.number}`,
          });
        continue;
      }
      if (block.kind === 'row') columns = columnsOf(cells);
      else chapter = block.body.text;
      floated ||= block.kind !== 'row';
      headings.push(block.body);
      continue;
    }
    const follows = last === undefined || floated || number === last.number + 1;
    const read = readRow(cells, number, follows ? chapter : '', columns);
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

type ColumnRole = 'task' | 'lead' | 'support' | 'responsible' | 'other';
type Offices = Pick<Row, 'lead' | 'support' | 'responsible' | 'damaged'>;

const ROLES: readonly (readonly [RegExp, ColumnRole])[] = [
  [/时[限间]|期限|进度|备注|依据|标准/, 'other'],
  [/牵头|主办/, 'lead'],
  [/配合|协[助办同]|参[加与]/, 'support'],
  [/(?:责任|落实|承办|实施)(?:单位|部门|主体)|^责任人?$/, 'responsible'],
  [/任务|内容|事项|措施|举措|要求/, 'task'],
];

const isTask = (cell: string) => /[。：；]/.test(cell);

/** What the head of a table calls its columns. A head that names no offices gives none. */
function columnsOf(cells: readonly Mapped[]): readonly ColumnRole[] {
  return cells.map(({ text }) => ROLES.find(([pattern]) => pattern.test(text))?.[1] ?? 'other');
}

/** A row under a merged number, or another one with a sentence in it: words that are no heading. */
function goesOn(block: Block, cells: readonly Mapped[]): boolean {
  const isSentence = cells.some(({ text }) => /[。；]/.test(text));
  return isSentence || (block.kind === 'row' && cells[0]?.text === '');
}

function continued(row: Row, cells: readonly Mapped[], columns: readonly ColumnRole[]): Row {
  const more = officesOf(cells, columns);
  const both = (name: 'lead' | 'support' | 'responsible') => [
    ...new Set([...row[name], ...(more?.[name] ?? [])]),
  ];
  const paragraphs = cells
    .map(trim)
    .filter(({ text }) => text !== '')
    .map((body) => ({ body, item: '' }));
  return {
    ...row,
    lead: both('lead'),
    support: both('support'),
    responsible: both('responsible'),
    node: { ...row.node, paragraphs: [...row.node.paragraphs, ...paragraphs] },
  };
}

/** The offices by the head's names of their columns; undefined where the row has other columns than the head. */
function officesOf(cells: readonly Mapped[], columns: readonly ColumnRole[]): Offices | undefined {
  const task = cells.findIndex(({ text }, i) => i > 0 && isTask(text));
  if (cells.length !== columns.length) return undefined;
  if (task > 0 && task !== columns.lastIndexOf('task')) return undefined;
  const named = (role: ColumnRole) =>
    cells.flatMap((cell, i) => (columns[i] === role ? splitNames(cell.text) : []));
  const [lead, support, responsible] = [named('lead'), named('support'), named('responsible')];
  const damaged = [...lead, ...support, ...responsible].some((name) => !NAME_END.test(name));
  return { lead, support, responsible, damaged };
}

/** Offices where no head names the columns: those behind the task, in the order in which tables have them. */
function officesBehind(departments: readonly Mapped[]): Offices {
  const names = departments.map((cell) => splitNames(cell.text));
  const damaged = departments.length > 2 || names.flat().some((name) => !NAME_END.test(name));
  return { lead: names[0] ?? [], support: names[1] ?? [], responsible: [], damaged };
}

function readRow(
  cells: readonly Mapped[],
  number: number,
  before: string,
  columns: readonly ColumnRole[],
): Row {
  const filled = cells.slice(1).map(trim);
  const sentenceAt = filled.findIndex((cell) => isTask(cell.text));
  const named = cells.length === columns.length ? columns.lastIndexOf('task') - 1 : -1;
  const taskAt = sentenceAt < 0 ? Math.max(-1, named) : sentenceAt;
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
  return {
    number,
    chapter,
    ...(officesOf(cells, columns) ?? officesBehind(departments)),
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
