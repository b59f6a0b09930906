/** npm run desk: the union's tickets, for people at the server; beside a running server too. */

import { systemClock } from './clock.ts';
import { deskCopy } from './copy/desk.ts';
import { terminalDeskCopy as copy } from './copy/desk-terminal.ts';
import { loadDeskRules } from './desk/load-rules.ts';
import { createDesk, type Desk } from './desk/staff.ts';
import { type Command, parseCommand } from './desk/terminal/command.ts';
import { formatList, formatTicket } from './desk/terminal/format.ts';
import type { Viewer } from './desk/view.ts';
import { failPlainly } from './fail.ts';
import { loadConfig, loadLibrary } from './load.ts';
import { storeLocation } from './paths.ts';
import { openVault } from './privacy/open-vault.ts';
import { lookAtStore } from './store/look-at-store.ts';
import { UnknownSchema } from './store/migrations.ts';
import { openStore } from './store/open-store.ts';
import { createPatientStore } from './store/patient-store.ts';

const MOST = 200;

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command === undefined) return refuse(copy.usage);
  const config = loadConfig();
  const location = storeLocation(config);
  // Looked at first: this makes and changes no tables.
  const look = await lookAtStore(location);
  if (look.kind === 'none') return refuse(copy.noDatabase);
  if (look.kind === 'unfinished') return refuse(copy.unfinished);
  await look.store.close();
  if (look.schema.unknown.length > 0) throw new UnknownSchema('a newer program wrote the database');
  if (look.schema.missing.length > 0) return refuse(copy.oldSchema);
  const { articleOf } = (await loadLibrary(config)).assistant;
  const rules = loadDeskRules(config.desk, config.factsDir, articleOf);
  const store = await openStore(location);
  try {
    const vault = await openVault(store, config);
    await run(
      createDesk({
        store: createPatientStore(store, systemClock),
        vault,
        clock: systemClock,
        rules,
        via: 'terminal',
      }),
      command,
    );
  } finally {
    await store.close();
  }
}

async function run(desk: Desk, command: Command): Promise<void> {
  const viewer: Viewer = { name: command.as ?? '', role: 'agent' };
  switch (command.kind) {
    case 'list': {
      const tickets = await desk.list(command.filter, viewer, MOST);
      if (tickets.length === 0) return say(copy.empty);
      say([copy.head(tickets.length), formatList(tickets, Date.now()), '', copy.how].join('\n'));
      return tickets.length < MOST ? undefined : say(copy.most(MOST));
    }
    case 'show': {
      const shown = await desk.show(command.id, viewer);
      return shown === undefined ? refuse(copy.unknown(command.id)) : say(formatTicket(shown, Date.now()));
    }
    case 'act':
      return await act(desk, command, viewer);
  }
}

async function act(
  desk: Desk,
  { id, command }: Extract<Command, { kind: 'act' }>,
  viewer: Viewer,
): Promise<void> {
  const applied = await desk.act(id, command, viewer);
  switch (applied.kind) {
    case 'done':
      say(copy.done(id, copy.state[applied.stored.ticket.state]));
      if (command.kind === 'reply' || command.kind === 'resolve') say(copy.letterWaits);
      return;
    case 'illegal': {
      const { illegal, holder } = applied.move;
      return refuse(deskCopy.illegal[illegal] + (holder === null ? '' : deskCopy.heldBy(holder)));
    }
    case 'stale':
      return refuse(copy.changed);
    case 'unknown':
      return refuse(copy.unknown(id));
    case 'no-target':
      return refuse(copy.noTarget);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function refuse(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

main().catch(failPlainly);
