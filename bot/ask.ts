/** npm run ask -- "问题" [--region 吉林] [--json]  ·  npm run --silent ask -- --batch questions.jsonl */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Assistant, renderPlain } from '#knowledge';
import { zhCN } from './copy/zh-CN.ts';
import { failPlainly } from './fail.ts';
import { loadConfig, loadLibrary } from './load.ts';

const batchLineSchema = z.object({
  id: z.string(),
  region: z.string().nullable().default(null),
  question: z.string(),
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { region: { type: 'string' }, json: { type: 'boolean' }, batch: { type: 'string' } },
  });
  const { assistant } = await loadLibrary(loadConfig());
  if (values.batch !== undefined) return runBatch(assistant, values.batch);
  const { answer } = assistant.ask({
    question: positionals.join(' '),
    region: placeOf(assistant, values.region),
  });
  process.stdout.write(
    `${values.json === true ? JSON.stringify({ ...answer, text: renderPlain(answer) }, null, 2) : renderPlain(answer)}\n`,
  );
}

/** One line in, one line out, in order; a line that is no question stops with its number. */
function runBatch(assistant: Assistant, file: string): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [i, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const line = batchLineSchema.safeParse(parseJson(text));
    if (!line.success) throw new Error(zhCN.errors.badBatchLine(file, i + 1));
    // A place that nobody knows is asked for in the answer; it does not stop the lines behind it.
    const region = line.data.region === null ? null : (assistant.placeOf(line.data.region)?.id ?? null);
    const { answer } = assistant.ask({ question: line.data.question, region });
    process.stdout.write(`${JSON.stringify({ id: line.data.id, ...answer, text: renderPlain(answer) })}\n`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function placeOf(assistant: Assistant, name: string | undefined): string | null {
  if (name === undefined) return null;
  const place = assistant.placeOf(name);
  if (place === undefined)
    throw new Error(zhCN.errors.regionUnknown(assistant.places.map((p) => p.short).join('、')));
  return place.id;
}

main().catch(failPlainly);
