import { papersCopy as copy } from '../../copy/papers.ts';
import type { Paper } from '../paper.ts';
import { fields, heading, letter, person, proof, sentence, story } from './blocks.ts';
import type { Facts, Frame, Told } from './facts.ts';

const { label, part, hint } = copy;

export type HelpRequestFacts = Pick<Facts, 'name' | 'phone' | 'trade' | 'company' | 'place' | 'story'> & {
  readonly union: Told;
  /** Who lives together and who earns, in plain words; no text asks for a figure. */
  readonly household: Told;
  /** Illness, accident, schooling. */
  readonly need: Told;
  /** What help is hoped for. */
  readonly help: Told;
  readonly documents: Facts['proof'];
};

/** 工会帮扶申请书 */
export function helpRequest(facts: HelpRequestFacts, frame: Frame): Paper {
  return letter('help-request', facts.union, frame, [
    sentence(copy.helpLead),
    heading(part.applicant),
    person(facts),
    heading(part.work),
    fields([label.trade, facts.trade], [label.company, facts.company], [label.place, facts.place]),
    heading(part.family),
    fields([label.household, facts.household]),
    heading(part.need),
    fields([label.need, facts.need]),
    ...story(facts.story, hint.need),
    heading(part.help),
    ...story(facts.help, hint.help, 3),
    sentence(copy.helpClose),
    heading(part.documents),
    ...(facts.documents === null
      ? [{ kind: 'space', hint: hint.documents, lines: 3 } as const]
      : proof(facts.documents)),
  ]);
}
