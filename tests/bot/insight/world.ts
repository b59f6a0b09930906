import { z } from 'zod';
import { addInsight } from '../../../bot/console/insight/pages.ts';
import type { Library } from '../../../bot/conversation/turn.ts';
import { createInsightAlerts, type InsightAlerts } from '../../../bot/insight/alert-drafts.ts';
import { lastMonths, lastWeeks, monthOf } from '../../../bot/insight/months.ts';
import { randomId } from '../../../bot/random-id.ts';
import { insertMiss } from '../../../bot/store/misses.ts';
import type { PeopleCountRow } from '../../../bot/store/schema.ts';
import type { Store } from '../../../bot/store/store.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import { type ConsoleWorld, createConsoleWorld } from '../console/world.ts';

export type InsightWorld = ConsoleWorld & {
  readonly alerts: InsightAlerts;
  /** What the staff's group heard. */
  readonly told: string[];
  /** @param person who asked */
  readonly miss: (person: string, words: string) => Promise<void>;
  /** A platform's people, week by week, the last being this one. */
  readonly weeks: (brand: string, region: string, counts: readonly number[]) => Promise<void>;
};

/** The console with the pages of what the union learns. */
export function createInsightWorld(store: Store, library: Library, k = 5): InsightWorld {
  const world = createConsoleWorld(store, { rateLimit: { burst: 1000, perMinute: 1000 } });
  const { vault, clock } = world;
  addInsight(world.console, { store, vault, clock, randomId, library: () => library, k });
  const told: string[] = [];
  const alerts = createInsightAlerts({
    ...{ store, clock, randomId, k, telemetry: silentTelemetry, holder: 'test' },
    library: () => library,
    tell: async (text) => {
      told.push(text);
    },
  });
  return {
    ...{ ...world, alerts, told },
    miss: async (person, words) => {
      const at = clock.now();
      const given = { id: randomId(), month: monthOf(at), person, at };
      await store.transaction((tx) =>
        insertMiss(tx, vault, given, { words, region: '', reason: 'not_understood' }),
      );
    },
    weeks: async (brand, region, counts) => {
      const weeks = lastWeeks(clock.now(), counts.length);
      const rows = weeks.map((week, at) => ({ week, brand, region, count: counts[at] ?? 0 }));
      await store.transaction((tx) => tx.insertInto('brand_weeks').values(rows).execute());
    },
  };
}

/** As if everything that was counted came from somebody else. */
function peopleBehind<T extends { readonly month: string; readonly count: number }>(
  topic: PeopleCountRow['topic'],
  counted: readonly T[],
  figures: readonly (readonly (keyof T & string)[])[],
): readonly PeopleCountRow[] {
  return figures.flatMap((axes) => {
    const cells = Map.groupBy(
      counted.filter(({ count }) => count > 0),
      (one) => JSON.stringify([one.month, ...axes.map((axis) => one[axis])]),
    );
    return [...cells].map(([key, own]) => {
      const [month = '', first = '', second = ''] = z.array(z.string()).parse(JSON.parse(key));
      const people = own.reduce((sum, { count }) => sum + count, 0);
      return { topic, month, axis: axes.join(' '), first, second, people };
    });
  });
}

/** A year of a union's desk, made up: enough to look at, with corners that must not be shown. */
export async function fillYear(store: Store, { clock }: InsightWorld): Promise<void> {
  const months = lastMonths(clock.now(), 12);
  const regions = ['吉林省', '吉林省/长春市', '山东省/淄博市', '江西省/南昌市', '云南省'];
  const kinds = ['complaint', 'injury', 'membership', 'question', 'help'] as const;
  const brands = ['meituan', 'eleme', 'didi', ''];
  const matters = [
    'min-wage-floor',
    'platform-abnormal-risk-warning',
    'departments-share-information',
    'labour-risk-monitoring',
  ];
  const wave = (...parts: readonly number[]) =>
    parts.reduce((sum, part, at) => sum + part * (at * 3 + 2), 1) % 9;
  const tickets = months.flatMap((month, m) =>
    regions.flatMap((region, r) =>
      kinds.map((kind, n) => ({
        month,
        region,
        kind,
        brand: brands[(m + r + n) % 4] ?? '',
        count: Math.max(0, wave(m, r, n) - 2 * r),
      })),
    ),
  );
  const questions = months.flatMap((month, m) =>
    regions.flatMap((region, r) =>
      matters.map((matter, n) => ({
        ...{ month, region, matter, reason: '', channel: n % 2 === 0 ? 'telegram' : 'web' },
        ...{
          outcome: (['answer', 'answer', 'silent', 'answer'] as const)[n] ?? 'answer',
          count: Math.max(0, wave(m, r, n) * (4 - n) - 5 * r),
        },
      })),
    ),
  );
  const misses = months.map((month, m) => ({
    ...{
      month,
      region: '',
      matter: '',
      reason: 'not_understood',
      channel: 'wecom-kf',
      outcome: 'abstain' as const,
    },
    count: 6 + (m % 5) * 3,
  }));
  const ratings = ['meituan', 'eleme', 'didi', 'sf'].flatMap((brand, b) =>
    Array.from({ length: [24, 15, 9, 3][b] ?? 0 }, (_, at) => ({
      ...{ id: `r${b}-${at}`, kind: 'complaint' as const, brand, region: null, month: months[at % 12] ?? '' },
      stars: 3 + ((at + b) % 3),
    })),
  );
  const guides = ['membership', 'complaint', 'injury'].flatMap((guide, g) =>
    (['finished', 'left'] as const).map((ended, e) => ({
      month: months[11] ?? '',
      guide,
      ended,
      count: 31 - 9 * g - 6 * e,
    })),
  );
  const people = [
    ...peopleBehind('ticket', tickets, [[], ['region'], ['kind'], ['brand'], ['kind', 'region']]),
    ...peopleBehind(
      'question',
      [...questions, ...misses],
      [[], ['outcome'], ['region'], ['matter'], ['channel'], ['matter', 'region']],
    ),
    ...peopleBehind('guide', guides, [[], ['guide'], ['ended'], ['guide', 'ended']]),
  ];
  await store.transaction(async (tx) => {
    for (let at = 0; at < people.length; at += 1000)
      await tx
        .insertInto('people_counts')
        .values(people.slice(at, at + 1000))
        .execute();
    await tx
      .insertInto('ticket_counts')
      .values(tickets.filter(({ count }) => count > 0))
      .execute();
    for (const some of [questions.filter(({ count }) => count > 0), misses])
      await tx.insertInto('question_counts').values(some).execute();
    await tx.insertInto('ratings').values(ratings).execute();
    await tx.insertInto('guide_counts').values(guides).execute();
  });
}
