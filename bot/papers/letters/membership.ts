import { papersCopy as copy } from '../../copy/papers.ts';
import type { Paper } from '../paper.ts';
import { fields, heading, letter, person, sentence } from './blocks.ts';
import type { Facts, Frame, Told } from './facts.ts';

const { label, part } = copy;

export type MembershipFacts = Pick<
  Facts,
  'name' | 'phone' | 'trade' | 'platform' | 'company' | 'station' | 'place'
> & {
  /** The union that is asked, as the directory names it. */
  readonly union: Told;
  /** Platform, station, outsourcing, dispatch, or nobody. */
  readonly organiser: Told;
  readonly hours: Told;
  readonly since: Told;
  /** A union that the person is in already. */
  readonly member: Told;
};

/** 入会申请书 */
export function membership(facts: MembershipFacts, frame: Frame): Paper {
  return letter('membership', facts.union, frame, [
    sentence(copy.membershipLead),
    heading(part.applicant),
    person(facts),
    heading(part.work),
    fields(
      [label.trade, facts.trade],
      [label.platform, facts.platform],
      [label.company, facts.company],
      [label.station, facts.station],
      [label.organiser, facts.organiser],
      [label.place, facts.place],
      [label.since, facts.since],
      [label.hours, facts.hours],
      [label.union, facts.member],
    ),
    sentence(copy.membershipClose),
  ]);
}
