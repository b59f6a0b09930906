import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Assistant, bare, type ClauseClock, parseClocks, parseHolidays } from '#knowledge';
import { FACTS_FOLDER, KNOWLEDGE_FOLDER } from '../paths.ts';
import type { DeskRules } from './clock.ts';

export const HOLIDAYS_FILE = 'holidays.yaml';

export type DeskPromise = Pick<DeskRules, 'replyHours' | 'urgentHours'>;

/**
 * The times that hold at the desk: the union's promise, the clauses' clocks, the calendar that an admin keeps.
 * @param factsDir the admin's folder; undefined or without the table: the empty one beside the program
 * @throws when a table cannot be read
 */
export function loadDeskRules(
  promise: DeskPromise,
  factsDir: string | undefined,
  articleOf: Assistant['articleOf'],
): DeskRules {
  const own = factsDir === undefined ? undefined : join(factsDir, HOLIDAYS_FILE);
  const file = own !== undefined && existsSync(own) ? own : join(FACTS_FOLDER, HOLIDAYS_FILE);
  const { holidays, workdays } = parseHolidays(readFileSync(file, 'utf8'));
  const clocks = parseClocks(readFileSync(join(KNOWLEDGE_FOLDER, 'clocks', 'clocks.yaml'), 'utf8'));
  return {
    ...promise,
    clocks: standing(clocks, articleOf),
    calendar: { holidays: new Set(holidays), workdays: new Set(workdays) },
  };
}

/** A clock whose words no text in force has is no clock: what it would promise stands nowhere. */
function standing(clocks: readonly ClauseClock[], articleOf: Assistant['articleOf']): readonly ClauseClock[] {
  return clocks.filter(({ article, quote, binds }) => {
    const text = bare(articleOf(article)?.text ?? '');
    return text.includes(bare(quote)) && text.includes(bare(binds));
  });
}
