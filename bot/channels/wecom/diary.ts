import { z } from 'zod';
import { silentTelemetry, type Telemetry } from '../../telemetry/telemetry.ts';

/** What the doctor wants to know of a server that runs elsewhere: times and errcodes, never words or ids. */
export type Diary = {
  /** WeCom called, and was heard. */
  readonly called: (channel: string) => void;
  /** Somebody called who was not let in. @param reason why, as it is counted */
  readonly refused: (channel: string, reason: string) => void;
  /** A channel went down. @param reason an errcode or the name of an error */
  readonly failed: (channel: string, reason: string) => void;
};

/** Names of the checkpoints that a diary is kept in. */
export const LAST_CALLBACK = 'last-callback';
export const LAST_REFUSAL = 'last-refusal';
export const LAST_ERROR = 'last-error';

/** What WeCom's own calls are refused for when the console and .env differ; anybody may send the rest. */
const MISMATCHES: ReadonlySet<string> = new Set(['signature', 'cipher', 'receive-id', 'stale', 'other-bot']);

/** What the desk's places in WeCom note when a call of theirs failed. */
const DESK_TROUBLES: ReadonlySet<string> = new Set([
  'desk-wecom',
  'desk-wecom-card',
  'desk-kf',
  'desk-kf-handover',
]);

/** Puts down each trouble that a part of WeCom tells of: by its reason, or by its own name. */
export function errorsFor(diary: Diary): Telemetry {
  return {
    ...silentTelemetry,
    received: (channel, what, reason = '') => {
      if (what === 'refused' && MISMATCHES.has(reason)) diary.refused(channel, reason);
    },
    note: (level, event, facts = {}) => {
      // A card or a conversation that WeCom did not take is tried again: whoever runs the server sees why it takes so long.
      if (DESK_TROUBLES.has(event)) {
        diary.failed('wecom-desk', String(facts.reason ?? facts.error ?? event));
        return;
      }
      const [, channel, what = ''] = /^(wecom-(?:app|kf|bot))-(\w+)$/.exec(event) ?? [];
      if (level === 'error' && channel !== undefined)
        diary.failed(channel, String(facts.reason ?? facts.error ?? what));
    },
  };
}

/** An entry: ms since 1970, and a word. */
export const formatEntry = (at: number, word = ''): string => `${at} ${word}`.trimEnd();

const entrySchema = z.string().regex(/^\d{1,15}(?: [\w-]{1,60})?$/);

/** undefined for what no version of the program has written. */
export function parseEntry(
  value: string | undefined,
): { readonly at: number; readonly word: string } | undefined {
  const entry = entrySchema.safeParse(value);
  if (!entry.success) return undefined;
  const [at, word = ''] = entry.data.split(' ');
  return { at: Number(at), word };
}
