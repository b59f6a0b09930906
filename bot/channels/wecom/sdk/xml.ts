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
 * let through to the parser.
 * https://developer.work.weixin.qq.com/document/path/90239
 * @throws XmlError
 */
export function parseXml(text: string): XmlElement {
  if (Buffer.byteLength(text) > LIMITS.callbackBody) throw new XmlError('too-large');
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(withoutCdata(text))) throw new XmlError('dtd');
  const { xml, ...others } = parseStrictly(outsideCdata(text, decodeNumeric));
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

const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/;

/** Applies `change` to all that is markup or escaped text. */
function outsideCdata(text: string, change: (part: string) => string): string {
  return text
    .split(new RegExp(`(${CDATA.source})`))
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('');
}

function withoutCdata(text: string): string {
  return text.replace(new RegExp(CDATA.source, 'g'), '');
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
