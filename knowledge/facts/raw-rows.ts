import { readText, UnreadableFile } from '../text/read-text.ts';
import { PROBLEM } from './copy.ts';
import { parseCsv } from './csv.ts';

/** Something to be put right; `line` is null where it is the whole file. */
export type FactProblem = { readonly file: string; readonly line: number | null; readonly text: string };

/** A row as it is written, blanks left out. */
export type RawRow = {
  readonly line: number;
  readonly value: unknown;
  readonly lineOf: (field: string) => number;
};

type RawTable = { readonly rows: readonly RawRow[]; readonly problems: readonly FactProblem[] };

export type FactFile = { readonly name: string; readonly bytes: Uint8Array };

/** @param columns what the header may name */
export async function readRawTable(file: FactFile, columns: readonly string[]): Promise<RawTable> {
  let text: string;
  try {
    ({ text } = readText(file.bytes, file.name));
  } catch (cause) {
    if (!(cause instanceof UnreadableFile)) throw cause;
    return broken({ file: file.name, line: null, text: PROBLEM.unreadable });
  }
  return file.name.endsWith('.csv') ? csvTable(file.name, text, columns) : await yamlTable(file.name, text);
}

/** Nothing to read, and why. */
const broken = (...problems: readonly FactProblem[]): RawTable => ({ rows: [], problems });

async function yamlTable(file: string, text: string): Promise<RawTable> {
  // Most tables are comments only, and the reader of YAML is slow to load.
  if (text.split(/[\r\n]/).every((line) => /^\s*(?:#|$)/.test(line))) return broken();
  const { parseYamlRows } = await import('../text/yaml.ts');
  const read = parseYamlRows(text);
  if (read.kind === 'broken')
    return broken(...read.lines.map((line) => ({ file, line, text: PROBLEM.yaml })));
  if (read.kind === 'no list') return broken({ file, line: 1, text: PROBLEM.noList });
  return {
    problems: [],
    rows: read.rows.map(({ line, value, lines }) => ({
      line,
      value: isRecord(value) ? withoutBlanks(Object.entries(value)) : value,
      lineOf: (field) => lines.get(field) ?? line,
    })),
  };
}

function csvTable(file: string, text: string, columns: readonly string[]): RawTable {
  const read = parseCsv(text);
  if ('fault' in read) return broken({ file, line: read.line, text: PROBLEM.csv[read.fault] });
  const [head, ...body] = read.records;
  if (head === undefined) return broken();
  const names = trimmedEnd(head.cells.map((cell) => HEADS[cell.trim()] ?? cell.trim()));
  const faults = headFaults(names, columns);
  if (faults.length > 0) return broken(...faults.map((fault) => ({ file, line: head.line, text: fault })));
  return {
    problems: body
      .filter(({ cells }) => trimmedEnd(cells).length > names.length)
      .map(({ line }) => ({ file, line, text: PROBLEM.tooManyCells })),
    rows: body.map(({ line, cells }) => ({
      line,
      value: withoutBlanks(names.map((name, at) => [name, cells[at] ?? ''])),
      lineOf: () => line,
    })),
  };
}

/** What a person who keeps the table in Excel may call its columns. */
const HEADS: Readonly<Record<string, string>> = {
  名称: 'name',
  地区: 'region',
  行业: 'trades',
  联系方式: 'contact',
  时间: 'hours',
  地址: 'address',
  服务: 'services',
  来源: 'source',
  核对日期: 'checked',
  开始日期: 'from',
  截止日期: 'until',
};

function headFaults(names: readonly string[], columns: readonly string[]): string[] {
  if (names.length === 1 && /[;\t，；]/.test(names[0] ?? '')) return [PROBLEM.notCommas];
  return names.flatMap((name, at) => {
    if (!columns.includes(name)) return [PROBLEM.unknownColumn(name, columns)];
    return names.indexOf(name) < at ? [PROBLEM.repeatedColumn(name)] : [];
  });
}

/** Excel pads every line with commas to the width of its longest. */
function trimmedEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}

function withoutBlanks(fields: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => value !== ''),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
