import { expect } from 'vitest';
import { webCopy } from '../../../bot/copy/web.ts';
import { createChance } from '../../crash/chance.ts';
import { eventually } from '../../crash/setting.ts';
import { fallBehind } from './fall-behind.ts';
import { askAllTheWhile, type Course } from './people.ts';
import { sumOf, textOf, VERSIONS } from './releases.ts';
import { createPublishingWorld, type Held, type PublishingWorld } from './world.ts';

const SEED = 20260115;
const PUBLICATIONS = 100;
/** After so many everything is warm. */
const WARM = 10;
/** People at a time, for each server. */
const PEOPLE = 4;
/** Of other handles than those of releases: connections come and go. */
const MORE_HANDLES = 40;
/** Each of these releases takes some 3 MB: 90 of them would be far more. Bytes. */
const MORE_MEMORY = 160 * 1024 * 1024;
/** The one in force, and those that pages of old links keep open. */
const OPEN_RELEASES = 5;

/**
 * Publishes and takes back a hundred times under questions, holds every answer against the release that it names, and then lets
 * a server fall behind.
 * @param closes whether to wait until the last of the exchanged releases is given back, which takes its two minutes
 */
export async function publishInARow(
  database: string,
  servers: number,
  { env = {}, closes }: { readonly env?: Readonly<Record<string, string>>; readonly closes: boolean },
): Promise<void> {
  const chance = createChance(SEED);
  const world = await createPublishingWorld(servers, env);
  const held = () => world.servers.map((_, server) => world.held(server));
  try {
    const course: Course = { versions: new Map([[1, 0]]), pressed: 1, settled: 1 };
    const people = askAllTheWhile(world, course, { each: PEOPLE, chance });
    const published = new Set([0]);
    let version = 0;
    let rollbacks = 0;
    let warm: readonly (Held | undefined)[] = [];
    for (let i = 1; i <= PUBLICATIONS; i++) {
      version = (version + chance.whole(1, VERSIONS - 1)) % VERSIONS;
      const back = published.has(version) && chance.whole(1, 3) > 1;
      if (back) rollbacks++;
      published.add(version);
      const seq = course.settled + 1;
      course.versions.set(seq, version);
      course.pressed = seq;
      expect(await (back ? world.rollback(version) : world.publish(version))).toBe(seq);
      await world.takenOver(seq);
      course.settled = seq;
      await eventually(
        () => world.servers.every((_, server) => people.certain(server, seq) > 0) || people.faults.length > 0,
        () => `answers from publication ${seq}`,
      );
      expect(people.faults).toEqual([]);
      if (i === WARM) warm = held();
    }
    const after = held();
    for (const [server, before] of warm.entries()) {
      if (before === undefined) continue;
      expect(after[server]?.others).toBeLessThan(before.others + MORE_HANDLES);
      expect(after[server]?.resident).toBeLessThan(before.resident + MORE_MEMORY);
    }
    for (let left = 0; left < VERSIONS; left++) expect(published).toContain(left);
    await fallBehind({ world, course, people });
    await people.leave();
    expect(people.faults).toEqual([]);
    const last = course.versions.get(course.settled) ?? -1;
    await linksTell(world, people.links, last);
    console.log(
      `${database}: ${people.answers()} answers over ${PUBLICATIONS} publications, ${rollbacks} of them back ` +
        `(seed ${SEED})`,
    );
    const isGivenBack = () => held().every((one) => (one?.releases ?? 0) <= OPEN_RELEASES);
    if (closes) await eventually(isGivenBack, () => `releases are closed: ${JSON.stringify(held())}`);
    for (const server of world.servers) expect(await server.stop()).toEqual({ code: 0, signal: null });
  } finally {
    await world.close();
  }
}

/** Every link that was ever shown opens, and says 该条已更新 where the words are others now, and only there. */
async function linksTell(world: PublishingWorld, links: ReadonlySet<string>, now: number): Promise<void> {
  for (const [at, link] of [...links].entries()) {
    const url = new URL(link, world.addresses[at % world.addresses.length]);
    const kind = Number(url.pathname.split('/').at(-1)) - 1;
    const isSame = url.searchParams.get('c') === sumOf(textOf(now, kind));
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect((await page.text()).includes(webCopy.policies.updated.title), link).toBe(!isSame);
  }
}
