/** What a bot may say in one group. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this */
const MOST = 20;
const WITHIN = 60_000;
/** The platform counts when calls arrive, not when they leave. */
const MARGIN = 2_000;

export type Budget = {
  readonly left: (now: number) => number;
  readonly spend: (now: number) => void;
  /** The platform said how long to wait. */
  readonly pause: (until: number) => void;
};

/** Calls into one group in any minute, and waits that the platform asks for. */
export function createBudget(): Budget {
  let spent: number[] = [];
  let paused = 0;
  return {
    left: (now) => {
      spent = spent.filter((at) => at > now - WITHIN - MARGIN);
      return now < paused ? 0 : MOST - spent.length;
    },
    spend: (now) => {
      spent.push(now);
    },
    pause: (until) => {
      paused = Math.max(paused, until);
    },
  };
}
