import { type Citation, citationHead } from '#knowledge';
import { papersCopy as copy } from '../../copy/papers.ts';
import type { Paper, PaperBlock, PaperKind } from '../paper.ts';
import { told, toldInLine } from '../told.ts';
import type { Frame, ProofItem, Told } from './facts.ts';

const { label, part, hint, footer } = copy;

/** A whole letter around its blocks: the articles come last, and the small print says what to do with the paper. */
export function letter(
  kind: PaperKind,
  to: Told,
  { day, citations }: Frame,
  blocks: readonly PaperBlock[],
): Paper {
  return {
    kind,
    title: copy.kinds[kind].title,
    to: toldInLine(to),
    day,
    blocks: [...blocks, ...cited(citations)],
    signed: true,
    footer: [
      footer.check,
      footer.blanks,
      ...(blocks.some(asksIdentity) ? [footer.identity] : []),
      ...(citations.length > 0 ? [footer.quoted] : []),
    ],
  };
}

export function heading(text: string): PaperBlock {
  return { kind: 'heading', text };
}

export function sentence(text: string): PaperBlock {
  return { kind: 'paragraph', text: [text] };
}

export function fields(...rows: readonly (readonly [label: string, value: Told])[]): PaperBlock {
  return {
    kind: 'fields',
    rows: rows.map(([name, value]) => ({ label: name, value: toldInLine(value) })),
  };
}

/** Who somebody is: what was told, and gaps for what nobody asks in a chat. */
export function person({ name, phone }: { readonly name: Told; readonly phone: Told }): PaperBlock {
  return fields(
    [label.name, name],
    [label.sex, null],
    [label.identity, null],
    [label.phone, phone],
    [label.address, null],
  );
}

/** Told at length: a paragraph a line, or lines to write on. */
export function story(text: Told, what: string, lines = 6): readonly PaperBlock[] {
  const words = told(text);
  if (words === null) return [{ kind: 'space', hint: what, lines }];
  return words.split('\n').map(sentence);
}

export function wants(items: readonly string[] | null): readonly PaperBlock[] {
  const asked = (items ?? []).flatMap((item) => toldInLine(item) ?? []);
  return asked.length === 0
    ? [{ kind: 'space', hint: hint.wants, lines: 3 }]
    : [{ kind: 'list', ordered: true, items: asked }];
}

/** What there is to show, each with whether it is there already. */
export function proof(items: readonly ProofItem[] | null): readonly PaperBlock[] {
  if (items === null) return [{ kind: 'space', hint: hint.proof, lines: 3 }];
  const named = printable(items);
  if (named.length === 0) return [sentence(copy.noProof)];
  return [{ kind: 'list', ordered: true, items: named.map(({ name, have }) => copy.proofItem(name, have)) }];
}

/** Items that have a name left once it can be printed. */
export function printable(items: readonly ProofItem[]): readonly ProofItem[] {
  return items.flatMap(({ name, have }) => {
    const clean = toldInLine(name);
    return clean === null ? [] : [{ name: clean, have }];
  });
}

function cited(citations: readonly Citation[]): readonly PaperBlock[] {
  if (citations.length === 0) return [];
  return [
    heading(part.citations),
    ...citations.map((citation): PaperBlock => {
      const { id, quote, note } = citation;
      return { kind: 'citation', article: id, head: citationHead(citation), quote, note };
    }),
  ];
}

function asksIdentity(block: PaperBlock): boolean {
  return block.kind === 'fields' && block.rows.some((row) => row.label === label.identity);
}
