import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createReader, type PreparedSummary, type Preparer } from '#ingest/office';
import { currentPublication, openRelease, releaseFolder } from '#knowledge';
import { systemClock } from '../../../bot/clock.ts';
import { parseConfig } from '../../../bot/config.ts';
import { createLibraryOffice, type LibraryOffice } from '../../../bot/library/office.ts';
import { KNOWLEDGE_FOLDER, storeLocation } from '../../../bot/paths.ts';
import { openVault } from '../../../bot/privacy/open-vault.ts';
import { randomId, randomToken } from '../../../bot/random-id.ts';
import { createOffice } from '../../../bot/staff/office.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { createPatientStore } from '../../../bot/store/patient-store.ts';
import { addStaff } from '../../../bot/store/staff.ts';
import { publishRelease } from '../../../ingest/publish/publications.ts';
import { type ServerProcess, startServerProcess } from '../../crash/server-process.ts';
import { eventually } from '../../crash/setting.ts';
import { temporaryFolder } from '../../fixtures.ts';
import { enterConsole, type Presser } from './presser.ts';
import { buildReleases, FILE } from './releases.ts';

const ADMIN = { name: '王主任', via: 'console' } as const;
const HOME = '/console/library';

const healthSchema = z.looseObject({
  ok: z.boolean(),
  release: z.string(),
  library: z.strictObject({
    release: z.string(),
    publication: z.int(),
    behind: z
      .strictObject({ publication: z.int(), reason: z.enum(['unusable', 'other']), tries: z.int() })
      .nullable(),
  }),
});
export type LibraryHealth = z.infer<typeof healthSchema>;

/** What one process holds. */
export type Held = {
  /** Files of articles: one for each release that is open. */
  readonly releases: number;
  /** Handles of everything else. */
  readonly others: number;
  /** Resident memory, bytes. */
  readonly resident: number;
};

type Closing = (() => unknown)[];

/** Memory of JavaScript objects that a server may have, MB: then what is no longer used is soon given back. */
const HEAP = 192;

/** Real servers on one library, and an admin who presses in their consoles. */
export type PublishingWorld = {
  /** The library's folder as each server sees it: the same publications, and releases of its own. */
  readonly roots: readonly string[];
  /** Ids of the releases that were built beforehand, by version. The first one is in force. */
  readonly releases: readonly string[];
  readonly servers: readonly ServerProcess[];
  readonly addresses: readonly string[];
  /** Prepares the release as a draft and presses 发布 in the console of one server after another. @returns its number */
  readonly publish: (version: number) => Promise<number>;
  /** Presses 退回 at a publication of that release. @param server the next one where none is named @returns the new number */
  readonly rollback: (version: number, server?: number) => Promise<number>;
  /** Writes the record past the console, which refuses what it finds broken: the file broke a moment after the press. */
  readonly force: (version: number) => number;
  readonly health: (server: number) => Promise<{ readonly status: number } & LibraryHealth>;
  /** Waits until each process answers from this publication. */
  readonly takenOver: (publication: number) => Promise<void>;
  /** undefined where the system does not tell. */
  readonly held: (server: number) => Held | undefined;
  readonly close: () => Promise<void>;
};

