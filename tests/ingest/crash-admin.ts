import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Reader } from '#ingest/office';
import { currentPublication, openRelease, type Publication, releaseFolder } from '#knowledge';
import { type Clock, systemClock } from '../../bot/clock.ts';
import { createLibraryOffice, type LibraryOffice } from '../../bot/library/office.ts';
import { isRefused, type Refused } from '../../bot/library/refused.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { addStaff } from '../../bot/store/staff.ts';
import { look } from '../../ingest/prepare/look.ts';
import { prepare } from '../../ingest/prepare/prepare.ts';

const ADMIN = { name: '王主任', via: 'console' };
const WHY = '县里发了新文件';
const FILE = '正定办法.txt';
const TEXT = `正定县新就业形态劳动者权益保障办法
正政规〔2025〕3号

第一条 为了保障新就业形态劳动者权益，制定本办法。

第二条 企业不得以任何名义向劳动者收取押金。
`;

/** An office on the folders and the database of a server that is not running. It prepares in this very process. */
export type CrashAdmin = {
  readonly office: LibraryOffice;
  /** From the draft as it stands to the new release in force, by as many steps as are left. */
  readonly publish: () => Promise<Publication>;
  readonly rollback: (release: string) => Promise<Publication>;
  readonly close: () => Promise<void>;
};

/** Files come as they are: reading them is not what is killed here. */
const reader: Reader = {
  read: async ({ name, bytes }) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return [{ name, format: 'txt', bytes, sha256, text: new TextDecoder().decode(bytes), notes: [] }];
  },
  close: async () => undefined,
};

/** @param later ms after now: what a dead process held for a while is free then */
export async function openCrashAdmin(folder: string, later = 0): Promise<CrashAdmin> {
  const root = join(folder, 'library');
  const store = await openStore({ kind: 'file', file: join(folder, 'gongyou.db') });
  // Nothing is done by the hour: the way is the same each time, however slow the machine.
  const clock: Clock = {
    now: () => systemClock.now() + later,
    sleep: (_, signal) =>
      new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
  };
  const publication = currentPublication(root);
  if (publication === undefined) throw new Error('nothing is published');
  const release = openRelease(releaseFolder(root, publication.release));
  let ids = 0;
  const office = createLibraryOffice({
    ...{ store, root, clock, reader, clocks: [], margin: 1, knowledge: join(folder, 'knowledge') },
    vault: createVault(new Uint8Array(32).fill(7)),
    preparer: {
      prepare: (job, { onProgress = () => undefined } = {}) => prepare(job, onProgress),
      look: async (job) => look(job),
      close: async () => undefined,
    },
    release: () => release,
    telemetry: { note: () => undefined },
    randomId: () => `id-${later}-${ids++}-${'x'.repeat(12)}`,
    drafts: { list: async () => [] },
  });
  await store.transaction((tx) =>
    addStaff(tx, { name: ADMIN.name, role: 'admin', regions: [], trades: [] }, 0),
  );
  return {
    office,
    publish: async () => {
      const { draft } = await office.state();
      if (!draft.changed)
        done(await office.addFiles(ADMIN, [{ name: FILE, bytes: new TextEncoder().encode(TEXT) }]));
      return done(await office.publish(ADMIN, await prepared(office), WHY));
    },
    rollback: async (to) => {
      const { inForce } = await office.state();
      return done(await office.rollback(ADMIN, { release: to, inForce: inForce.seq }, WHY));
    },
    close: async () => {
      await office.close();
      release.close();
      await store.close();
    },
  };
}

async function prepared(office: LibraryOffice): Promise<{ version: number; release: string }> {
  const { draft } = await office.state();
  const over = new Promise<void>((resolve) => {
    const stop = office.watch((progress) => {
      if (progress !== null) return;
      stop();
      resolve();
    });
  });
  done(await office.prepare(ADMIN, draft.version));
  await over;
  const { prepared: found, failed } = await office.state();
  if (found === null) throw new Error(`nothing was prepared: ${failed?.code}`);
  return { version: found.version, release: found.release };
}

function done<T extends object>(outcome: T | Refused): T {
  if (isRefused(outcome)) throw new Error(outcome.refused);
  return outcome;
}
