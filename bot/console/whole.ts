import { type Console, createConsole } from './console.ts';
import { addInsight, type InsightDeps } from './insight/pages.ts';
import { addScreens, type ScreenDeps } from './screens.ts';
import { addSignIn } from './sign-in.ts';
import type { ThresholdDeps } from './threshold.ts';

/**
 * The console with every page of it. The server and the test of access both take it from here, so that no page is open to
 * whom its rule does not name without the test hearing of it.
 */
export function createWholeConsole(deps: ThresholdDeps & ScreenDeps & InsightDeps): Console {
  const console = createConsole(deps);
  addSignIn(console, deps);
  addScreens(console, deps);
  addInsight(console, deps);
  return console;
}
