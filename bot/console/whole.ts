import { addCardPages, type CardPagesDeps } from './cards/pages.ts';
import { type Console, createConsole } from './console.ts';
import { addInsight, type InsightDeps } from './insight/pages.ts';
import type { LibraryPagesDeps } from './library/deps.ts';
import { addLibraryPages } from './library/pages.ts';
import { addScreens, type ScreenDeps } from './screens.ts';
import { addSignIn } from './sign-in.ts';
import type { ThresholdDeps } from './threshold.ts';

/**
 * The console with every page of it. The server and the test of access both take it from here, so that no page is open to
 * whom its rule does not name without the test hearing of it.
 * @param policies undefined: this process only answers, from texts that stay as they are
 */
export function createWholeConsole(
  deps: ThresholdDeps & ScreenDeps & InsightDeps & CardPagesDeps,
  policies: LibraryPagesDeps | undefined,
): Console {
  const console = createConsole(deps);
  addSignIn(console, deps);
  addScreens(console, deps);
  addInsight(console, deps);
  addCardPages(console, deps);
  if (policies !== undefined) addLibraryPages(console, policies);
  return console;
}
