import { createAssistant, createFacts, createPolicyPages, type Release } from '#knowledge';
import type { Card } from '../../../bot/cards/card.ts';
import type { CardWays } from '../../../bot/cards/card-ways.ts';
import { type CardSubject, isCardFault, makeCard } from '../../../bot/cards/make-card.ts';
import type { ReleaseInput } from '../../../ingest/build/release.ts';
import { tinyRelease } from '../../fixtures.ts';
import { MADE_UP } from '../../made-up.ts';
import { TODAY } from '../../real-release.ts';

export const WAYS: CardWays = {
  publicUrl: 'https://gongyou.test',
  telegramBot: 'gongyou_test_bot',
  kfLink: 'https://work.weixin.qq.com/kfid/kfc0123456789abcdef',
};
export const NO_WAYS: CardWays = { publicUrl: undefined, telegramBot: undefined, kfLink: undefined };

export const DEPOSIT: CardSubject = { kind: 'matter', subject: 'deposit-ban', region: '甲川省' };
export const FINE: CardSubject = { kind: 'article', subject: 'a/2', region: null };

/** The made-up country with some of it exchanged. */
export async function textsWith(more: Partial<ReleaseInput> = {}) {
  return libraryOf(await tinyRelease({ ...MADE_UP, ...more }));
}

export const libraryOf = (release: Release) => ({
  assistant: createAssistant({ release, today: () => TODAY }),
  pages: createPolicyPages(release),
  facts: createFacts(),
});

/** @throws Error when none can be made */
export function cardOf(
  library: Awaited<ReturnType<typeof textsWith>>,
  subject: CardSubject = DEPOSIT,
  ways: CardWays = WAYS,
): Card {
  const made = makeCard(library, ways, subject, TODAY);
  if (isCardFault(made)) throw new Error(made);
  return made;
}

/** A card whose quote takes many pages of A6. */
export function longCard(card: Card, sentences: number): Card {
  return { ...card, quote: '平台企业不得以任何名义向劳动者收取押金或者保证金。'.repeat(sentences) };
}
