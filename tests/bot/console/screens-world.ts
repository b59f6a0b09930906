import { addScreens } from '../../../bot/console/screens.ts';
import { createDeskFeed, type DeskFeed } from '../../../bot/desk/feed.ts';
import { randomId } from '../../../bot/random-id.ts';
import type { Staff } from '../../../bot/staff/staff.ts';
import { addStaff } from '../../../bot/store/staff.ts';
import type { Store } from '../../../bot/store/store.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import { DESK, madeUpTexts } from '../../core.ts';
import { type ConsoleBrowser, type ConsoleWorld, createConsoleWorld } from './world.ts';

export type ScreensWorld = ConsoleWorld & {
  readonly feed: DeskFeed;
  /** Signs in somebody with an area of theirs. */
  readonly agent: (
    name: string,
    scope?: Partial<Pick<Staff, 'regions' | 'trades'>>,
  ) => Promise<ConsoleBrowser>;
  /** Posts the form of a ticket. @param accept as a script asks, or as a page does */
  readonly act: (
    browser: ConsoleBrowser,
    id: string,
    fields: Record<string, string>,
    accept?: string,
  ) => Promise<Response>;
};

/** The console with its screens, over the made-up country's texts. */
export async function createScreensWorld(store: Store): Promise<ScreensWorld> {
  const world = createConsoleWorld(store, { rateLimit: { burst: 1000, perMinute: 1000 } });
  const { vault, clock, office } = world;
  const library = await madeUpTexts();
  const feed = createDeskFeed({ store, clock, telemetry: silentTelemetry });
  addScreens(world.console, {
    ...{ store, vault, clock, rules: DESK.rules, feed },
    library: () => library,
    randomId,
  });
  const agent: ScreensWorld['agent'] = async (name, { regions = [], trades = [] } = {}) => {
    await store.transaction((tx) => addStaff(tx, { name, role: 'agent', regions, trades }, clock.now()));
    const browser = world.browser();
    await browser.enter((await office.link(name)) ?? '');
    return browser;
  };
  return {
    ...world,
    feed,
    agent,
    act: async (browser, id, fields, accept = 'application/json') =>
      browser.post(`/console/tickets/${id}`, { csrf: await browser.csrf('/console'), ...fields }, { accept }),
  };
}
