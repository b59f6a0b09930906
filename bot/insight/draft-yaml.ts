import { z } from 'zod';
import { insightCopy } from '../copy/insight.ts';
import type { DeskDraft } from '../desk/drafts.ts';

/** What a draft for the texts' own data says; kept as its text, so that it can be read anywhere. */
export const DRAFT_KINDS = ['lay-question', 'lexicon', 'gap'] as const;
export const draftKindSchema = z.enum(DRAFT_KINDS);
export type DraftKind = z.infer<typeof draftKindSchema>;

const MATTER = new RegExp(`^${insightCopy.drafts.matter('([a-z0-9-]+)')}$`);
const PAIR = /^([^=＝]{1,30})[=＝]([^=＝]{1,30})$/;

/** 说法=规定里的词, by line; undefined when a line is none. */
export function parseTerms(
  text: string,
): readonly { readonly say: string; readonly mean: string }[] | undefined {
  const terms = linesOf(text).map((line) => {
    const [, say = '', mean = ''] = PAIR.exec(line) ?? [];
    return { say: say.trim(), mean: mean.trim() };
  });
  return terms.length > 0 && terms.every(({ say, mean }) => say !== '' && mean !== '') ? terms : undefined;
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * YAML as the files of knowledge/ have it: voices of matters for lay questions, entries of the lexicon, and a list of what
 * to ask of those who write policies. What is not settled stands as a comment.
 */
export function formatDraftsYaml(kind: DraftKind, drafts: readonly DeskDraft[]): string {
  const parts = drafts.map((draft) => [
    ...draft.articles.map((article) => `# ${comment(article)}`),
    ...entryOf(kind, linesOf(draft.text)),
  ]);
  return `${[HEAD[kind], ...parts.flat()].join('\n')}\n`;
}

const HEAD: Readonly<Record<DraftKind, string>> = {
  'lay-question': '# knowledge/questions/voices/*.yaml; TODO: the matter that it belongs to',
  lexicon: '# knowledge/lexicon/lexicon.yaml',
  gap: '# policy requests: what no text answers',
};

function entryOf(kind: DraftKind, lines: readonly string[]): readonly string[] {
  if (kind === 'lexicon')
    return (parseTerms(lines.join('\n')) ?? []).map(
      ({ say, mean }) => `- { say: [${quote(say)}], mean: [${quote(mean)}], example: ${quote(say)} }`,
    );
  const matter = MATTER.exec(lines[0] ?? '')?.[1];
  const words = matter === undefined ? lines : lines.slice(1);
  if (kind === 'gap') return words.map((line) => `- ${quote(line)}`);
  return [`- matter: ${matter ?? 'TODO'}`, '  questions:', ...words.map((line) => `    - ${quote(line)}`)];
}

/** A string of JSON is one of YAML, whatever is in it. https://yaml.org/spec/1.2.2/#13-terminology */
const quote = (text: string) => JSON.stringify(text);
const comment = (text: string) => text.replace(/[\r\n]/g, ' ');
