import { papersCopy as copy } from '../../copy/papers.ts';
import type { Paper } from '../paper.ts';
import { fields, heading, letter, person, proof, sentence, story, wants } from './blocks.ts';
import type { Facts, Frame } from './facts.ts';

const { label, part, hint } = copy;

export type InspectionComplaintFacts = Facts;

/** 劳动保障监察投诉书: what happened, to the office that looks after it. */
export function inspectionComplaint(facts: InspectionComplaintFacts, frame: Frame): Paper {
  return letter('inspection-complaint', facts.office, frame, [
    heading(part.complainant),
    person(facts),
    heading(part.complained),
    fields(
      [label.platform, facts.platform],
      [label.company, facts.company],
      [label.station, facts.station],
      [label.companyAddress, null],
    ),
    heading(part.story),
    sentence(copy.complaintLead),
    fields(
      [label.matter, facts.matter],
      [label.trade, facts.trade],
      [label.place, facts.place],
      [label.when, facts.when],
      [label.amount, facts.amount],
    ),
    ...story(facts.story, hint.story),
    heading(part.wants),
    ...wants(facts.wants),
    heading(part.proof),
    ...proof(facts.proof),
  ]);
}
