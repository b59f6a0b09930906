import { formatCell, formatTable, type TableCell } from './lines.ts';
import { childrenOf, descendants, type Element, elementsOf } from './markup.ts';

/** Longer cells hold a page, not a fact. */
const CELL = 2_000;

/**
 * The rows of a table of facts; undefined for a table that only lays out a page.
 * @param linesOf the lines of a cell
 */
export function readTable(
  table: Element,
  linesOf: (cell: Element) => readonly string[],
): readonly string[] | undefined {
  if (table.attributes.role === 'presentation' || descendants(table, 'table').next().done !== true)
    return undefined;
  const rows = [table, ...elementsOf(table).filter((part) => /^t(?:head|body|foot)$/.test(part.name))]
    .flatMap((part) => childrenOf(part, 'tr'))
    .map((row) => elementsOf(row).filter((cell) => cell.name === 'td' || cell.name === 'th'));
  if (rows.filter((row) => row.length > 1).length < 2) return undefined;
  const cells = rows.map((row) =>
    row.map((cell) => ({
      text: formatCell(linesOf(cell).map((line) => line.replace(/^#{1,6} /, ''))),
      across: spanOf(cell.attributes.colspan),
      down: spanOf(cell.attributes.rowspan),
    })),
  );
  return isFacts(cells) ? formatTable(cells) : undefined;
}

function isFacts(rows: readonly (readonly TableCell[])[]): boolean {
  return rows.every((row) => row.every((cell) => cell.text.length <= CELL));
}

function spanOf(value: string | undefined): number {
  const span = Number(value ?? 1);
  return Number.isInteger(span) && span > 0 && span < 1000 ? span : 1;
}
