import { MissingRelease, publishRelease } from '#ingest/office';
import { listPublications, type Publication, readManifest, releaseFolder, UnusableRelease } from '#knowledge';
import type { Clock } from '../clock.ts';
import type { Acting, By } from './acting.ts';
import { type Draft, type DraftBody, emptied, saveDraft } from './draft.ts';
import type { Refused } from './refused.ts';

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
  root,
  clock,
}: {
  readonly acting: Acting;
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
        const second = { by: by.name, why: why.trim() };
        await saveDraft(tx, { version, body: { ...body, second } }, null);
        await acting.note(tx, by, 'library-second-yes', [pressed.release]);
        return pressed;
      });
    },
    publish: async (by, pressed, why) => {
      const reason = faultOfWhy(why);
      if (reason !== undefined) return reason;
      const at = new Date(clock.now()).toISOString();
      return await acting.onDraft(by, pressed.version, async (tx, { version, body }) => {
        const inForce = acting.inForce();
        const found = preparedFor(pressed, { version, body }, inForce);
        if ('refused' in found) {
          const mine = found.refused === 'moved-on' ? isOwn(inForce, pressed.release, by, at) : false;
          if (!mine) return found;
        } else if (inForce.release === pressed.release) {
          return { refused: 'unchanged' };
        } else if (found.summary.fell) {
          if (body.second === null) return { refused: 'needs-second' };
          if (body.second.by === by.name) return { refused: 'same-person' };
        }
        const prepared = body.prepared;
        if (prepared === null) return { refused: 'none-prepared' };
        const next = prepared.kind === 'draft' ? emptied(body) : { ...body, prepared: null, second: null };
        await saveDraft(tx, { version: version + 1, body: next }, { name: by.name, at: clock.now() });
        await acting.note(tx, by, 'library-published', [pressed.release]);
        const { fell, falls, figures, worse, better } = prepared.summary;
        return switchTo(root, {
          release: pressed.release,
          ...{ by: by.name, why: why.trim(), at },
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
      return await acting.onDraft(by, null, async (tx) => {
        const inForce = acting.inForce();
        if (inForce.seq !== shown && !isOwn(inForce, release, by, at)) return { refused: 'moved-on' };
        if (inForce.seq === shown && inForce.release === release) return { refused: 'unchanged' };
        const was = listPublications(root).some((one) => one.release === release);
        if (!was) return { refused: 'no-such-release' };
        const fault = faultOfRelease(root, release);
        if (fault !== undefined) return fault;
        await acting.note(tx, by, 'library-rolled-back', [release]);
        const wish = { release, by: by.name, why: why.trim(), kind: 'rollback' as const, at, expect: shown };
        return switchTo(root, wish);
      });
    },
  };
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

/**
 * The last thing that a transaction does: when it cannot commit, the release is in force all the same, its record says by
 * whom and why, and a draft with the same sources is no change any more. The transaction may run again: then its own
 * publication is there already.
 */
function switchTo(root: string, wish: Parameters<typeof publishRelease>[1]): Publication | Refused {
  try {
    const published = publishRelease(root, wish);
    if (published.kind === 'published') return published.publication;
    const { current } = published;
    const mine = current !== undefined && isOwn(current, wish.release, { name: wish.by }, wish.at);
    return mine ? current : { refused: 'moved-on' };
  } catch (error) {
    if (error instanceof MissingRelease) return { refused: 'no-such-release' };
    throw error;
  }
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

/** A release of an earlier program may be kept, and cannot be answered from. */
function faultOfRelease(root: string, release: string): Refused | undefined {
  try {
    readManifest(releaseFolder(root, release));
    return undefined;
  } catch (error) {
    if (error instanceof UnusableRelease) return { refused: 'release-unusable' };
    throw error;
  }
}
