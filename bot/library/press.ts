import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { MissingRelease, publishRelease } from '#ingest/office';
import { checkRelease, listPublications, type Publication, releaseFolder, UnusableRelease } from '#knowledge';
import type { Clock } from '../clock.ts';
import { redact } from '../privacy/redact.ts';
import { findStaff } from '../store/staff.ts';
import type { Tx } from '../store/store.ts';
import type { Acting, By } from './acting.ts';
import { type Draft, type DraftBody, emptied, saveDraft } from './draft.ts';
import { followArticles } from './own-questions.ts';
import { isRefused, type Refused } from './refused.ts';
import type { Reports } from './reports.ts';

/** What a press is about: the draft's version and the release that were shown. */
export type Pressed = { readonly version: number; readonly release: string };

export type Press = {
  readonly secondYes: (by: By, pressed: Pressed, why: string) => Promise<Pressed | Refused>;
  readonly publish: (by: By, pressed: Pressed, why: string) => Promise<Publication | Refused>;
  readonly rollback: (
    by: By,
    pressed: { readonly release: string; readonly inForce: number },
    why: string,
  ) => Promise<Publication | Refused>;
};

const LONGEST_WHY = 500;

/** The acts that put a release in force. @param root the library's folder */
export function createPress({
  acting,
  reports,
  root,
  clock,
}: {
  readonly acting: Acting;
  readonly reports: Pick<Reports, 'read'>;
  readonly root: string;
  readonly clock: Clock;
}): Press {
  return {
    secondYes: async (by, pressed, why) => {
      const reason = faultOfWhy(why);
      if (reason !== undefined) return reason;
      return await acting.onDraft(by, pressed.version, async (tx, { version, body }) => {
        const found = preparedFor(pressed, { version, body }, acting.inForce());
        if ('refused' in found) return found;
        if (!found.summary.fell) return { refused: 'second-not-needed' };
        const second = { by: by.name, why: said(why) };
        await saveDraft(tx, { version, body: { ...body, second } }, null);
        await acting.note(tx, by, 'library-second-yes', [pressed.release]);
        return pressed;
      });
    },
    publish: async (by, pressed, why) => {
      const { version: seen, release } = pressed;
      const reason = faultOfWhy(why);
      if (reason !== undefined) return reason;
      const at = new Date(clock.now()).toISOString();
      const may = (tx: Tx, draft: Draft) => mayPublish(tx, by, pressed, draft, acting.inForce());
      const fault = await faultBefore(() => acting.onDraft(by, seen, may), root, release);
      if (fault !== undefined) return fault;
      const report = await reports.read(release);
      return await switched(acting, by, seen, async (tx, draft) => {
        const { version, body } = draft;
        const found = await may(tx, draft);
        const mine = isOwn(acting.inForce(), release, by, at);
        if ('refused' in found && !(found.refused === 'moved-on' && mine)) return found;
        const prepared = body.prepared;
        if (prepared === null) return { refused: 'none-prepared' };
        const next = prepared.kind === 'draft' ? emptied(body) : { ...body, prepared: null, second: null };
        await saveDraft(tx, { version: version + 1, body: next }, { name: by.name, at: clock.now() });
        await followArticles(tx, report?.diff.articles ?? []);
        await acting.note(tx, by, 'library-published', [release]);
        const { fell, falls, figures, worse, better } = prepared.summary;
        return switchTo(root, {
          release,
          ...{ by: by.name, why: said(why), at },
          kind: prepared.kind === 'draft' ? 'publish' : 'reindex',
          gate: { fell, falls, figures, worse, better },
          second: fell ? body.second : null,
          expect: prepared.seq,
        });
      });
    },
    rollback: async (by, { release, inForce: shown }, why) => {
      const reason = faultOfWhy(why);
      if (reason !== undefined) return reason;
      const at = new Date(clock.now()).toISOString();
      const may = async (): Promise<Refused | object> => {
        const inForce = acting.inForce();
        if (inForce.seq !== shown && !isOwn(inForce, release, by, at)) return { refused: 'moved-on' };
        if (inForce.seq === shown && inForce.release === release) return { refused: 'unchanged' };
        const was = listPublications(root).some((one) => one.release === release);
        return was ? {} : { refused: 'no-such-release' };
      };
      const fault = await faultBefore(() => acting.onDraft(by, null, may), root, release);
      if (fault !== undefined) return fault;
      const changes = await changesBetween(reports, acting.inForce().release, release);
      return await switched(acting, by, null, async (tx) => {
        const found = await may();
        if (isRefused(found)) return found;
        await followArticles(tx, changes);
        await acting.note(tx, by, 'library-rolled-back', [release]);
        const wish = { release, by: by.name, why: said(why), kind: 'rollback' as const, at, expect: shown };
        return switchTo(root, wish);
      });
    },
  };
}

