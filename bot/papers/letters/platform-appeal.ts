import { papersCopy as copy } from '../../copy/papers.ts';
import type { Paper } from '../paper.ts';
import { fields, heading, letter, proof, sentence, story, wants } from './blocks.ts';
import type { Facts, Frame, Told } from './facts.ts';

const { label, part, hint } = copy;

export type PlatformAppealFacts = Omit<Facts, 'office' | 'company' | 'matter'> & {
  /** What the platform did: a fine, a bad rating, a closed account. */
  readonly decision: Told;
};

/** 向平台申诉书: against what the platform did, to the platform itself. */
export function platformAppeal(facts: PlatformAppealFacts, frame: Frame): Paper {
  return letter('platform-appeal', facts.platform, frame, [
    heading(part.appellant),
    fields(
      [label.name, facts.name],
      [label.phone, facts.phone],
      [label.account, null],
      [label.trade, facts.trade],
      [label.station, facts.station],
      [label.place, facts.place],
    ),
    heading(part.appealed),
    sentence(copy.appealLead),
    fields(
      [label.appealMatter, facts.decision],
      [label.when, facts.when],
      [label.amount, facts.amount],
      [label.order, null],
    ),
    heading(part.reasons),
    ...story(facts.story, hint.story),
    heading(part.wants),
    ...wants(facts.wants),
    sentence(copy.appealClose),
    heading(part.proof),
    ...proof(facts.proof),
  ]);
}
