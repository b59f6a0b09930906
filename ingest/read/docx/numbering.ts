import { type CounterStyle, formatCounter, isCounterStyle } from '../counters.ts';
import { childOf, childrenOf, descendants, type Element } from '../markup.ts';
import type { Notes } from '../read-file.ts';
import { integerOf, type Styles, switchOf, valOf } from './styles.ts';

type Level = {
  readonly start: number;
  readonly format: CounterStyle | 'bullet' | 'none';
  readonly text: string;
  readonly glue: string;
  /** A paragraph of a level further out than this one starts it again; 0 for never. */
  readonly restart: number;
  readonly isLegal: boolean;
  readonly style: string | undefined;
};

type List = {
  /** Lists made from one definition count on together. */
  readonly definition: string;
  readonly levels: ReadonlyMap<number, Level>;
  readonly overrides: ReadonlyMap<number, number>;
};

/** Counts a document's numbered paragraphs in their order and gives each the number that Word prints. */
export type Numbering = {
  /** @param level as the paragraph says it; otherwise the level that belongs to its style */
  readonly next: (numId: string, level: number | undefined, style: string | undefined) => string;
};

const LEVELS = 9;

/**
 * Automatic numbers stand in no text of a Word file; only how they are counted does. ECMA-376 part 1, 17.9.
 * https://learn.microsoft.com/openspecs/office_standards/ms-oi29500
 */
export function createNumbering(part: Element | undefined, styles: Styles, notes: Notes): Numbering {
  const lists = readLists(part, styles, notes);
  const counts = new Map<string, (number | undefined)[]>();
  const overridden = new Set<string>();
  return {
    next(numId, wanted, style) {
      const list = lists.get(numId);
      if (list === undefined) return '';
      const level = Math.min(Math.max(wanted ?? levelOf(list, style), 0), LEVELS - 1);
      const own = list.levels.get(level);
      if (own === undefined) return '';
      const values = counts.get(list.definition) ?? [];
      counts.set(list.definition, values);
      const override = list.overrides.get(level);
      const key = `${numId} ${level}`;
      if (override !== undefined && !overridden.has(key)) values[level] = override - 1;
      overridden.add(key);
      values[level] = (values[level] ?? own.start - 1) + 1;
      startAgain(list, values, level);
      return labelOf(list, values, level, notes);
    },
  };
}

function levelOf(list: List, style: string | undefined): number {
  for (const [level, { style: of }] of list.levels) if (style !== undefined && of === style) return level;
  return 0;
}

function startAgain(list: List, values: (number | undefined)[], level: number): void {
  for (let below = level + 1; below < LEVELS; below++) {
    const restart = list.levels.get(below)?.restart ?? below;
    if (restart !== 0 && level < restart) values[below] = undefined;
  }
}

function labelOf(list: List, values: readonly (number | undefined)[], level: number, notes: Notes): string {
  const own = list.levels.get(level);
  if (own === undefined || own.format === 'bullet') return '';
  const printed = own.text.replace(/%([1-9])/g, (_, digit: string) => {
    const at = Number(digit) - 1;
    const counted = list.levels.get(at);
    const value = values[at] ?? counted?.start ?? 1;
    const format = counted?.format ?? 'decimal';
    if (format === 'none' || format === 'bullet') return '';
    const text = formatCounter(own.isLegal ? 'decimal' : format, value);
    if (text === undefined) notes.add('unknown-numbering');
    return text ?? `${value}`;
  });
  return printed.trim() === '' ? '' : printed + own.glue;
}

function readLists(part: Element | undefined, styles: Styles, notes: Notes): ReadonlyMap<string, List> {
  const definitions = new Map(
    childrenOf(part, 'w:abstractNum').map((found) => [found.attributes['w:abstractNumId'] ?? '', found]),
  );
  const numbers = new Map(
    childrenOf(part, 'w:num').map((found) => [found.attributes['w:numId'] ?? '', found]),
  );
  const definitionOf = (num: Element, hops: number): { id: string; found: Element } | undefined => {
    const id = valOf(childOf(num, 'w:abstractNumId')) ?? '';
    const found = definitions.get(id);
    if (found === undefined) return undefined;
    // A definition may stand for the one that a numbering style names.
    const link = valOf(childOf(found, 'w:numStyleLink'));
    const linked = link === undefined ? undefined : numbers.get(styles.numberingOf(link)?.numId ?? '');
    return linked === undefined || hops === 0 ? { id, found } : definitionOf(linked, hops - 1);
  };
  const lists = new Map<string, List>();
  for (const [numId, num] of numbers) {
    const definition = definitionOf(num, 5);
    if (definition === undefined) continue;
    const levels = readLevels(childrenOf(definition.found, 'w:lvl'), notes);
    const overrides = new Map<number, number>();
    for (const override of childrenOf(num, 'w:lvlOverride')) {
      const level = Number(override.attributes['w:ilvl'] ?? 0);
      const start = integerOf(childOf(override, 'w:startOverride'));
      if (start !== undefined) overrides.set(level, start);
      for (const [at, own] of readLevels(childrenOf(override, 'w:lvl'), notes)) levels.set(at, own);
    }
    lists.set(numId, { definition: definition.id, levels, overrides });
  }
  return lists;
}

function readLevels(found: readonly Element[], notes: Notes): Map<number, Level> {
  return new Map(
    found.map((level) => {
      const at = Number(level.attributes['w:ilvl'] ?? 0);
      return [
        at,
        {
          start: integerOf(childOf(level, 'w:start')) ?? 0,
          format: formatOf(level, notes),
          text: valOf(childOf(level, 'w:lvlText')) ?? '',
          glue: valOf(childOf(level, 'w:suff')) === 'nothing' ? '' : '\u3000',
          restart: integerOf(childOf(level, 'w:lvlRestart')) ?? at,
          isLegal: switchOf(level, 'w:isLgl') ?? false,
          style: valOf(childOf(level, 'w:pStyle')),
        },
      ];
    }),
  );
}

/** A format that only newer programs know stands beside one that all do. */
function formatOf(level: Element, notes: Notes): Level['format'] {
  const [found] = descendants(level, 'w:numFmt');
  const name = valOf(found) ?? 'decimal';
  if (name === 'bullet' || name === 'none') return name;
  if (isCounterStyle(name)) return name;
  notes.add('unknown-numbering');
  return 'decimal';
}
