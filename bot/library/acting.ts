import {
  currentPublication,
  type KeptSources,
  type LibrarySources,
  type Publication,
  readKeptSources,
} from '#knowledge';
import type { Clock } from '../clock.ts';
import { type AuditAction, writeAudit } from '../desk/audit.ts';
import { lockStaff } from '../store/staff.ts';
import type { Store, Tx } from '../store/store.ts';
import { type Draft, type DraftBody, isSameSources, lockDraft, saveDraft } from './draft.ts';
import { isRefused, type Refused } from './refused.ts';

/** Who acts, and in which place: a name of the registry, and `console`, `telegram`, `wecom-app`, `terminal`. */
export type By = { readonly name: string; readonly via: string };

/** What was done to the draft: its version from now on. */
export type Changed = { readonly version: number };

export type Acting = {
  readonly inForce: () => Publication;
  /** What the release in force was made of; where that cannot be read any more, what the one before it was made of. */
  readonly sourcesInForce: () => LibrarySources;
  /** One transaction by an admin. @returns what `work` returns; not-admin before it runs */
  readonly asAdmin: <T>(by: By, work: (tx: Tx) => Promise<T>) => Promise<T | Refused>;
  /** The same with the draft locked. @param version the one that was seen; null for whichever it is */
  readonly onDraft: <T>(
    by: By,
    version: number | null,
    work: (tx: Tx, draft: Draft) => Promise<T | Refused>,
  ) => Promise<T | Refused>;
  /** Changes the sources of the draft, and writes it down. `edit` only computes: it may run again. */
  readonly change: (by: By, version: number | null, edit: Edit) => Promise<Changed | Refused>;
  readonly note: (tx: Tx, by: By, action: AuditAction, fields: readonly string[]) => Promise<void>;
};

/** What becomes of the sources, and of what else the draft knows of them; with what the audit says of it. */
export type Edit = (
  sources: LibrarySources,
  body: DraftBody,
) =>
  | Refused
  | {
      readonly sources: LibrarySources;
      readonly understood?: DraftBody['understood'];
      readonly action: AuditAction;
      readonly fields: readonly string[];
    };

/** Nothing was ever published: whoever starts the program makes the first release. */
export class NothingPublished extends Error {
  override readonly name = 'NothingPublished';
}

/** What every act of an admin on the library has in common. @param root the library's folder */
export function createActing({
  store,
  root,
  clock,
}: {
  readonly store: Store;
  readonly root: string;
  readonly clock: Clock;
}): Acting {
  const inForce = () => {
    const publication = currentPublication(root);
    if (publication === undefined) throw new NothingPublished('no release was ever published');
    return publication;
  };
  let last: KeptSources | undefined;
  const sourcesInForce = () => {
    const { release } = inForce();
    // A release never changes: what was read of it once need not be read for each page.
    if (last?.publication.release !== release) last = readKeptSources(root);
    if (last === undefined) throw new NothingPublished('no release is whole');
    return last.sources;
  };
  const note: Acting['note'] = (tx, { name, via }, action, fields) =>
    writeAudit(tx, { at: clock.now(), staff: name, via, action, fields });
  const asAdmin = <T>(by: By, work: (tx: Tx) => Promise<T>) =>
    store.transaction<T | Refused>(async (tx) =>
      (await lockStaff(store, tx, by.name))?.role === 'admin' ? await work(tx) : { refused: 'not-admin' },
    );
  const onDraft = <T>(by: By, version: number | null, work: (tx: Tx, draft: Draft) => Promise<T | Refused>) =>
    asAdmin<T | Refused>(by, async (tx) => {
      const draft = await lockDraft(store, tx);
      if (version !== null && draft.version !== version) return { refused: 'stale' };
      return await work(tx, draft);
    });
  return {
    inForce,
    sourcesInForce,
    asAdmin,
    onDraft,
    note,
    change: (by, version, edit) =>
      onDraft(by, version, async (tx, draft) => {
        const before = draft.body.sources ?? sourcesInForce();
        const edited = edit(before, draft.body);
        if (isRefused(edited)) return edited;
        if (isSameSources(edited.sources, before)) return { refused: 'unchanged' };
        const { sources, understood = draft.body.understood } = edited;
        const next = { version: draft.version + 1, body: { ...draft.body, sources, understood } };
        await saveDraft(tx, next, { name: by.name, at: clock.now() });
        await note(tx, by, edited.action, edited.fields);
        return { version: next.version };
      }),
  };
}
