import { childOf, childrenOf, type Element } from '../markup.ts';

/** What a paragraph style says of its paragraphs, its ancestors asked too. ECMA-376 part 1, 17.7. */
export type Styles = {
  readonly numberingOf: (
    style: string | undefined,
  ) => { numId: string; level: number | undefined } | undefined;
  /** 0 for the outermost; undefined for text. */
  readonly outlineOf: (style: string | undefined) => number | undefined;
  readonly isTitle: (style: string | undefined) => boolean;
  readonly isContents: (style: string | undefined) => boolean;
  /** A switch of run properties, such as w:vanish. */
  readonly runSwitch: (style: string | undefined, name: string) => boolean;
};

/** Longer chains of ancestors are circles. */
const ANCESTORS = 20;

export function readStyles(styles: Element | undefined): Styles {
  const all = childrenOf(styles, 'w:style');
  const byId = new Map(all.map((style) => [style.attributes['w:styleId'] ?? '', style]));
  const fallback = all.find(
    ({ attributes }) => attributes['w:type'] === 'paragraph' && isOn(attributes['w:default'] ?? '0'),
  );
  const chainOf = (id: string | undefined): readonly Element[] => {
    const chain: Element[] = [];
    let style = id === undefined ? fallback : byId.get(id);
    while (style !== undefined && chain.length < ANCESTORS) {
      chain.push(style);
      style = byId.get(valOf(childOf(style, 'w:basedOn')) ?? '');
    }
    return chain;
  };
  const first = <T>(id: string | undefined, read: (style: Element) => T | undefined): T | undefined => {
    for (const style of chainOf(id)) {
      const found = read(style);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const nameOf = (id: string | undefined) => {
    const style = id === undefined ? undefined : byId.get(id);
    return (valOf(childOf(style, 'w:name')) ?? '').toLowerCase();
  };
  return {
    numberingOf(id) {
      const numbering = (style: Element) => childOf(childOf(style, 'w:pPr'), 'w:numPr');
      const numId = first(id, (style) => valOf(childOf(numbering(style), 'w:numId')));
      if (numId === undefined) return undefined;
      return { numId, level: first(id, (style) => integerOf(childOf(numbering(style), 'w:ilvl'))) };
    },
    outlineOf: (id) => first(id, (style) => integerOf(childOf(childOf(style, 'w:pPr'), 'w:outlineLvl'))),
    isTitle: (id) => nameOf(id) === 'title',
    isContents: (id) => /^toc \d|^toc heading$|^contents \d/.test(nameOf(id)),
    runSwitch: (id, name) => first(id, (style) => switchOf(childOf(style, 'w:rPr'), name)) ?? false,
  };
}

export function valOf(element: Element | undefined): string | undefined {
  return element?.attributes['w:val'];
}

export function integerOf(element: Element | undefined): number | undefined {
  const value = valOf(element);
  return value !== undefined && /^-?\d{1,6}$/.test(value) ? Number(value) : undefined;
}

/** A property that is there is on, unless it says that it is off. */
export function switchOf(properties: Element | undefined, name: string): boolean | undefined {
  const found = childOf(properties, name);
  return found === undefined ? undefined : isOn(valOf(found) ?? 'true');
}

function isOn(value: string): boolean {
  return !['0', 'false', 'off', 'none'].includes(value);
}
