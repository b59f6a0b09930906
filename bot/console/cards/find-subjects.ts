import { type Assistant, bare, citationHead } from '#knowledge';

/** What a search for a card finds, most fitting first. */
export type FoundSubjects = {
  readonly matters: readonly { readonly id: string; readonly name: string }[];
  readonly articles: readonly { readonly id: string; readonly head: string }[];
};

const MOST = 8;

/** By the words of a matter's name, by an id, and by what a worker would be answered to the same words. */
export function findSubjects(
  assistant: Pick<Assistant, 'ask' | 'citationOf' | 'matterName' | 'matters'>,
  words: string,
  region: string | null,
): FoundSubjects {
  const wanted = bare(words);
  if (wanted === '') return { matters: [], articles: [] };
  const { answer, matters: likely } = assistant.ask({ question: words, region });
  const named = assistant.matters.filter(
    ({ matter, name }) => matter === words.trim() || bare(name).includes(wanted),
  );
  const matters = [...new Set([...named.map(({ matter }) => matter), ...likely])].slice(0, MOST);
  const articles = [...new Set([words.trim(), ...answer.citations.map(({ id }) => id)])];
  return {
    matters: matters.map((id) => ({ id, name: assistant.matterName(id) ?? id })),
    articles: articles.slice(0, MOST).flatMap((id) => {
      const citation = assistant.citationOf(id);
      return citation === undefined ? [] : [{ id, head: citationHead(citation) }];
    }),
  };
}
