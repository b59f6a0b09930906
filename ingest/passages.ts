import { type Article, type FieldTokens, type Instrument, type Matter, tokens } from '#knowledge/build';

/** The searchable form of an article: one token list per field, in the order of ARTICLE_FIELDS. */
export const ARTICLE_FIELDS = [
  { name: 'title', weight: 0.3, b: 0.75 },
  { name: 'heading', weight: 0.6, b: 0.75 },
  { name: 'text', weight: 1, b: 0.75 },
  { name: 'questions', weight: 1, b: 0.75 },
] as const;

/** The searchable form of a matter: its name with the words that answer it, and the questions people ask. */
export const MATTER_FIELDS = [
  { name: 'name and anchors', weight: 1, b: 0.75 },
  { name: 'questions', weight: 1, b: 0.75 },
] as const;

/** A question says a word once or twice by accident of style: within one question it counts once. */
const once = (text: string): string[] => [...new Set(tokens(text))];

export function articlePassages(
  articles: readonly Article[],
  instruments: readonly Instrument[],
  matters: readonly Matter[],
): FieldTokens[] {
  const titles = new Map(instruments.map((instrument) => [instrument.id, tokens(instrument.title)]));
  const asked = new Map<string, string[]>();
  for (const matter of matters) {
    const words = [matter.name, ...matter.questions].flatMap(once);
    for (const id of Object.keys(matter.answers)) asked.set(id, [...(asked.get(id) ?? []), ...words]);
  }
  return articles.map((article) => [
    titles.get(article.instrument) ?? [],
    article.path.flatMap(tokens),
    tokens(indexText(article)),
    asked.get(article.id) ?? [],
  ]);
}

export function matterPassages(matters: readonly Matter[]): FieldTokens[] {
  return matters.map((matter) => [
    [matter.name, ...Object.values(matter.answers).flat()].flatMap(tokens),
    matter.questions.flatMap(once),
  ]);
}

/** Names of persons are not searchable, not even to be refused later. */
function indexText(article: Article): string {
  let text = '';
  let last = 0;
  for (const { start, end } of article.private) {
    text += `${article.text.slice(last, start)} `;
    last = end;
  }
  return text + article.text.slice(last);
}
