/**
 * Matters proposed for the articles of a text that the bank is taken away from: how many of the bank's own (article,
 * matter) pairs come back. What a text has that no other has cannot come back.
 */

import { openRelease, type Release } from '#knowledge';
import { proposeAnswers } from '../ingest/prepare/proposals.ts';
import { line } from './measure.ts';
import { ensureRelease } from './release.ts';

export async function benchProposals(): Promise<void> {
  console.log('proposals: each shipped text as if it were new');
  const release = openRelease(await ensureRelease());
  const all = [...new Set(release.instruments.map(({ file }) => file))].map((file) =>
    leaveOut(release, file),
  );
  const sum = (figure: keyof Left) => all.reduce((total, one) => total + one[figure], 0);
  const share = (part: keyof Left, whole: keyof Left) =>
    `${(sum(part) / sum(whole)).toFixed(3)} (${sum(part)} of ${sum(whole)})`;
  line('pairs of the bank among the five proposals of their article', share('found', 'pairs'));
  line('the same, of those that another text has as well', share('found', 'reachable'));
  line('the most that five proposals an article can find of them', share('possible', 'pairs'));
  line('proposals that are pairs of the bank', share('found', 'proposed'));
  line('articles whose first proposal is right, of those with one', share('firstRight', 'withOne'));
}

type Left = {
  readonly pairs: number;
  readonly reachable: number;
  readonly possible: number;
  readonly found: number;
  readonly proposed: number;
  readonly firstRight: number;
  readonly withOne: number;
};

function leaveOut(release: Release, file: string): Left {
  const own = new Set(release.instruments.filter((one) => one.file === file).map(({ id }) => id));
  const isOwn = (article: string) => own.has(article.slice(0, article.lastIndexOf('/')));
  const matters = release.matters.map((matter) => ({
    ...matter,
    answers: Object.fromEntries(Object.entries(matter.answers).filter(([article]) => !isOwn(article))),
  }));
  const known = new Set(
    matters.flatMap(({ matter, answers }) => (Object.keys(answers).length > 0 ? matter : [])),
  );
  const truth = release.matters.flatMap(({ matter, answers }) =>
    Object.keys(answers).flatMap((article) => (isOwn(article) ? { article, matter } : [])),
  );
  const pairs = new Set(truth.map(({ article, matter }) => `${article} ${matter}`));
  const articles = [...new Set(truth.map(({ article }) => article))];
  const proposals = proposeAnswers({ release: { ...release, matters }, articles });
  const isRight = ({ article, matter }: { article: string; matter: string }) =>
    pairs.has(`${article} ${matter}`);
  const firsts = articles.flatMap((id) => proposals.find(({ article }) => article === id) ?? []);
  return {
    pairs: pairs.size,
    reachable: truth.filter(({ matter }) => known.has(matter)).length,
    possible: articles.reduce(
      (sum, id) =>
        sum + Math.min(5, truth.filter(({ article, matter }) => article === id && known.has(matter)).length),
      0,
    ),
    found: proposals.filter(isRight).length,
    proposed: proposals.length,
    firstRight: firsts.filter(isRight).length,
    withOne: firsts.length,
  };
}
