/** npm run dead-letters [-- retry all | retry in 5 | retry out 7]: what only a person can help; beside a running server too. */

import { deadLettersCopy as copy } from './copy/dead-letters.ts';
import { operatorCopy } from './copy/operator.ts';
import { type Command, parseCommand } from './dead-letters/command.ts';
import { formatDeadLetters } from './dead-letters/table.ts';
import { failPlainly } from './fail.ts';
import { loadConfig } from './load.ts';
import { storeLocation } from './paths.ts';
import { listDeadLetters, retryDeadLetters } from './store/dead-letters.ts';
import { lookAtStore } from './store/look-at-store.ts';
import { UnknownSchema } from './store/migrations.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';

const MOST = 200;

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command === undefined) return refuse(copy.usage);
  const location = storeLocation(loadConfig());
  // Looked at first, so that neither a list nor a retry makes or changes tables.
  const look = await lookAtStore(location);
  if (look.kind === 'none') return say(copy.noDatabase);
  if (look.kind === 'unfinished') return refuse(operatorCopy.problem.database.unfinished);
  try {
    if (look.schema.unknown.length > 0) throw new UnknownSchema('a newer program wrote the database');
    if (look.schema.missing.length > 0) return refuse(operatorCopy.problem.database.oldSchema);
    if (command.kind === 'list') return await list(look.store);
  } finally {
    await look.store.close();
  }
  const store = await openStore(location);
  try {
    await retry(store, command.which);
  } finally {
    await store.close();
  }
}

async function list(store: Store): Promise<void> {
  const letters = await listDeadLetters(store, MOST);
  if (letters.length === 0) return say(copy.none);
  say([copy.head(letters.length), formatDeadLetters(letters), '', copy.how].join('\n'));
  if (letters.length >= MOST) say(copy.most(MOST));
}

async function retry(store: Store, which: Extract<Command, { kind: 'retry' }>['which']): Promise<void> {
  const count = await retryDeadLetters(store, which, Date.now());
  if (count > 0) return say(copy.retried(count));
  if (which === 'all') return say(copy.nothingToRetry);
  refuse(copy.notFound(copy.names[which.direction], which.id));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function refuse(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

main().catch(failPlainly);
