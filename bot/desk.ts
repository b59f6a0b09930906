/** npm run desk: the union's tickets, for people at the server; beside a running server too. */

import { systemClock } from './clock.ts';
import { deskCopy } from './copy/desk.ts';
import { terminalDeskCopy as copy } from './copy/desk-terminal.ts';
import { reportBreaches } from './desk/breach-report.ts';
import { type CannedReplies, createCanned, isCannedFault } from './desk/canned.ts';
import { loadDeskRules } from './desk/load-rules.ts';
import { createDesk, type Desk, type DeskDeps } from './desk/staff.ts';
import { type Command, parseCommand } from './desk/terminal/command.ts';
import { formatList, formatTicket } from './desk/terminal/format.ts';
import { formatReport } from './desk/terminal/format-report.ts';
import { formatCannedFault, runCanned } from './desk/terminal/run-canned.ts';
import type { Command as TicketCommand } from './desk/ticket.ts';
import type { Viewer } from './desk/view.ts';
import { failPlainly } from './fail.ts';
import { loadConfig, loadLibrary } from './load.ts';
import { openBeside } from './open-beside.ts';
import { storeLocation } from './paths.ts';
import { openVault } from './privacy/open-vault.ts';
import { randomId } from './random-id.ts';
import { createRegistry } from './staff/registry.ts';

const MOST = 200;

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command === undefined) return refuse(copy.usage);
  const config = loadConfig();
  const store = await openBeside(storeLocation(config));
  if (store === undefined) return refuse(copy.noDatabase);
  try {
    const library = await loadLibrary(config);
    const rules = loadDeskRules(config.desk, config.factsDir, library.assistant.articleOf);
    const vault = await openVault(store, config);
    const deps = { store, vault, clock: systemClock, rules, via: 'terminal' };
    const canned = createCanned({ ...deps, randomId }, () => library);
    await run({ ...deps, desk: createDesk(deps), canned }, command);
  } finally {
    await store.close();
  }
}

type Place = DeskDeps & { readonly desk: Desk; readonly canned: CannedReplies };

async function run(place: Place, command: Command): Promise<void> {
  const { desk } = place;
  if (command.kind === 'report') {
    const rows = await reportBreaches(place, command.month, Date.now());
    return rows.length === 0 && !command.csv
      ? say(copy.report.empty)
      : say(formatReport(rows, command.csv ? 'csv' : 'table'));
  }
  if (command.kind === 'canned') {
    const { kind, text } = await runCanned(place.canned, command.op);
    return kind === 'say' ? say(text) : refuse(text);
  }
  const viewer = await viewerOf(place, command.as ?? '');
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
      return await act(place, command, viewer);
  }
}

/** Whoever is not in the list of the staff works here as one of them: they can read the database anyhow. */
async function viewerOf({ store, vault }: Place, name: string): Promise<Viewer> {
  const role = (await createRegistry(store, vault).byName(name))?.role ?? 'agent';
  return { name, role: role === 'agent' ? role : 'supervisor' };
}

async function act(
  { desk, canned }: Place,
  { id, command: asked, canned: reply }: Extract<Command, { kind: 'act' }>,
  viewer: Viewer,
): Promise<void> {
  const found = reply === undefined ? undefined : await canned.expand(reply);
  if (reply !== undefined && found === undefined) return refuse(copy.canned.unknown(reply));
  if (isCannedFault(found)) return refuse(formatCannedFault(found));
  const command = found === undefined ? asked : withWords(asked, found.text);
  if (found !== undefined && found.changed.length > 0)
    return refuse(copy.canned.changed(found.changed.join('、')));
  const applied = await desk.act(id, command, viewer);
  switch (applied.kind) {
    case 'done':
      say(copy.done(id, copy.state[applied.stored.ticket.state]));
      if (command.kind === 'reply' || command.kind === 'resolve') say(copy.letterWaits);
      return;
    case 'illegal':
      return refuse(deskCopy.whyNot(applied.move));
    case 'stale':
      return refuse(copy.changed);
    case 'unknown':
      return refuse(copy.unknown(id));
    case 'no-target':
    case 'not-staff':
      return refuse(copy.noTarget);
  }
}

function withWords(command: TicketCommand, words: string): TicketCommand {
  return command.kind === 'reply' || command.kind === 'resolve' ? { ...command, words } : command;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function refuse(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

main().catch(failPlainly);
