/** An office on a small library that really is made, prepared and published; its releases are built in this process. */

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ingest } from '#ingest';
import { createReader, type Preparer } from '#ingest/office';
import { currentRelease, openRelease, type Release } from '#knowledge';
import type { DeskDrafts } from '../../../bot/desk/drafts.ts';
import type { TellStaff } from '../../../bot/desk/staff-alerts.ts';
import type { By } from '../../../bot/library/acting.ts';
import type { Citers } from '../../../bot/library/citers.ts';
import { createLibraryOffice, type LibraryOffice } from '../../../bot/library/office.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { addStaff } from '../../../bot/store/staff.ts';
import type { Store } from '../../../bot/store/store.ts';
import { look } from '../../../ingest/prepare/look.ts';
import { prepare } from '../../../ingest/prepare/prepare.ts';
import { KEY } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { temporaryFolder } from '../../fixtures.ts';
import { writeKnowledge } from '../../ingest/small-knowledge.ts';

export const WANG: By = { name: '王主任', via: 'console' };
export const LI: By = { name: '李姐', via: 'telegram' };
/** Of the staff, and no admin. */
export const ZHANG: By = { name: '张三', via: 'console' };

/** A made-up text; its second article says in other words what 石家庄's says of arrears. */
export const NEW_TEXT = `正定县新就业形态劳动者权益保障办法
正政规〔2025〕3号

第一条 为了保障新就业形态劳动者权益，制定本办法。

第二条 人力资源社会保障部门应当加大劳动保障监察力度，受理劳动者对拖欠劳动报酬的举报投诉。

第三条 企业不得以任何名义向劳动者收取押金。
`;
export const NEW_FILE = '正定办法.txt';
export const bytesOf = (text: string) => new TextEncoder().encode(text);

export type OfficeScene = {
  readonly office: LibraryOffice;
  readonly root: string;
  /** The release in force. */
  readonly release: () => Release;
  readonly clock: ReturnType<typeof createManualClock>;
  readonly audit: () => Promise<readonly string[]>;
  /** Another process on the same database and folder. */
  readonly another: (preparer?: Preparer) => LibraryOffice;
  readonly add: (name?: string, text?: string) => Promise<number>;
  /** Prepares the draft as it is, to its end. @returns what can be pressed */
  readonly prepared: () => Promise<{ readonly version: number; readonly release: string }>;
  readonly close: () => Promise<void>;
};

/** The child's own work, without the child: its process has tests of its own. */
export const inProcess: Preparer = {
  prepare: (job, { onProgress = () => undefined } = {}) => prepare(job, onProgress),
  look: async (job) => look(job),
  close: async () => undefined,
};

/**
 * A library with one release in force, made once for all test files of a worker, outside of their hooks: those are timed,
 * and the first file's end is not the last one's.
 */
const template = temporaryFolder();
await ingest({
  knowledge: writeKnowledge(template.path),
  root: join(template.path, 'library'),
  now: () => new Date('2026-01-15T00:00:00Z'),
});
process.once('exit', () => template.dispose());

export async function officeScene(
  store: Store,
  options: {
    readonly preparer?: Preparer;
    readonly margin?: number;
    readonly tellStaff?: TellStaff;
    readonly cards?: () => Promise<Citers['cards']>;
    readonly drafts?: Pick<DeskDrafts, 'list'>;
  } = {},
): Promise<OfficeScene> {
  const folder = temporaryFolder();
  cpSync(template.path, folder.path, { recursive: true });
  const [root, knowledge] = [join(folder.path, 'library'), join(folder.path, 'knowledge')];
  const clock = createManualClock();
  const vault = createVault(KEY);
  const reader = createReader();
  const open = new Map<string, Release>();
  const release = (): Release => {
    const at = currentRelease(root) ?? '';
    const found = open.get(at) ?? openRelease(at);
    open.set(at, found);
    return found;
  };
  let ids = 0;
  const another = (preparer = options.preparer ?? inProcess) =>
    createLibraryOffice({
      ...{ store, vault, clock, root, knowledge, reader, preparer, release },
      margin: options.margin ?? 1,
      telemetry: { note: () => undefined },
      randomId: () => `id-${ids++}-${'x'.repeat(12)}`,
      drafts: options.drafts ?? { list: async () => [] },
      clocks: [{ article: 'hebei-measures/29' }],
      ...(options.tellStaff !== undefined && { tellStaff: options.tellStaff }),
      ...(options.cards !== undefined && { cards: options.cards }),
    });
  const office = another();
  await store.transaction(async (tx) => {
    for (const { name } of [WANG, LI])
      await addStaff(tx, { name, role: 'admin', regions: [], trades: [] }, clock.now());
    await addStaff(tx, { name: ZHANG.name, role: 'supervisor', regions: [], trades: [] }, clock.now());
  });
  return {
    office,
    root,
    release,
    clock,
    another,
    audit: async () => {
      const rows = await store.transaction((tx) =>
        tx.selectFrom('desk_audit').selectAll().orderBy('id').execute(),
      );
      return rows.map(({ staff, via, action, fields }) => `${staff} ${via} ${action} ${fields}`.trim());
    },
    add: async (name = NEW_FILE, text = NEW_TEXT) => {
      const outcome = await office.addFiles(WANG, [{ name, bytes: bytesOf(text) }]);
      if ('refused' in outcome) throw new Error(outcome.refused);
      return outcome.version;
    },
    prepared: async () => {
      const { draft } = await office.state();
      const over = ended(office);
      const begun = await office.prepare(WANG, draft.version);
      if ('refused' in begun) throw new Error(begun.refused);
      await over;
      const { prepared, failed } = await office.state();
      if (prepared === null) throw new Error(`nothing was prepared: ${failed?.code ?? ''}`);
      return { version: prepared.version, release: prepared.release };
    },
    close: async () => {
      await office.close();
      await reader.close();
      for (const one of open.values()) one.close();
      folder.dispose();
    },
  };
}

/** Resolves when the next preparation of this office is over. */
export function ended(office: LibraryOffice): Promise<void> {
  return new Promise((resolve) => {
    const stop = office.watch((progress) => {
      if (progress !== null) return;
      stop();
      resolve();
    });
  });
}