/** @param env of each server */
export async function createPublishingWorld(
  count: number,
  env: Readonly<Record<string, string>> = {},
): Promise<PublishingWorld> {
  const closing: Closing = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const folder = temporaryFolder();
    closing.push(folder.dispose);
    const root = join(folder.path, 'library');
    const releases = await buildReleases(root);
    publishRelease(root, {
      ...{ release: releases[0] ?? '', by: '', why: '', kind: 'first', expect: 0 },
      at: new Date().toISOString(),
    });
    const all = { DATA_DIR: folder.path, ...env };
    const servers: ServerProcess[] = [];
    const addresses: string[] = [];
    const roots = Array.from({ length: count }, (_, i) => (i === 0 ? root : copyOf(root, i)));
    for (const own of roots) {
      const server = startServerProcess(folder.path, {
        ...{ ...all, LIBRARY_DIR: own, PORT: '0', SLOW_DOWN_PERSON_PER_MINUTE: '10000' },
        NODE_OPTIONS: `--max-old-space-size=${HEAP}`,
      });
      closing.push(server.kill);
      const address = await server.ready;
      if (address === undefined) throw new Error(`did not start: ${server.complaints()}`);
      servers.push(server);
      addresses.push(address);
    }
    const { office, secret, next } = await openAdmin(root, all, closing);
    let at = 0;
    const presser = await enterConsole(() => addresses[at] ?? '', secret);
    const press = (page: string, server = (at + 1) % count) => {
      at = server;
      return pressed(root, presser, page);
    };
    const health: PublishingWorld['health'] = async (server) => {
      const response = await fetch(`${addresses[server]}/health`).catch((cause: unknown) => {
        throw new Error(`server ${server} is gone: ${servers[server]?.complaints()}`, { cause });
      });
      return { status: response.status, ...healthSchema.parse(await response.json()) };
    };
    const everywhere = () => Promise.all(addresses.map((_, server) => health(server)));
    return {
      ...{ roots, releases, servers, addresses, health, close },
      publish: async (version) => {
        next.release = releases[version] ?? '';
        const { version: draft, release } = await prepared(office);
        return await press(`${HOME}/publish?version=${draft}&release=${release}`);
      },
      rollback: async (version, server) => {
        const to = (await office.publications()).find(({ release }) => release === releases[version])?.seq;
        return await press(`${HOME}/rollback?to=${to}`, server);
      },
      force: (version) => {
        const expect = currentPublication(root)?.seq ?? 0;
        const wish = { release: releases[version] ?? '', by: ADMIN.name, why: '', kind: 'rollback' } as const;
        publishRelease(root, { ...wish, at: new Date().toISOString(), expect });
        return expect + 1;
      },
      takenOver: async (publication) => {
        const isThere = async () =>
          (await everywhere()).every(({ library }) => library.publication >= publication);
        await eventually(isThere, () => `publication ${publication}: ${servers[0]?.complaints()}`);
      },
      held: (server) => heldBy(servers[server]?.pid ?? 0),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Releases that were carried to another disk, under the publications that all share. */
function copyOf(root: string, server: number): string {
  const own = `${root}-${server}`;
  mkdirSync(own);
  cpSync(join(root, 'releases'), join(own, 'releases'), { recursive: true });
  symlinkSync(join(root, 'publications'), join(own, 'publications'));
  return own;
}

/**
 * An office on the servers' database and folder, as another server has one. It prepares nothing for as long as minutes: what it
 * is told to have prepared was built beforehand.
 */
async function openAdmin(root: string, env: Readonly<Record<string, string>>, closing: Closing) {
  const config = parseConfig(env);
  const opened = await openStore(storeLocation(config));
  closing.push(opened.close);
  const store = createPatientStore(opened, systemClock);
  const vault = await openVault(store, config);
  await store.transaction((tx) =>
    addStaff(tx, { name: ADMIN.name, role: 'admin', regions: [], trades: [] }, Date.now()),
  );
  const staff = createOffice({ store, vault, clock: systemClock, randomToken, via: 'terminal' });
  const next = { release: '' };
  const preparer: Preparer = {
    prepare: async () => summaryOf(next.release, currentPublication(root)?.release ?? null),
    look: () => Promise.reject(new Error('nothing is handed in here')),
    close: async () => undefined,
  };
  const reader = createReader();
  const release = openRelease(releaseFolder(root, currentPublication(root)?.release ?? ''));
  const office = createLibraryOffice({
    ...{ store, vault, root, reader, preparer, randomId, clock: systemClock, clocks: [], margin: 1 },
    knowledge: KNOWLEDGE_FOLDER,
    release: () => release,
    telemetry: { note: () => undefined },
    drafts: { list: async () => [] },
  });
  closing.push(release.close, reader.close, office.close);
  return { office, next, secret: (await staff.link(ADMIN.name)) ?? '' };
}

function summaryOf(release: string, against: string | null): PreparedSummary {
  return {
    ...{ release, against, fell: false, falls: [], figures: [], worse: 0, better: 0 },
    ...{ instruments: 0, articles: 1, proposals: 0 },
  };
}

/** Changes the draft, so that there is something to prepare, and prepares it. */
async function prepared(office: LibraryOffice): Promise<{ version: number; release: string }> {
  const { draft } = await office.state();
  const changed = await office.removeFile(ADMIN, draft.version, FILE);
  if ('refused' in changed) throw new Error(`the draft: ${changed.refused}`);
  const over = new Promise<void>((resolve) => {
    const stop = office.watch((progress) => {
      if (progress !== null) return;
      stop();
      resolve();
    });
  });
  const begun = await office.prepare(ADMIN, changed.version);
  if ('refused' in begun) throw new Error(`preparing: ${begun.refused}`);
  await over;
  const { prepared: found } = await office.state();
  if (found === null) throw new Error('nothing was prepared');
  return found;
}

/** @returns the number that the press made */
async function pressed(root: string, presser: Presser, page: string): Promise<number> {
  const before = currentPublication(root)?.seq ?? 0;
  const said = await presser.press(page, { why: '试一试' });
  const now = currentPublication(root);
  if (!/said=(?:published|rolled-back)$/.test(said) || now?.seq !== before + 1 || now.by !== ADMIN.name)
    throw new Error(`${page} led to ${said}, and ${now?.seq} is in force`);
  return now.seq;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html */
function heldBy(pid: number): Held | undefined {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return undefined;
  const open = readdirSync(folder).map((handle) => {
    try {
      return readlinkSync(join(folder, handle));
    } catch {
      // Closed meanwhile.
      return '';
    }
  });
  const releases = open.filter((file) => file.includes('articles.jsonl')).length;
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { releases, others: open.length - releases, resident: Number(resident) * 1024 };
}
