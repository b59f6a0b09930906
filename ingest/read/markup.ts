import { load } from 'cheerio';

/** An element of XML or HTML: names and attribute names as a parser gives them. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
};
export type Node = Element | string;

/** Markup that no program writes for a text: too deep, or with definitions of its own. */
export class BadMarkup extends Error {
  override readonly name = 'BadMarkup';
}

/** Deeper than any text is nested, and far from the end of a stack. */
const DEPTH = 300;

/**
 * A part of an Office file. Definitions (`<!DOCTYPE`, `<!ENTITY`) are refused: Office writes none, and nothing is expanded.
 * @throws BadMarkup
 */
export function parseXml(text: string, known: KnownNamespace): Element {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new BadMarkup('definitions in a part');
  if (isTooDeep(text)) throw new BadMarkup('nested too deep');
  const declared = [
    ...text.slice(0, 20_000).matchAll(/\sxmlns:([\w.-]{1,40})\s*=\s*["']([^"']{1,200})["']/g),
  ];
  const used = declared.find(([, , uri]) => known.isNamespace(uri ?? ''))?.[1];
  return treeOf(load(text, { xml: { xmlMode: true, decodeEntities: true } }), {
    from: `${used ?? known.prefix}:`,
    to: `${known.prefix}:`,
  });
}

/** Told before parsing: a parser's own stack costs more with each level. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    const end = text.indexOf('>', at);
    if (end === -1) return false;
    const next = text[at + 1];
    if (next === '/') depth--;
    else if (next !== '!' && next !== '?' && text[end - 1] !== '/') depth++;
    if (depth > DEPTH) return true;
    at = end - 1;
  }
  return false;
}

/** A namespace, and the prefix by which its names are asked for, whatever prefix a file declares. */
export type KnownNamespace = { readonly prefix: string; readonly isNamespace: (uri: string) => boolean };

/** A page as a browser would understand it. @throws BadMarkup */
export function parseHtml(text: string): Element {
  return treeOf(load(text), { from: '', to: '' });
}

export function isElement(node: Node): node is Element {
  return typeof node !== 'string';
}

export function elementsOf(element: Element): readonly Element[] {
  return element.children.filter(isElement);
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child): child is Element => isElement(child) && child.name === name);
}

export function childrenOf(element: Element | undefined, name: string): readonly Element[] {
  return element === undefined ? [] : elementsOf(element).filter((child) => child.name === name);
}

/** All elements of the name at any depth, in the order of the text. */
export function* descendants(element: Element, name: string): Generator<Element> {
  for (const child of elementsOf(element)) {
    if (child.name === name) yield child;
    yield* descendants(child, name);
  }
}

type Building = { name: string; attributes: Readonly<Record<string, string>>; children: Node[] };

/** Our own small tree: no way up, no way aside, no deeper than DEPTH. Built without recursion. */
function treeOf(page: ReturnType<typeof load>, prefix: { from: string; to: string }): Element {
  const renamed = prefix.from !== prefix.to;
  const own = (name: string) =>
    renamed && name.startsWith(prefix.from) ? prefix.to + name.slice(prefix.from.length) : name;
  const ownAll = (names: Readonly<Record<string, string>>) =>
    renamed ? Object.fromEntries(Object.entries(names).map(([name, value]) => [own(name), value])) : names;
  const root: Building = { name: '', attributes: {}, children: [] };
  const [document] = page.root();
  if (document === undefined) return root;
  const open: { from: (typeof document)['children']; to: Building; depth: number }[] = [
    { from: document.children, to: root, depth: 0 },
  ];
  for (let job = open.pop(); job !== undefined; job = open.pop()) {
    if (job.depth > DEPTH) throw new BadMarkup('nested too deep');
    for (const node of job.from) {
      if (node.type === 'text') job.to.children.push(node.data);
      if (node.type === 'cdata')
        job.to.children.push(node.children.map((c) => ('data' in c ? c.data : '')).join(''));
      if (node.type !== 'tag' && node.type !== 'script' && node.type !== 'style') continue;
      const made: Building = { name: own(node.name), attributes: ownAll(node.attribs), children: [] };
      job.to.children.push(made);
      open.push({ from: node.children, to: made, depth: job.depth + 1 });
    }
  }
  return root;
}
