import type { CardWays } from '../../cards/card-ways.ts';
import { createKeptCards, type KeptCards } from '../../cards/kept-cards.ts';
import { createRateLimit, type RateLimit } from '../../channels/web/rate-limit.ts';
import type { Clock } from '../../clock.ts';
import type { Library } from '../../conversation/turn.ts';
import type { PaperPress } from '../../papers/press.ts';
import type { Store } from '../../store/store.ts';
import type { Console } from '../console.ts';
import { addCardFiles } from './card-page.ts';
import { addCardDesk } from './cards-page.ts';

export type CardPagesDeps = {
  readonly store: Store;
  readonly clock: Clock;
  /** The texts in force. */
  readonly library: () => Pick<Library, 'assistant' | 'pages'>;
  readonly cardPress: Pick<PaperPress, 'renderCard'>;
  readonly cardWays: CardWays;
};

/** What the pages of cards share. */
export type CardDesk = CardPagesDeps & { readonly kept: KeptCards; readonly limit: RateLimit };

/** One page of the press is a second of a core: enough for a person who tries things, too little for a script. */
const LIMIT = { burst: 40, perMinute: 20 } as const;

/** 明白卡 and 口袋书, for all of the staff. */
export function addCardPages(console: Console, deps: CardPagesDeps): void {
  const desk = { ...deps, kept: createKeptCards(deps), limit: createRateLimit(LIMIT, deps.clock.now) };
  addCardDesk(console, desk);
  addCardFiles(console, desk);
}
