import { formatCounter } from '../counters.ts';
import { childOf, descendants, type Element, elementsOf, isElement } from '../markup.ts';
import type { Notes } from '../read-file.ts';
import { toSuperscript } from '../superscripts.ts';
import { formatFieldWords } from './fields.ts';
import { type Styles, switchOf, valOf } from './styles.ts';

/** What stands in a paragraph, and what hangs on it. */
export type ParagraphText = {
  text: string;
  /** Text boxes, each with paragraphs of its own. */
  readonly boxes: Element[];
  readonly footnotes: { readonly part: 'footnotes' | 'endnotes'; readonly id: string }[];
};

/** Fields that are open: they may run over paragraphs. */
export type Fields = { readonly open: { code: string; hasResult: boolean }[] };

export function isInContents(fields: Fields): boolean {
  return fields.open.some(({ code }) => /^\s*TOC\b/.test(code));
}

type Inside = {
  readonly styles: Styles;
  readonly notes: Notes;
  readonly fields: Fields;
  readonly out: ParagraphText;
  readonly style: string | undefined;
  readonly strikesOut: () => never;
};

/** Reads the runs of a paragraph, in whatever they are wrapped. */
export function readRuns(parent: Element, inside: Inside): void {
  for (const node of elementsOf(parent)) {
    if (node.name === 'w:r') readRun(node, inside);
    else if (node.name === 'mc:AlternateContent') readRuns(chosen(node), inside);
    else if (node.name === 'w:sdt') readControl(node, inside);
    else if (node.name === 'w:fldSimple') readSimpleField(node, inside);
    else if (node.name === 'm:oMath' || node.name === 'm:oMathPara')
      inside.out.text += [...descendants(node, 'm:t')].map(wordsOf).join('');
    else if (!node.name.endsWith('Pr') && /^w:/.test(node.name)) readRuns(node, inside);
  }
}

/** What a content control asks its writer to fill in is no text. */
export function isPlaceholder(control: Element): boolean {
  return switchOf(childOf(control, 'w:sdtPr'), 'w:showingPlcHdr') === true;
}

function readControl(control: Element, inside: Inside): void {
  if (isPlaceholder(control)) inside.notes.add('hidden');
  else readRuns(childOf(control, 'w:sdtContent') ?? control, inside);
}

function readSimpleField(field: Element, inside: Inside): void {
  const before = inside.out.text;
  readRuns(field, inside);
  if (inside.out.text === before) finishField(field.attributes['w:instr'] ?? '', inside);
}

/** A field without a result: some print words that stand in their own code. */
function finishField(code: string, { out, notes }: Inside): void {
  const words = formatFieldWords(code);
  if (words === undefined) notes.add('unknown-numbering');
  else out.text += words;
}

/** Of two ways to draw the same thing, one is read. ECMA-376 part 3, 7.6. */
export function chosen(alternate: Element): Element {
  return childOf(alternate, 'mc:Choice') ?? childOf(alternate, 'mc:Fallback') ?? alternate;
}

function readRun(run: Element, inside: Inside): void {
  const { styles, notes, fields, out } = inside;
  const properties = childOf(run, 'w:rPr');
  const character = valOf(childOf(properties, 'w:rStyle'));
  const isOn = (name: string) =>
    switchOf(properties, name) ??
    ((character !== undefined && styles.runSwitch(character, name)) || styles.runSwitch(inside.style, name));
  const before = out.text;
  for (const part of elementsOf(run)) readPart(part, inside);
  const added = out.text.slice(before.length);
  if (added.trim() === '') return;
  if (/^[0-9]+$/.test(added) && valOf(childOf(properties, 'w:vertAlign')) === 'superscript')
    out.text = before + toSuperscript(added);
  if (isInContents(fields)) {
    out.text = before;
    notes.add('contents', added.length);
  } else if (isOn('w:vanish')) {
    out.text = before;
    notes.add('hidden');
  } else if (isOn('w:strike') || isOn('w:dstrike')) inside.strikesOut();
}

function readPart(part: Element, inside: Inside): void {
  const { out, notes } = inside;
  switch (part.name) {
    case 'w:t':
      out.text += wordsOf(part);
      return;
    case 'w:tab':
    case 'w:ptab':
      out.text += '\t';
      return;
    case 'w:br':
    case 'w:cr':
      out.text += '\n';
      return;
    case 'w:noBreakHyphen':
      out.text += '-';
      return;
    case 'w:sym':
      out.text += symbolOf(part, notes);
      return;
    case 'w:fldChar':
      readField(part, inside);
      return;
    case 'w:instrText': {
      const field = inside.fields.open.at(-1);
      if (field !== undefined) field.code += wordsOf(part);
      return;
    }
    case 'w:footnoteReference':
    case 'w:endnoteReference':
      out.footnotes.push({
        part: part.name === 'w:footnoteReference' ? 'footnotes' : 'endnotes',
        id: part.attributes['w:id'] ?? '',
      });
      return;
    case 'w:commentReference':
      notes.add('comments');
      return;
    case 'w:ruby':
      readRuns(childOf(part, 'w:rubyBase') ?? part, inside);
      return;
    case 'mc:AlternateContent':
      for (const each of elementsOf(chosen(part))) readPart(each, inside);
      return;
    case 'w:drawing':
    case 'w:pict':
    case 'w:object': {
      const boxes = [...boxesIn(part)];
      out.boxes.push(...boxes);
      if (boxes.length === 0) notes.add('pictures');
      return;
    }
  }
}

/** Text boxes of a drawing, the outer ones only: what is in them is read with them. */
function* boxesIn(drawing: Element): Generator<Element> {
  for (const child of elementsOf(drawing)) {
    if (child.name === 'w:txbxContent') yield child;
    else yield* boxesIn(child.name === 'mc:AlternateContent' ? chosen(child) : child);
  }
}

function readField(part: Element, inside: Inside): void {
  const { open } = inside.fields;
  const kind = part.attributes['w:fldCharType'];
  if (kind === 'begin') open.push({ code: '', hasResult: false });
  const field = open.at(-1);
  if (kind === 'separate' && field !== undefined) field.hasResult = true;
  if (kind === 'end' && open.pop()?.hasResult === false) finishField(field?.code ?? '', inside);
}

/** A picture font's boxes to tick are boxes; its other signs have no meaning as text. */
function symbolOf(part: Element, notes: Notes): string {
  const code = Number.parseInt(part.attributes['w:char'] ?? '', 16);
  if (!Number.isInteger(code) || code === 0 || code > 0xffff) return '';
  if (code < 0xe000 || code > 0xf8ff) return String.fromCharCode(code);
  if ([0xf06f, 0xf071, 0xf0a8].includes(code)) return '□';
  if ([0xf0fe, 0xf052].includes(code)) return '☑';
  // Wingdings draws ⓪ to ⑩ twice, white and black.
  const circled = /^wingdings$/i.test(part.attributes['w:font'] ?? '') ? code - 0xf080 : -1;
  if (circled >= 0 && circled < 22) return formatCounter('decimalEnclosedCircle', circled % 11) ?? '';
  notes.add('pictures');
  return '';
}

function wordsOf(element: Element): string {
  return element.children.filter((child) => !isElement(child)).join('');
}
