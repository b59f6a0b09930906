/** npm run eval [-- FILE…]: scores the assistant on question files and prints the table and the misses. */

import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createAssistant, openRelease } from '#knowledge';
import { evalLineSchema, type Marks, mark, summarise } from '../ingest/prepare/score.ts';
import { ensureRelease } from './release.ts';

const PUBLISHED = '../shared/eval/questions.jsonl';
const OWN = ['a', 'b', 'c'].map((set) => `knowledge/checks/dev-${set}.jsonl`);

const quiet = process.argv.includes('--no-misses');
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const assistant = createAssistant({
  release: openRelease(await ensureRelease()),
  today: () => new Date().toISOString().slice(0, 10),
});
const files = named.length > 0 ? named : [...OWN, PUBLISHED];
const rows: string[][] = [
  ['set', 'n', 'hit@1', 'hit@3', 'all@5', 'quote', 'refused', 'abstain', 'ask', 'cited'],
];
for (const file of files) {
  if (!existsSync(file)) {
    console.log(`SKIPPED ${file}: it is not on this machine`);
    continue;
  }
  const marks = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((text) => {
      const line = evalLineSchema.parse(JSON.parse(text));
      const region = line.region === null ? null : (assistant.placeOf(line.region)?.id ?? null);
      return mark(line, assistant.ask({ question: line.question, region }).answer);
    });
  const s = summarise(marks);
  const pct = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(3));
  rows.push([
    basename(file),
    `${marks.length}`,
    pct(s.hit1),
    pct(s.hit3),
    pct(s.all5),
    pct(s.quote),
    pct(s.refused),
    `${pct(s.abstainRight)} of ${s.abstains}`,
    `${pct(s.askRight)} of ${s.asks}`,
    s.meanCitations.toFixed(2),
  ]);
  if (!quiet) for (const miss of marks.filter(isMiss)) console.log(describe(miss));
  const kinds = [...new Set(marks.map((m) => m.line.kind))];
  for (const kind of kinds) {
    const list = marks.filter((m) => m.line.kind === kind);
    const k = summarise(list);
    const right = list.filter((m) => m.status).length;
    rows.push([
      `  ${kind}`,
      `${list.length}`,
      pct(k.hit1),
      pct(k.hit3),
      pct(k.all5),
      pct(k.quote),
      `status ${right}/${list.length}`,
    ]);
  }
}
const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );

function isMiss(m: Marks): boolean {
  return !m.status || (m.line.expect === 'answer' && !(m.hit1 && m.all5 && m.quote));
}

function describe({ line, answer, hit1, all5, quote, status }: Marks): string {
  const faults = [
    status ? '' : `${answer.status}/${answer.reason}`,
    hit1 ? '' : 'hit@1',
    all5 ? '' : 'all@5',
    quote ? '' : 'quote',
  ].filter((f) => f !== '' && (line.expect === 'answer' || f.includes('/')));
  return `${line.id} [${faults.join(' ')}] ${line.region ?? '-'} ${line.question}\n     want ${line.gold.join(', ') || line.expect} ${line.note}\n     got  ${answer.citations.map((c) => c.id).join(', ')}`;
}