/**
 * Why a press comes to nothing: it may not be pressed, or what it would put in force no process could open, and after a new
 * start nothing would answer. Every byte is read for that, so it stands before the transaction.
 */
async function faultBefore(
  may: () => Promise<object>,
  root: string,
  release: string,
): Promise<Refused | undefined> {
  const found = await may();
  if (isRefused(found)) return found;
  const folder = releaseFolder(root, release);
  if (!existsSync(folder)) return { refused: 'no-such-release' };
  try {
    await checkRelease(folder, () => setImmediate());
    return undefined;
  } catch (error) {
    if (error instanceof UnusableRelease) return { refused: 'release-unusable' };
    throw error;
  }
}

/**
 * What goes by another id in the release gone back to, as far as one of the two was compared with the other. Nobody who goes
 * back waits for more: a question whose article is not followed is shown as not answered.
 */
async function changesBetween(
  reports: Pick<Reports, 'read'>,
  from: string,
  to: string,
): Promise<Parameters<typeof followArticles>[1]> {
  const read = (release: string) => reports.read(release).catch(() => undefined);
  const own = (await read(from))?.diff;
  if (own?.from === to) return own.articles.map(({ was, id }) => ({ was: id, id: was }));
  const other = (await read(to))?.diff;
  return other?.from === from ? other.articles : [];
}

/** What is prepared is what was shown, is other than what is in force, and somebody else agrees where the answers fell. */
async function mayPublish(
  tx: Tx,
  by: By,
  pressed: Pressed,
  draft: Draft,
  inForce: Publication,
): Promise<NonNullable<DraftBody['prepared']> | Refused> {
  const found = preparedFor(pressed, draft, inForce);
  if ('refused' in found) return found;
  if (inForce.release === pressed.release) return { refused: 'unchanged' };
  if (!found.summary.fell) return found;
  const { second } = draft.body;
  // A yes counts as long as whoever gave it may give it.
  if (second === null || (await findStaff(tx, second.by))?.role !== 'admin')
    return { refused: 'needs-second' };
  return second.by === by.name ? { refused: 'same-person' } : found;
}

/** What was pressed is what was shown, and it was compared with what is in force now. */
function preparedFor(
  { version, release }: Pressed,
  draft: Pick<Draft, 'version' | 'body'>,
  inForce: Publication,
): NonNullable<DraftBody['prepared']> | Refused {
  const { prepared } = draft.body;
  if (prepared === null || prepared.version !== version) return { refused: 'none-prepared' };
  if (prepared.release !== release) return { refused: 'other-release' };
  if (prepared.seq !== inForce.seq) return { refused: 'moved-on' };
  return prepared;
}

/** Another was published in this very moment, or the release is gone: what the transaction has written is taken back. */
class NotSwitched extends Error {
  override readonly name = 'NotSwitched';
  readonly outcome: Refused;
  constructor(refused: Refused['refused']) {
    super(refused);
    this.outcome = { refused };
  }
}

async function switched(
  { onDraft }: Pick<Acting, 'onDraft'>,
  by: By,
  version: number | null,
  work: (tx: Tx, draft: Draft) => Promise<Publication | Refused>,
): Promise<Publication | Refused> {
  try {
    return await onDraft(by, version, work);
  } catch (error) {
    if (error instanceof NotSwitched) return error.outcome;
    throw error;
  }
}

/**
 * The last thing that a transaction does: when it cannot commit, the release is in force all the same, its record says by
 * whom and why, and a draft with the same sources is no change any more. The transaction may run again: then its own
 * publication is there already.
 * @throws NotSwitched
 */
function switchTo(root: string, wish: Parameters<typeof publishRelease>[1]): Publication {
  try {
    const published = publishRelease(root, wish);
    if (published.kind === 'published') return published.publication;
    const { current } = published;
    const mine = current !== undefined && isOwn(current, wish.release, { name: wish.by }, wish.at);
    if (mine) return current;
  } catch (error) {
    if (error instanceof MissingRelease) throw new NotSwitched('no-such-release');
    throw error;
  }
  throw new NotSwitched('moved-on');
}

function isOwn(
  { release, by, at }: Publication,
  wanted: string,
  { name }: Pick<By, 'name'>,
  when: string,
): boolean {
  return release === wanted && by === name && at === when;
}

function faultOfWhy(why: string): Refused | undefined {
  if (why.trim() === '') return { refused: 'no-why' };
  return why.length > LONGEST_WHY ? { refused: 'too-much' } : undefined;
}

/** Publications are read by many, for years: no number of anybody's. */
const said = (why: string): string => redact(why.trim()).text;
