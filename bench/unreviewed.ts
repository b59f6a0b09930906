/**
 * How a text answers that nobody has read yet: each shipped text in turn loses its place in the bank, and the development
 * questions of its place are asked. The first line of each is the text with its place in the bank.
 */

import { readFileSync } from 'node:fs';
import { createAssistant, openRelease, type Release } from '#knowledge';
import { type EvalLine, evalLineSchema, mark, summarise } from '../ingest/prepare/score.ts';
import { holdOut } from './hold-out.ts';
import { ensureRelease } from './release.ts';

const DAY = '2026-01-15';
const lines = ['a', 'b', 'c'].flatMap((set) =>
  readFileSync(`knowledge/checks/dev-${set}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((text) => evalLineSchema.parse(JSON.parse(text))),
);

const verbose = process.argv.includes('--misses');

export async function benchUnreviewed(): Promise<void> {
  const release = openRelease(await ensureRelease());
  const asked = new Set(
    release.matters.flatMap(({ answers }) =>
      Object.keys(answers).map((id) => id.slice(0, id.lastIndexOf('/'))),
    ),
  );
  for (const instrument of asked) {
    const own = (id: string) => id.startsWith(`${instrument}/`);
    const regions = new Set(lines.filter(({ gold }) => gold.some(own)).map(({ region }) => region));
    const here = lines.filter(({ region }) => region !== null && regions.has(region));
    const groups = [
      ['its own', here.filter(({ expect, gold }) => expect === 'answer' && gold.some(own))],
      ['others of its place', here.filter(({ expect, gold }) => expect === 'answer' && !gold.some(own))],
      ['to refuse', here.filter(({ expect }) => expect === 'abstain')],
    ] as const;
    const bare = holdOut(release, new Set([instrument]));
    for (const [name, list] of groups)
      if (list.length > 0) {
        score(`${instrument}, ${name}: read`, release, list);
        score(`${instrument}, ${name}: unread`, bare, list);
      }
  }
}

function score(name: string, release: Release, list: readonly EvalLine[]): void {
  const assistant = createAssistant({ release, today: () => DAY });
  const marks = list.map((line) => {
    const region = line.region === null ? null : (assistant.placeOf(line.region)?.id ?? null);
    return mark(line, assistant.ask({ question: line.question, region }).answer);
  });
  const s = summarise(marks);
  const pct = (value: number) => (Number.isNaN(value) ? '    -' : value.toFixed(3));
  const reasons = new Map<string, number>();
  for (const m of marks)
    if (!m.status)
      reasons.set(m.answer.reason ?? 'answer', (reasons.get(m.answer.reason ?? 'answer') ?? 0) + 1);
  const shown =
    marks.filter(({ line, answer }) => line.gold.some((id) => answer.citations.some((c) => c.id === id)))
      .length / list.length;
  console.log(
    `${name.padEnd(52)} n=${String(list.length).padStart(3)} @1 ${pct(s.hit1)} @3 ${pct(s.hit3)} all5 ${pct(s.all5)} quote ${pct(s.quote)} shown ${pct(shown)} refused ${pct(s.refused)} abstain ${pct(s.abstainRight)} ${[...reasons].map(([r, n]) => `${r}:${n}`).join(' ')}`,
  );
  if (verbose && name.endsWith('unread'))
    for (const m of marks)
      if (!m.status || (m.line.expect === 'answer' && !m.hit1))
        console.log(
          `   ${m.line.id} ${m.line.question} want ${m.line.gold.join(',') || m.line.expect} got ${m.answer.reason ?? ''} ${m.answer.citations.map((c) => c.id).join(',')}`,
        );
}
