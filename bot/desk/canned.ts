import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type Article,
  type Assistant,
  bare,
  citationHead,
  findQuoteFault,
  type PolicyPages,
} from '#knowledge';
import type { Clock } from '../clock.ts';
import type { CannedReplyRow } from '../store/schema.ts';
import type { Store, Tx } from '../store/store.ts';

/** An answer that staff give often. */
export type CannedReply = {
  readonly id: string;
  readonly title: string;
  /** With {article} or {article|words of it} where a text is quoted. */
  readonly text: string;
  /** Who wrote it last. */
  readonly by: string;
  /** ms since 1970 */
  readonly updatedAt: number;
  /** Articles that say something else by now, or are gone: somebody has to read it again. */
  readonly changed: readonly string[];
};

/** Why a reply cannot be kept or used; `article`: where. */
export type CannedFault = {
  readonly fault: 'no-title' | 'no-text' | 'too-long' | 'no-such-article' | 'not-its-words';
  readonly article: string;
};

export type CannedReplies = {
  /** By title. */
  readonly list: () => Promise<readonly CannedReply[]>;
  readonly add: (given: GivenReply) => Promise<{ readonly id: string } | CannedFault>;
  /** @returns undefined when there is none of this id */
  readonly change: (
    id: string,
    given: GivenReply,
  ) => Promise<{ readonly id: string } | CannedFault | undefined>;
  readonly remove: (id: string) => Promise<boolean>;
  /**
   * The words as they go to a worker, each quote held against its article as it is in force now.
   * @returns undefined when there is none of this id
   */
  readonly expand: (
    id: string,
  ) => Promise<{ readonly text: string; readonly changed: readonly string[] } | CannedFault | undefined>;
};

export type GivenReply = { readonly title: string; readonly text: string; readonly by: string };

export type CannedLibrary = {
  readonly assistant: Pick<Assistant, 'articleOf'>;
  readonly pages: Pick<PolicyPages, 'article' | 'instrument'>;
};

/** As much as one letter holds. */
const MOST = 1_500;
const MOST_TITLE = 40;
/** {zibo-opinions/5}, {zibo-opinions/5|当日受理} */
const REFERENCE = /\{([a-z0-9][a-z0-9./-]*)(?:[|｜]([^{}]+))?\}/giu;
const fingerprintsSchema = z.record(z.string(), z.string());

export const isCannedFault = (found: object | undefined): found is CannedFault =>
  found !== undefined && 'fault' in found;

/** @param library the texts in force now */
export function createCanned(
  {
    store,
    clock,
    randomId,
  }: { readonly store: Store; readonly clock: Clock; readonly randomId: () => string },
  library: () => CannedLibrary,
): CannedReplies {
  const rowOf = (id: string, { title, text, by }: GivenReply): CannedReplyRow => ({
    id,
    title: title.trim(),
    text: text.trim(),
    articles: JSON.stringify(fingerprints(text, library())),
    staff: by,
    updated_at: clock.now(),
  });
  const look = (id: string) => store.transaction((tx) => findReply(tx, id));
  return {
    list: async () => {
      const rows = await store.transaction(
        (tx) => tx.selectFrom('canned_replies').selectAll().orderBy('title').orderBy('id').execute(),
        'own',
      );
      return rows.map((row) => ({
        id: row.id,
        title: row.title,
        text: row.text,
        by: row.staff,
        updatedAt: row.updated_at,
        changed: changedIn(row, library()),
      }));
    },
    add: async (given) => {
      const fault = faultOf(given, library());
      if (fault !== undefined) return fault;
      const id = randomId().slice(0, 10);
      await store.transaction((tx) => tx.insertInto('canned_replies').values(rowOf(id, given)).execute());
      return { id };
    },
    change: async (id, given) => {
      const fault = faultOf(given, library());
      if (fault !== undefined) return fault;
      const { id: _, ...rest } = rowOf(id, given);
      const row = await store.transaction((tx) =>
        tx.updateTable('canned_replies').set(rest).where('id', '=', id).returning('id').executeTakeFirst(),
      );
      return row;
    },
    remove: async (id) => {
      const row = await store.transaction((tx) =>
        tx.deleteFrom('canned_replies').where('id', '=', id).returning('id').executeTakeFirst(),
      );
      return row !== undefined;
    },
    expand: async (id) => {
      const row = await look(id);
      if (row === undefined) return undefined;
      const now = library();
      const found = expandText(row.text, now);
      return typeof found === 'string' ? { text: found, changed: changedIn(row, now) } : found;
    },
  };
}

async function findReply(tx: Tx, id: string): Promise<CannedReplyRow | undefined> {
  return await tx.selectFrom('canned_replies').selectAll().where('id', '=', id).executeTakeFirst();
}

function faultOf({ title, text }: GivenReply, library: CannedLibrary): CannedFault | undefined {
  if (title.trim() === '' || [...title.trim()].length > MOST_TITLE) return { fault: 'no-title', article: '' };
  if (text.trim() === '') return { fault: 'no-text', article: '' };
  const found = expandText(text, library);
  if (typeof found !== 'string') return found;
  return [...found].length > MOST ? { fault: 'too-long', article: '' } : undefined;
}

/** Each reference becomes the words of its article and where they stand; what the verifier refuses leaves in no letter. */
function expandText(text: string, library: CannedLibrary): string | CannedFault {
  let fault: CannedFault | undefined;
  const expanded = text.trim().replace(REFERENCE, (_, id: string, words: string | undefined) => {
    const cited = cite(id, words?.trim(), library);
    if (typeof cited === 'string') return cited;
    fault ??= cited;
    return '';
  });
  if (fault !== undefined) return fault;
  // Somebody meant a reference and mistyped it: its braces would stand in a letter.
  const left = /[{}｛｝]/u.exec(expanded);
  return left === null ? expanded : { fault: 'no-such-article', article: left[0] };
}

function cite(
  id: string,
  words: string | undefined,
  { assistant, pages }: CannedLibrary,
): string | CannedFault {
  const article = assistant.articleOf(id);
  const page = pages.article(id);
  const instrument = page === undefined ? undefined : pages.instrument(page.instrument);
  if (article === undefined || instrument === undefined) return { fault: 'no-such-article', article: id };
  const quote = words ?? article.text;
  if (findQuoteFault(article, quote) !== undefined) return { fault: 'not-its-words', article: id };
  const head = citationHead({
    title: instrument.title,
    number: instrument.number?.value ?? null,
    label: article.label,
  });
  return `“${quote}”（${head}）`;
}

function fingerprints(text: string, { assistant }: CannedLibrary): Record<string, string> {
  const ids = [...text.matchAll(REFERENCE)].map(([, id = '']) => id);
  return Object.fromEntries(ids.map((id) => [id, fingerprint(assistant.articleOf(id))]));
}

const fingerprint = (article: Article | undefined): string =>
  article === undefined
    ? ''
    : createHash('sha256').update(bare(article.text)).digest('base64url').slice(0, 16);

function changedIn({ articles }: CannedReplyRow, { assistant }: CannedLibrary): readonly string[] {
  const then = fingerprintsSchema.parse(JSON.parse(articles));
  return Object.entries(then).flatMap(([id, was]) =>
    fingerprint(assistant.articleOf(id)) === was ? [] : [id],
  );
}
