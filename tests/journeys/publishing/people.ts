import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Chance } from '../../crash/chance.ts';
import { KINDS } from '../../crash/questions.ts';
import { eventually } from '../../crash/setting.ts';
import { openWebVisitor, type WebVisitor } from '../../crash/web-visitor.ts';
import { sumOf, textOf } from './releases.ts';
import type { PublishingWorld } from './world.ts';

/** The web page takes so many questions of one visitor at once. */
const QUESTIONS = 8;

const citationSchema = z.object({
  kind: z.literal('citation'),
  id: z.string(),
  quote: z.string(),
  path: z.string(),
});
const letterSchema = z.object({ parts: z.array(z.looseObject({ kind: z.string() })) });

/** What may be in force when: every publication has its number, and the version of its release. */
export type Course = {
  readonly versions: Map<number, number>;
  /** The last one that was asked for. */
  pressed: number;
  /** The last one that every process answers from. */
  settled: number;
};

export type People = {
  readonly answers: () => number;
  /** How many answers were given to people of this server from the publication that was the only possible one. */
  readonly certain: (server: number, publication: number) => number;
  /** Whatever was not as it must be, in words. */
  readonly faults: readonly string[];
  /** Paths of citations that were shown. */
  readonly links: ReadonlySet<string>;
  /** No more questions; resolves when all that were asked are answered. */
  readonly leave: () => Promise<void>;
};

/**
 * Visitors of the web page who come, ask one question after another, open what is cited, and go; as many at a time for each
 * server. Each answer is held against the release that it names, and that against what was in force in the meantime.
 */
export function askAllTheWhile(
  world: PublishingWorld,
  course: Course,
  { each, chance }: { readonly each: number; readonly chance: Chance },
): People {
  const faults: string[] = [];
  const links = new Set<string>();
  const certain = new Map<string, number>();
  const leaving = new AbortController();
  const patience = AbortSignal.timeout(500_000);
  let answers = 0;

  /** @returns what is wrong with an answer; undefined for nothing */
  const judge = async (letter: string, kind: number, from: number, to: number) => {
    const { parts } = letterSchema.parse(JSON.parse(letter));
    const citations = parts.flatMap((part) => citationSchema.safeParse(part).data ?? []);
    const [citation, ...more] = citations;
    if (citation === undefined || more.length > 0) return `${citations.length} citations: ${letter}`;
    const { id, quote, path } = citation;
    const url = new URL(path, world.addresses[chance.whole(0, world.addresses.length - 1)]);
    const release = url.searchParams.get('r') ?? '';
    const version = world.releases.indexOf(release);
    const possible = Array.from({ length: to - from + 1 }, (_, i) => course.versions.get(from + i));
    if (!possible.includes(version)) return `${release} was not in force from ${from} to ${to}`;
    const text = textOf(version, kind);
    if (id !== `a/${kind + 1}` || quote !== text) return `${release} does not say of ${kind}: ${id} ${quote}`;
    if (url.searchParams.get('c') !== sumOf(text)) return `${path} is not of ${text}`;
    links.add(path);
    const page = await fetch(url);
    const words = (await page.text()).replaceAll(/<[^>]+>/g, '');
    return page.status === 200 && words.includes(text) ? undefined : `${path} shows ${page.status} ${words}`;
  };

  const askOne = async (visitor: WebVisitor, server: number) => {
    const from = course.settled;
    const kind = visitor.asked() % KINDS;
    await visitor.ask(patience);
    await eventually(
      () => visitor.letters().size >= visitor.asked(),
      () => `an answer to question ${visitor.asked()}: ${world.servers[server]?.complaints()}`,
    );
    const to = course.pressed;
    answers++;
    const [, letter = ''] = [...visitor.letters()].sort(([a], [b]) => b - a)[0] ?? [];
    const fault = await judge(letter, kind, from, to);
    if (fault !== undefined) faults.push(`server ${server}, publications ${from} to ${to}: ${fault}`);
    else if (from === to) certain.set(`${server} ${to}`, (certain.get(`${server} ${to}`) ?? 0) + 1);
  };

  const visit = async (server: number) => {
    const visitor = await openWebVisitor(() => world.addresses[server]);
    const reading = new AbortController();
    const listening = visitor.listen(reading.signal);
    try {
      for (let i = 0; i < QUESTIONS && !leaving.signal.aborted; i++) {
        await askOne(visitor, server);
        await pause(chance.whole(0, 300));
      }
    } finally {
      reading.abort();
      await listening;
    }
  };

  const seats = world.addresses.flatMap((_, server) => Array.from({ length: each }, () => server));
  const asking = seats.map(async (server) => {
    try {
      while (!leaving.signal.aborted) await visit(server);
    } catch (error) {
      faults.push(`server ${server}: ${error instanceof Error ? error.message : error}`);
    }
  });
  return {
    answers: () => answers,
    certain: (server, publication) => certain.get(`${server} ${publication}`) ?? 0,
    faults,
    links,
    leave: async () => {
      leaving.abort();
      await Promise.all(asking);
    },
  };
}
