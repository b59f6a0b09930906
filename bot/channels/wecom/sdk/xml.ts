import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { LIMITS } from './limits.ts';

/** An element: its text, or its children by name; a name that comes more than once has a list. */
export type XmlNode = string | XmlElement | readonly XmlNode[];
export type XmlElement = { readonly [name: string]: XmlNode };

export type XmlFault = 'too-large' | 'dtd' | 'malformed' | 'root';

/** XML that WeCom would not have sent. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly fault: XmlFault;

  constructor(fault: XmlFault) {
    super(`the XML is refused: ${fault}`);
    this.fault = fault;
  }
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Ids are longer than numbers are exact, and 007 is not 7.
  parseTagValue: false,
  // What a person typed begins and ends where the person said.
  trimValues: false,
  htmlEntities: false,
});

/**
 * The children of the `<xml>` that every callback is, all of them text. Nothing that defines or fetches anything is
 * let through to the parser, and no attributes: WeCom writes none.
 * https://developer.work.weixin.qq.com/document/path/90239
 * @throws XmlError
 */
export function parseXml(text: string): XmlElement {
  if (Buffer.byteLength(text) > LIMITS.callbackBody) throw new XmlError('too-large');
  const decoded = piecesOf(text).map(({ verbatim, part }) => (verbatim ? part : decodeNumeric(part)));
  const { xml, ...others } = parseStrictly(decoded.join(''));
  if (xml === undefined || typeof xml === 'string' || isList(xml) || Object.keys(others).length > 0)
    throw new XmlError('root');
  return xml;
}

function parseStrictly(text: string): XmlElement {
  if (XMLValidator.validate(text) !== true) throw new XmlError('malformed');
  try {
    return asElement(parser.parse(text));
  } catch {
    throw new XmlError('malformed');
  }
}

function isList(node: XmlNode): node is readonly XmlNode[] {
  return Array.isArray(node);
}

/** What the parser gives, without the white space between elements. */
function asElement(value: unknown): XmlElement {
  const element: Record<string, XmlNode> = {};
  if (typeof value === 'object' && value !== null)
    for (const [name, child] of Object.entries(value)) if (name !== '#text') element[name] = asNode(child);
  return element;
}

function asNode(value: unknown): XmlNode {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(asNode) : asElement(value);
}

type Piece = { readonly verbatim: boolean; readonly part: string };

/** Within these nothing is markup. */
const VERBATIM = [
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
  ['<?', '?>'],
] as const;
const DEFINITION = /<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/iy;

/**
 * The text from its beginning to its end, as a parser meets it: a definition may not hide in what only looks like a
 * comment or CDATA. Each letter is looked at once, because anybody may send a megabyte.
 * @throws XmlError
 */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const pair = VERBATIM.find(([open]) => text.startsWith(open, at));
    const end = endOf(text, at, pair);
    if (pair !== undefined) {
      pieces.push({ verbatim: false, part: text.slice(from, at) });
      pieces.push({ verbatim: true, part: text.slice(at, end) });
      from = end;
    }
    at = end;
  }
  return [...pieces, { verbatim: false, part: text.slice(from) }];
}

/** Where a tag, or something verbatim, is over. */
function endOf(text: string, at: number, pair: readonly [string, string] | undefined): number {
  const [open, close] = pair ?? ['<', '>'];
  const end = text.indexOf(close, at + open.length);
  if (pair === undefined) {
    DEFINITION.lastIndex = at;
    if (DEFINITION.test(text)) throw new XmlError('dtd');
    if (end === -1 || /[!<="']/.test(text.slice(at + 1, end))) throw new XmlError('malformed');
  }
  if (end === -1) throw new XmlError('malformed');
  return end + close.length;
}

/** `&#20320;` and `&#x4f60;`: the parser knows only the five entities that have names. */
function decodeNumeric(part: string): string {
  return part.replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_whole, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new XmlError('malformed');
    return escapeXml(String.fromCodePoint(code));
  });
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What goes into an answer: numbers and truths bare, text in CDATA, lists as repeated elements. */
export type XmlValue = string | number | boolean | undefined | XmlBody | readonly XmlValue[];
export type XmlBody = { readonly [name: string]: XmlValue };

/** `<xml>` with these children. https://developer.work.weixin.qq.com/document/path/90241 */
export function formatXml(body: XmlBody): string {
  return formatElement('xml', body);
}

function formatElement(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isValues(value)) return value.map((each) => formatElement(name, each)).join('');
  return `<${name}>${formatContent(value)}</${name}>`;
}

function formatContent(value: string | number | boolean | XmlBody): string {
  // "]]>" would end the CDATA early: its two halves go into two of them. What XML has no letter for is left out.
  if (typeof value === 'string')
    return `<![CDATA[${value.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([child, content]) => formatElement(child, content))
    .join('');
}

function isValues(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
