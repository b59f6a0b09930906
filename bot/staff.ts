/** npm run staff: who answers for the union, for whoever runs the server; beside a running server too. */

import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { Library } from './conversation/turn.ts';
import { staffTerminalCopy as copy } from './copy/staff-terminal.ts';
import { loadDeskRules } from './desk/load-rules.ts';
import { failPlainly } from './fail.ts';
import { loadConfig, loadLibrary } from './load.ts';
import { openBeside } from './open-beside.ts';
import { storeLocation } from './paths.ts';
import { openVault } from './privacy/open-vault.ts';
import type { Vault } from './privacy/vault.ts';
import { randomToken } from './random-id.ts';
import { enterUrl } from './staff/enter-url.ts';
import { leaveStaff } from './staff/leave.ts';
import { createOffice, type Office } from './staff/office.ts';
import { parseStaffCommand, type StaffCommand } from './staff/terminal/command.ts';
import { formatStaff } from './staff/terminal/format.ts';
import type { Store } from './store/store.ts';

async function main(): Promise<void> {
  const command = parseStaffCommand(process.argv.slice(2));
  if (command === undefined) return refuse(copy.usage);
  if (command === 'bad-role') return refuse(copy.badRole);
  const config = loadConfig();
  const store = await openBeside(storeLocation(config));
  if (store === undefined) return refuse(copy.noDatabase);
  try {
    const vault = await openVault(store, config);
    await run({ store, vault, config }, command);
  } finally {
    await store.close();
  }
}

type Room = { readonly store: Store; readonly vault: Vault; readonly config: Config };

async function run({ store, vault, config }: Room, command: StaffCommand): Promise<void> {
  if (command.kind === 'list') {
    const table = await store.transaction((tx) => formatStaff(tx, Date.now()));
    return say(table === '' ? copy.nobody : table);
  }
  if (command.kind === 'remove') {
    const { articleOf } = (await loadLibrary(config)).assistant;
    const rules = loadDeskRules(config.desk, config.factsDir, articleOf);
    const { removed, tickets } = await leaveStaff({ store, vault, clock: systemClock, rules }, command.name);
    const known = removed || tickets > 0;
    return known ? say(copy.removed(command.name, tickets)) : refuse(copy.unknown(command.name));
  }
  const office = createOffice({ store, vault, clock: systemClock, randomToken, via: 'terminal' });
  await change(office, config, command);
}

async function change(
  office: Office,
  config: Config,
  command: Exclude<StaffCommand, { kind: 'list' | 'remove' }>,
): Promise<void> {
  const { name } = command;
  const told = (done: boolean, words: string) => (done ? say(words) : refuse(copy.unknown(name)));
  switch (command.kind) {
    case 'add': {
      const regions = await readRegions(config, command.regions);
      if (regions === undefined) return;
      const { role, trades, again } = command;
      const added = await office.add({ name, role, regions, trades }, again);
      if (added !== 'added') return refuse(added === 'there' ? copy.already(name) : copy.used(name));
      return say([copy.added(name, copy.role[role]), copy.next(name)].join('\n'));
    }
    case 'role':
      return told(await office.setRole(name, command.role), copy.changed(name, copy.role[command.role]));
    case 'scope': {
      const regions = await readRegions(config, command.regions);
      if (regions === undefined) return;
      return told(await office.setScope(name, { regions, trades: command.trades }), copy.scoped(name));
    }
    case 'away':
    case 'back': {
      const away = command.kind === 'away';
      return told(await office.setAway(name, away), away ? copy.isAway(name) : copy.isBack(name));
    }
    case 'invite': {
      const code = await office.invite(name);
      return told(code !== undefined, copy.invite(name, code ?? ''));
    }
    case 'link-for': {
      const secret = await office.link(name);
      const { publicUrl } = config;
      // https://www.w3.org/TR/webauthn-3/#rp-id : passkeys know localhost by this name only.
      const url = enterUrl(publicUrl ?? `http://localhost:${config.port}`, secret ?? '');
      told(secret !== undefined, copy.link(name, url));
      return secret !== undefined && publicUrl === undefined ? say(copy.noUrl) : undefined;
    }
    case 'link': {
      const linked = await office.linkAccount(name, command.channel, command.id);
      if (typeof linked === 'object') return refuse(copy.takenBy(linked.takenBy));
      return told(linked, copy.linked(name, command.channel));
    }
    case 'unlink': {
      const gone = await office.unlinkAccount(name, command.channel, command.id);
      return gone ? say(copy.unlinked(name)) : refuse(copy.notLinked(name));
    }
  }
}

/** Ids of the regions; undefined, and said so, when one is not known. */
async function readRegions(config: Config, names: readonly string[]): Promise<readonly string[] | undefined> {
  if (names.length === 0) return [];
  const library: Library = await loadLibrary(config);
  const ids: string[] = [];
  for (const name of names) {
    const place = library.assistant.placeOf(name);
    if (place === undefined) {
      refuse(copy.badRegion(name));
      return undefined;
    }
    ids.push(place.id);
  }
  return ids;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function refuse(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

main().catch(failPlainly);
