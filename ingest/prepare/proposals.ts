import { type Article, type Matter, publicText, type Release, tokens } from '#knowledge/build';
import type { Proposal } from './prepared.ts';

/** How many matters are proposed for one article at most. */
const PER_ARTICLE = 5;
const SAMPLES = 5;
/** Below it two sentences have little more than the words of all policy texts in common. */
const LEAST = 0.15;
/** How much the whole article says beside the sentence that answers. Chosen on the shipped texts: bench/history.md. */
const OF_ARTICLE = 0.4;
/** How much it counts whether the very words that answer stand there; chosen there as well. */
const OF_ANCHORS = 0.7;

export type Proposing = {
  /** Articles and matters; the answers of these matters are what is learnt from. */
  readonly release: Pick<Release, 'catalog' | 'article' | 'positionOf'> & {
    readonly matters: readonly Pick<Matter, 'matter' | 'name' | 'answers' | 'questions'>[];
  };
  /** Ids of the articles to find matters for. */
  readonly articles: readonly string[];
};

/**
 * Matters that an article perhaps answers: those which articles in other texts answer with a sentence much like one of
 * its own. Best first within an article; a person decides.
 */
export function proposeAnswers({ release, articles }: Proposing): Proposal[] {
  const known = knownSentences(release);
  if (known.length === 0) return [];
  const space = createSpace(known.map(({ words }) => words));
  const wholes = createSpace(known.map(({ whole }) => whole));
  return articles.flatMap((id) => {
    const position = release.positionOf(id);
    if (position === undefined) return [];
    return proposalsFor(release.article(position), release, { known, space, wholes });
  });
}

/** Articles of the kind that answers, which no matter names: so far only their own words find them. */
export function withoutQuestions({ release }: Pick<Proposing, 'release'>): string[] {
  const named = new Set(release.matters.flatMap(({ answers }) => Object.keys(answers)));
  return release.catalog.ids.filter((id, i) => release.catalog.kinds[i] === 'rule' && !named.has(id));
}

type Known = {
  readonly matter: number;
  readonly words: string;
  readonly whole: string;
  /** Tokens of the very words that answer. */
  readonly anchors: ReadonlySet<string>;
};

/** The sentences by which articles answer, one for each article and matter. */
function knownSentences(release: Proposing['release']): readonly Known[] {
  return release.matters.flatMap(({ answers }, matter) =>
    Object.entries(answers).flatMap(([id, anchors]) => {
      const position = release.positionOf(id);
      if (position === undefined) return [];
      const article = release.article(position);
      const words = sentencesOf(article).filter((text) => anchors.some((anchor) => text.includes(anchor)));
      return [
        {
          matter,
          words: words.join('') || anchors.join(''),
          whole: publicText(article),
          anchors: new Set(anchors.flatMap(tokens)),
        },
      ];
    }),
  );
}

type Learnt = { readonly known: readonly Known[]; readonly space: Space; readonly wholes: Space };

function proposalsFor(
  article: Article,
  { matters }: Proposing['release'],
  { known, space, wholes }: Learnt,
): Proposal[] {
  const whole = wholes.likeness(publicText(article));
  const best = new Map<number, { words: string; likeness: number }>();
  for (const words of sentencesOf(article)) {
    const near = space.likeness(words);
    const said = new Set(tokens(words));
    known.forEach(({ matter, anchors }, i) => {
      const alike = (1 - OF_ARTICLE) * (near[i] ?? 0) + OF_ARTICLE * (whole[i] ?? 0);
      // One sentence answers several matters: which of them, its own words say.
      const likeness =
        alike < LEAST / 2 ? alike : alike * (1 - OF_ANCHORS + OF_ANCHORS * held(anchors, said));
      if (likeness > (best.get(matter)?.likeness ?? 0)) best.set(matter, { words, likeness });
    });
  }
  return [...best]
    .filter(([, { likeness }]) => likeness >= LEAST)
    .sort((a, b) => b[1].likeness - a[1].likeness || a[0] - b[0])
    .slice(0, PER_ARTICLE)
    .flatMap(([number, { words, likeness }]) => {
      const matter = matters[number];
      if (matter === undefined) return [];
      return [
        {
          article: article.id,
          matter: matter.matter,
          matterName: matter.name,
          words,
          questions: matter.questions.slice(0, SAMPLES),
          likeness: Math.round(likeness * 1000) / 1000,
        },
      ];
    });
}

/** How many of the words that answer stand in a sentence, 0 to 1. */
function held(anchors: ReadonlySet<string>, said: ReadonlySet<string>): number {
  let found = 0;
  for (const token of anchors) if (said.has(token)) found += 1;
  return found / Math.max(1, anchors.size);
}

function sentencesOf(article: Article): readonly string[] {
  const text = publicText(article);
  return article.sentences
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((sentence) => sentence !== '' && !sentence.includes('█'));
}

type Space = {
  /** Cosine with each of the texts the space was made of, 0 to 1. */
  readonly likeness: (text: string) => Float64Array;
};

/** Texts as weighted sets of their tokens; what all of them say weighs nothing. */
function createSpace(texts: readonly string[]): Space {
  const counted = texts.map(count);
  const spread = new Map<string, number>();
  for (const counts of counted)
    for (const token of counts.keys()) spread.set(token, (spread.get(token) ?? 0) + 1);
  const weigh = (token: string, times: number) =>
    (1 + Math.log(times)) * Math.log((1 + texts.length) / (spread.get(token) ?? 0.5));
  const postings = new Map<string, { text: number; weight: number }[]>();
  counted.forEach((counts, text) => {
    const norm = length([...counts].map(([token, times]) => weigh(token, times)));
    for (const [token, times] of counts) {
      const list = postings.get(token) ?? [];
      list.push({ text, weight: weigh(token, times) / norm });
      postings.set(token, list);
    }
  });
  return {
    likeness: (text) => {
      const found = new Float64Array(texts.length);
      const counts = [...count(text)];
      const norm = length(counts.map(([token, times]) => weigh(token, times)));
      for (const [token, times] of counts)
        for (const { text: number, weight } of postings.get(token) ?? [])
          found[number] = (found[number] ?? 0) + (weight * weigh(token, times)) / norm;
      return found;
    },
  };
}

const length = (weights: readonly number[]) =>
  Math.max(1e-9, Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0)));

function count(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens(text)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
