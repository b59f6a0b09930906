import type { PolicyPages } from '#knowledge';
import type { Clock } from '../clock.ts';
import { type CannedLibrary, createCanned } from '../desk/canned.ts';
import type { DeskRules } from '../desk/clock.ts';
import { createDrafts } from '../desk/drafts.ts';
import type { DeskFeed } from '../desk/feed.ts';
import { createDesk } from '../desk/staff.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Store } from '../store/store.ts';
import { addCanned } from './canned/canned-page.ts';
import type { Console } from './console.ts';
import { createLive } from './live/live.ts';
import { addLive } from './live/live-routes.ts';
import { createLiveStreams, type LiveTimes } from './live/live-streams.ts';
import { addQueue } from './queue/queue-page.ts';
import { createTicketFiles } from './ticket/ticket-files.ts';
import { addTicket } from './ticket/ticket-page.ts';

export type ScreenDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rules: DeskRules;
  readonly feed: Pick<DeskFeed, 'onChange' | 'nudge'>;
  /** The texts in force. */
  readonly library: () => Pick<CannedLibrary, 'assistant'> & { readonly pages: PolicyPages };
  readonly randomId: () => string;
  readonly times?: LiveTimes;
};

/** The server says that it lives; every five minutes who looks is asked anew. */
const TIMES: LiveTimes = { beatMs: 15_000, lifeMs: 300_000 };

/** What staff work with: the list, a ticket, and what is new. */
export function addScreens(console: Console, deps: ScreenDeps): void {
  const { store, vault, clock, rules, feed, library, randomId, times = TIMES } = deps;
  const live = createLive({ store, clock, feed });
  const desk = createDesk({ store, vault, clock, rules, via: 'console', listed: true });
  const files = createTicketFiles({ store, vault, clock });
  const canned = createCanned({ store, clock, randomId }, library);
  const drafts = createDrafts({ store, vault, clock, randomId });
  const pages = () => library().pages;
  addQueue(console, { store, clock, live });
  addTicket(console, { store, clock, desk, files, live, pages, canned, drafts });
  addCanned(console, { canned });
  addLive(console, { live, streams: createLiveStreams(live, times) });
}
