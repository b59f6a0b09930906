/** YAML, for the project's own data and for the facts that an admin keeps. */

import { isMap, isNode, isScalar, isSeq, LineCounter, parse, parseDocument } from 'yaml';

/** @throws when the text is no YAML: the project's own data is read whole or not at all */
export function parseYaml(text: string): unknown {
  return parse(text);
}

/** A list of rows as it is written, with the line of each. */
export type YamlRows =
  | {
      readonly kind: 'rows';
      readonly rows: readonly {
        readonly line: number;
        readonly value: unknown;
        /** Line of each field. */
        readonly lines: ReadonlyMap<string, number>;
      }[];
    }
  | { readonly kind: 'broken'; readonly lines: readonly number[] }
  | { readonly kind: 'no list' };

/**
 * Reads a list of rows. Every value stays the text that was written: a telephone number keeps its zeros. An empty file is
 * an empty list.
 */
export function parseYamlRows(text: string): YamlRows {
  const counter = new LineCounter();
  // https://eemeli.org/yaml/#data-schemas: failsafe knows strings, lists and maps only.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: counter });
  const lineOf = (offset: number | undefined) => counter.linePos(offset ?? 0).line;
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return { kind: 'broken', lines: [...new Set(faults.map(({ pos }) => lineOf(pos[0])))] };
  }
  const list = document.contents;
  if (list === null || (isScalar(list) && `${list.value ?? ''}` === '')) return { kind: 'rows', rows: [] };
  if (!isSeq(list)) return { kind: 'no list' };
  const rows = list.items.map((item) => ({
    line: isNode(item) ? lineOf(item.range?.[0]) : 1,
    value: isNode(item) ? item.toJS(document) : item,
    lines: new Map(
      isMap(item)
        ? item.items.flatMap(({ key }) =>
            isScalar(key) ? [[`${key.value}`, lineOf(key.range?.[0])] as const] : [],
          )
        : [],
    ),
  }));
  return { kind: 'rows', rows };
}
