import { papersCopy as copy } from '../../copy/papers.ts';
import type { Paper } from '../paper.ts';
import { fields, heading, letter, person, proof, story, wants } from './blocks.ts';
import type { Facts, Frame } from './facts.ts';

const { label, part, hint } = copy;

export type ArbitrationFacts = Facts;

/** 劳动人事争议仲裁申请书: fields and facts as they were told. What they are in law is for others to say. */
export function arbitration(facts: ArbitrationFacts, frame: Frame): Paper {
  return letter('arbitration', facts.office, frame, [
    heading(part.applicant),
    person(facts),
    heading(part.respondent),
    fields(
      [label.company, facts.company],
      [label.platform, facts.platform],
      [label.station, facts.station],
      [label.companyAddress, null],
      [label.companyHead, null],
      [label.companyPhone, null],
    ),
    heading(part.wants),
    ...wants(facts.wants),
    heading(part.story),
    fields(
      [label.disputeMatter, facts.matter],
      [label.trade, facts.trade],
      [label.place, facts.place],
      [label.when, facts.when],
      [label.amount, facts.amount],
    ),
    ...story(facts.story, hint.story),
    heading(part.proof),
    ...proof(facts.proof),
  ]);
}
