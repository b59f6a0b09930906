/** Question to rendered answer, beside MiniSearch's bare search over the same passages with the same tokens. */

import { readFileSync } from 'node:fs';
import MiniSearch from 'minisearch';
import { createAssistant, openRelease, renderPlain } from '#knowledge';
import { tokens } from '#knowledge/build';
import { evalLineSchema } from '../ingest/prepare/score.ts';
import { line, ms, timeEach } from './measure.ts';
import { ensureRelease } from './release.ts';

export async function benchAnswer(): Promise<void> {
  console.log('answer: 162 articles, in process');
  const release = openRelease(await ensureRelease());
  const assistant = createAssistant({ release, today: () => '2026-01-01' });
  const asked = ['knowledge/checks/dev-a.jsonl', 'knowledge/checks/dev-b.jsonl'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((text) => evalLineSchema.parse(JSON.parse(text))),
  );
  const inputs = asked.map(({ question, region }) => ({
    question,
    region: region === null ? null : (assistant.placeOf(region)?.id ?? null),
  }));
  const ours = timeEach(inputs, 5, (ask) => renderPlain(assistant.ask(ask).answer));

  const peer = new MiniSearch({
    fields: ['title', 'heading', 'text', 'questions'],
    idField: 'id',
    tokenize: tokens,
    processTerm: (term) => term,
  });
  peer.addAll(
    release.catalog.ids.flatMap((id, position) => {
      if (release.catalog.kinds[position] !== 'rule') return [];
      const article = release.article(position);
      const questions = release.matters
        .filter((matter) => id in matter.answers)
        .flatMap((matter) => matter.questions);
      return [
        {
          id,
          title: release.instrument(article.instrument)?.title ?? '',
          heading: article.path.join(' '),
          text: article.text,
          questions: questions.join('\n'),
        },
      ];
    }),
  );
  const theirs = timeEach(inputs, 5, ({ question }) => peer.search(question));
  line('question → rendered answer, p50 / p99', `${ms(ours.p50)} / ${ms(ours.p99)}`, 'p99 ≤ 2 ms');
  line(
    'MiniSearch 7.2.0 bare search, p50 / p99',
    `${ms(theirs.p50)} / ${ms(theirs.p99)}`,
    'not faster than ours',
  );
  line(
    'ratio of p50, of p99',
    `${(theirs.p50 / ours.p50).toFixed(1)}×, ${(theirs.p99 / ours.p99).toFixed(1)}×`,
    '≥ 1×',
  );
}
