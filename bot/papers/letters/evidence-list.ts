import { papersCopy as copy } from '../../copy/papers.ts';
import type { Paper, PaperBlock } from '../paper.ts';
import { fields, heading, letter, printable, sentence } from './blocks.ts';
import type { Facts, Frame } from './facts.ts';

const { label, part } = copy;

export type EvidenceListFacts = Pick<
  Facts,
  'name' | 'phone' | 'platform' | 'company' | 'matter' | 'proof' | 'office'
>;

/** Rows to fill in by hand where nothing was told, and behind what was. */
const EMPTY_ROWS = 3;

/** 证据清单: what there is to show, numbered, and what is still to be found. */
export function evidenceList(facts: EvidenceListFacts, frame: Frame): Paper {
  return letter('evidence-list', facts.office, frame, [
    heading(part.submitter),
    fields(
      [label.name, facts.name],
      [label.phone, facts.phone],
      [label.platform, facts.platform],
      [label.company, facts.company],
      [label.disputeMatter, facts.matter],
    ),
    heading(part.items),
    sentence(copy.evidenceLead),
    items(facts.proof),
  ]);
}

function items(proof: EvidenceListFacts['proof']): PaperBlock {
  const rows = printable(proof ?? []).map(({ name, have }, i) => [
    `${i + 1}`,
    name,
    have ? copy.ready : copy.missing,
    null,
  ]);
  const empty = Array.from({ length: EMPTY_ROWS }, (_, i) => [`${rows.length + i + 1}`, null, null, null]);
  return {
    kind: 'table',
    columns: [
      { label: label.number, share: 1 },
      { label: label.evidence, share: 5 },
      { label: label.have, share: 1.6 },
      { label: label.pages, share: 1.4 },
    ],
    rows: [...rows, ...empty],
  };
}
