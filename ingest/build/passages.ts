import { type Article, type FieldTokens, type Instrument, type Matter, tokens } from '#knowledge/build';

/** How articles are indexed: the fields of `articlePassages`, in order. Chosen in docs/decisions/0003. */
export const ARTICLE_INDEX = {
  fields: [
    { name: 'title', weight: 1, b: 0.75 },
    { name: 'heading', weight: 1, b: 0.75 },
    { name: 'text', weight: 1, b: 0.75 },
    { name: 'questions', weight: 1, b: 0.75 },
  ],
  k1: 1.2,
} as const;

/** How matters are indexed: the name with the words that answer, and the questions people ask. */
export const MATTER_INDEX = {
  fields: [
    { name: 'name and anchors', weight: 1, b: 0.75 },
    { name: 'questions', weight: 1, b: 0.75 },
  ],
  // High: a word in many of a matter's questions is evidence each time.
  k1: 4,
} as const;

/** 第三章 of a heading says nothing about what stands under it. */
const ORDINAL =
  /第[一二三四五六七八九十百零〇]+[编章节]|^[一二三四五六七八九十]+、|^（[一二三四五六七八九十]+）/gu;

/** A question says a word once or twice by accident of style: within one question it counts once. */
const once = (text: string): string[] => [...new Set(tokens(text))];

/** One at a time: the tokens of all articles together are many times their text. */
export function* articlePassages(
  articles: readonly Article[],
  instruments: readonly Instrument[],
  matters: readonly Matter[],
): Iterable<FieldTokens> {
  const titles = new Map(
    instruments.map((instrument) => [
      instrument.id,
      tokens(instrument.title.replace(/^中华人民共和国/u, '')),
    ]),
  );
  const asked = new Map<string, string[]>();
  for (const matter of matters) {
    const words = [matter.name, ...matter.questions].flatMap(once);
    for (const id of Object.keys(matter.answers)) asked.set(id, [...(asked.get(id) ?? []), ...words]);
  }
  for (const article of articles)
    yield [
      titles.get(article.instrument) ?? [],
      article.path.flatMap((heading) => tokens(heading.replace(ORDINAL, ' '))),
      tokens(indexText(article)),
      asked.get(article.id) ?? [],
    ];
}

export function* matterPassages(matters: readonly Matter[]): Iterable<FieldTokens> {
  for (const matter of matters)
    yield [
      [matter.name, ...Object.values(matter.answers).flat()].flatMap(tokens),
      matter.questions.flatMap(once),
    ];
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
