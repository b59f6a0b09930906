import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Context } from '../../http/hono.ts';
import type { Mailbox } from '../../outbox/mailbox.ts';
import type { Inbound } from '../message.ts';

/** Why a post is not taken; `visitor` where the page may be shown again, with the words that were not taken. */
export type Refusal = {
  readonly status: 400 | 403 | 413 | 415 | 429 | 503;
  readonly say: string;
  readonly visitor?: string;
  readonly draft?: string;
};

export const isJson = (c: Context) => typeOf(c) === 'application/json';
export const isForm = (c: Context) => typeOf(c) === 'application/x-www-form-urlencoded';
/** Files come so, from a script too. */
export const isUpload = (c: Context) => typeOf(c) === 'multipart/form-data';

/** Posted by the page's own forms, which want a page back; a script says who it is by its header. */
export const isPage = (c: Context) => isForm(c) || (isUpload(c) && c.req.header('x-csrf') === undefined);

function typeOf(c: Context): string | undefined {
  return c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
}

const objectSchema = z.record(z.string(), z.unknown());

/** The fields of a form or of a JSON object; undefined when it is neither. */
export async function readBody(c: Context): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (isUpload(c)) {
    // A body that ends in the middle of a part throws.
    const form = await c.req.formData().catch(() => undefined);
    return form && Object.fromEntries(form);
  }
  const text = await c.req.text();
  if (isForm(c)) return Object.fromEntries(new URLSearchParams(text));
  try {
    const parsed = objectSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * All forms of one page carry one id, and a page may be gone back to: the same words again are a repeat, other words are
 * another message.
 */
export function formEvent({ event, message, content }: Inbound): string {
  // Of a file the contents count, and are part of this.
  const said = JSON.stringify([content, content.kind === 'button' ? message : null]);
  return `${event}:${createHash('sha256').update(said).digest('hex').slice(0, 12)}`;
}

/** Between two looks for an answer, and how many. */
const LOOK_MS = 50;
const LOOKS = 60;

/** Waits a little for the answer, so that a page without a script mostly comes back with it. */
export async function answerSoon(
  { mailbox, clock }: { readonly mailbox: Mailbox; readonly clock: Clock },
  chat: string,
  since: number,
): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const letters = await mailbox.after(chat, since).catch(() => []);
    if (letters.some((letter) => letter.id !== null)) return;
    await clock.sleep(LOOK_MS);
  }
}
