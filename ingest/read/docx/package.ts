import { childOf, childrenOf, type Element, parseXml } from '../markup.ts';
import type { Zip } from '../zip.ts';

/** The parts of a Word file that hold what is read. */
export type WordPackage = {
  readonly body: Element;
  /** Undefined where a file has none. */
  readonly numbering: Element | undefined;
  readonly styles: Element | undefined;
  readonly footnotes: Element | undefined;
  readonly endnotes: Element | undefined;
  /** What is printed on the margins of its pages. */
  readonly margins: readonly Element[];
  readonly hasMacros: boolean;
};

/** A zip that calls itself Office but holds no document. */
export class NoDocument extends Error {
  override readonly name = 'NoDocument';
}

/**
 * Finds the main part by the relations of the package, as ECMA-376 part 2 says, not by its usual name.
 * @param most bytes of a part, unpacked
 * @throws NoDocument, BadMarkup, UnreadableFile
 */
export function openWordPackage(zip: Zip, most: number): WordPackage {
  const byName = new Map(zip.entries.map((entry) => [entry.name, entry]));
  const part = (name: string | undefined): Element | undefined => {
    const entry = name === undefined ? undefined : byName.get(name);
    if (entry === undefined) return undefined;
    return parseXml(decodeXml(zip.read(entry, most)), WORD);
  };
  const main = targetsOf(part('_rels/.rels'), 'officeDocument', '')[0] ?? 'word/document.xml';
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relations = part(`${folder}_rels/${main.slice(folder.length)}.rels`);
  const related = (kind: string) => part(targetsOf(relations, kind, folder)[0] ?? `${folder}${kind}.xml`);
  const margins = ['header', 'footer'].flatMap((kind) =>
    [...new Set(targetsOf(relations, kind, folder))].map(part),
  );
  const body = childOf(childOf(part(main), 'w:document'), 'w:body');
  if (body === undefined) throw new NoDocument();
  return {
    body,
    numbering: childOf(related('numbering'), 'w:numbering'),
    styles: childOf(related('styles'), 'w:styles'),
    footnotes: childOf(related('footnotes'), 'w:footnotes'),
    endnotes: childOf(related('endnotes'), 'w:endnotes'),
    margins: margins.flatMap((margin) => margin ?? []),
    hasMacros: zip.entries.some((entry) => /vbaProject/i.test(entry.name)),
  };
}

/** Word's own namespace, transitional or strict; whatever a program calls it, here it is `w:`. */
const WORD = {
  prefix: 'w',
  isNamespace: (uri: string) => /\/wordprocessingml\/(?:2006\/)?main$/.test(uri),
} as const;

/** Parts are UTF-8, or UTF-16 with a mark. */
function decodeXml(bytes: Uint8Array): string {
  const label =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  return new TextDecoder(label).decode(bytes);
}

function targetsOf(relations: Element | undefined, kind: string, folder: string): readonly string[] {
  return childrenOf(childOf(relations, 'Relationships'), 'Relationship').flatMap(({ attributes }) => {
    const { Type, Target, TargetMode } = attributes;
    if (Type?.endsWith(`/${kind}`) !== true || TargetMode === 'External' || Target === undefined) return [];
    return [Target.startsWith('/') ? Target.slice(1) : `${folder}${Target}`];
  });
}
