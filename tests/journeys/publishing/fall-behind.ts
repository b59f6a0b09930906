import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { eventually } from '../../crash/setting.ts';
import type { Course, People } from './people.ts';
import { VERSIONS } from './releases.ts';
import type { PublishingWorld } from './world.ts';

type Scene = { readonly world: PublishingWorld; readonly course: Course; readonly people: People };

/**
 * The last server cannot take over what is published, because a byte of a file is another one, and then because a file is
 * gone: it goes on answering from what it has and says so, and follows by itself once the file is right, or once the next
 * publication comes. The releases of the other servers are whole.
 */
export async function fallBehind(scene: Scene): Promise<void> {
  const { world, course } = scene;
  const last = world.servers.length - 1;
  const home = join(world.roots[last] ?? '', 'releases');
  const fileOf = (version: number, name: string) => join(home, world.releases[version] ?? '', name);
  const versionAfter = (steps: number) => ((course.versions.get(course.settled) ?? 0) + steps) % VERSIONS;

  const changed = fileOf(versionAfter(1), 'matters.idx');
  const whole = readFileSync(changed);
  const other = Buffer.from(whole);
  const middle = whole.length >> 1;
  other.writeUInt8(255 - other.readUInt8(middle), middle);
  writeFileSync(changed, other);
  await pressAndStay(scene, versionAfter(1));
  writeFileSync(changed, whole);
  await follow(scene);

  // Whoever only reads its texts, as a link shows them, can do so.
  const missing = fileOf(versionAfter(1), 'matters.jsonl');
  renameSync(missing, `${missing}.away`);
  await pressAndStay(scene, versionAfter(1));
  const next = versionAfter(2);
  course.versions.set(course.pressed + 1, next);
  course.pressed++;
  expect(await world.rollback(next, 0)).toBe(course.pressed);
  await follow(scene);
  renameSync(`${missing}.away`, missing);
}

/** A publication that the last server does not take over, while it answers. */
async function pressAndStay({ world, course, people }: Scene, version: number): Promise<void> {
  const last = world.servers.length - 1;
  const seq = course.pressed + 1;
  course.versions.set(seq, version);
  // Where nobody can take it over, no answer may be from it.
  if (last > 0) course.pressed = seq;
  await expect(world.rollback(version, last)).rejects.toThrow('release-unusable');
  expect(last > 0 ? await world.rollback(version, 0) : world.force(version)).toBe(seq);
  await eventually(
    async () => (await world.health(last)).library.behind !== null,
    () => `a word that publication ${seq} was not taken over`,
  );
  const { status, ok, release, library } = await world.health(last);
  const before = world.releases[course.versions.get(course.settled) ?? -1];
  expect({ status, ok, release }).toEqual({ status: 200, ok: true, release: before });
  expect(library).toEqual({
    release: before,
    publication: course.settled,
    behind: { publication: seq, reason: 'unusable', tries: expect.any(Number) },
  });
  expect(await metric(world, last)).toBe('1');
  const asked = people.answers();
  await eventually(
    () => people.answers() > asked + 20 || people.faults.length > 0,
    () => 'answers of a server that is behind',
  );
  expect(people.faults).toEqual([]);
  course.pressed = seq;
}

/** Everybody answers from what was pressed last. */
async function follow({ world, course, people }: Scene): Promise<void> {
  await world.takenOver(course.pressed);
  course.settled = course.pressed;
  const last = world.servers.length - 1;
  expect((await world.health(last)).library.behind).toBeNull();
  expect(await metric(world, last)).toBe('0');
  await eventually(
    () => world.servers.every((_, server) => people.certain(server, course.settled) > 0),
    () => `answers from publication ${course.settled}: ${people.faults}`,
  );
  expect(people.faults).toEqual([]);
}

async function metric({ addresses }: PublishingWorld, server: number): Promise<string | undefined> {
  const page = await (await fetch(`${addresses[server]}/metrics`)).text();
  return /^gongyou_library_behind (\d)$/m.exec(page)?.[1];
}
