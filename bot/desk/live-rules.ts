import type { Library } from '../conversation/turn.ts';
import type { DeskRules } from './clock.ts';

/**
 * The desk's rules as one value that follows the library: which clauses' clocks hold depends on the texts in force.
 * @param load for the library that is in force now
 */
export function followRules(library: () => Library, load: (library: Library) => DeskRules): DeskRules {
  let of = library();
  let rules = load(of);
  const now = (): DeskRules => {
    const current = library();
    if (current !== of) {
      rules = load(current);
      of = current;
    }
    return rules;
  };
  const { replyHours, urgentHours } = rules;
  return {
    replyHours,
    urgentHours,
    get clocks() {
      return now().clocks;
    },
    get calendar() {
      return now().calendar;
    },
  };
}
