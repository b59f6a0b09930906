import { createTicketRecords } from '../desk/records.ts';
import { eraseTickets } from '../desk/sweep.ts';
import { createStaffChat } from '../desk/wecom/chat.ts';
import { countGuides } from '../insight/count-guides.ts';
import { countOpened, dropTicketMarks } from '../insight/count-tickets.ts';
import { erasePeople } from '../insight/people.ts';
import type { Vault } from '../privacy/vault.ts';
import { createStaffRecords } from '../staff/records.ts';
import { findCarried, insertCarried } from '../store/carried.ts';
import { contentsOf, dropFiles, filesOf, keepFiles } from '../store/files.ts';
import { loadRun, runsOf, saveRun } from '../store/guide-runs.ts';
import type { Received } from '../store/inbox.ts';
import { eraseMisses, missesOf } from '../store/misses.ts';
import { erasePerson, everythingOf } from '../store/own-data.ts';
import type { PersonIn } from '../store/people.ts';
import { dropShifts, saveShift, shiftsOf } from '../store/shifts.ts';
import type { Store, Tx } from '../store/store.ts';
import type { FileRecords, Records, Settings } from './turn.ts';

const DAY = 24 * 3_600_000;
const CARRIED_FOR = 7 * DAY;
/** Letters of an id that stands in buttons; it is looked up among one person's own. */
const SHORT_ID = 10;

export type RecordsDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly settings: Settings;
  /** Url-safe, at least 96 bits, at most 40 characters. */
  readonly randomId: () => string;
};

/** What a turn may read and change, of the person whose message it answers. @param row of the inbox */
export function recordsFor(
  deps: RecordsDeps,
  tx: Tx,
  { id, person }: { readonly id: number; readonly person: string },
  where: PersonIn,
  now: number,
  inbound: Received,
): Records {
  const { vault, randomId, settings } = deps;
  const { channel } = where;
  return {
    carry: async (words) => {
      const token = randomId();
      await insertCarried(tx, vault, { token, channel, person, words, expiresAt: now + CARRIED_FOR });
      return token;
    },
    carried: (token) => findCarried(tx, vault, { channel, person, token, now }),
    guides: countGuides(
      tx,
      { vault, person, now },
      {
        load: (run) => loadRun(tx, vault, person, run),
        mine: async () => (await runsOf(tx, vault, person)).filter(({ state }) => state !== 'left'),
        all: () => runsOf(tx, vault, person),
        save: (run) => saveRun(tx, vault, where, run, now),
      },
    ),
    shifts: {
      all: () => shiftsOf(tx, vault, person),
      save: (shift) => saveShift(tx, vault, where, shift, now),
      drop: () => dropShifts(tx, person),
    },
    newId: () => randomId().slice(0, SHORT_ID),
    tickets: countOpened(
      tx,
      { vault, now },
      person,
      createTicketRecords(tx, { vault, randomId, now, rules: settings.desk.rules }, where, inbound),
    ),
    staff: createStaffRecords(
      tx,
      { store: deps.store, vault, now, randomToken: () => randomId() + randomId() },
      { channel, person, id: inbound.sender.id, chat: inbound.chat },
    ),
    staffChat: createStaffChat(
      tx,
      { store: deps.store, vault, now, rules: settings.desk.rules, inbox: id },
      channel,
    ),
    files: fileRecordsFor(deps, tx, person, id, now),
    unanswered: async () => (await missesOf(tx, vault, person)).map(({ words }) => words),
    everything: () => everythingOf(tx, vault, person),
    erase: async () => {
      const proof = randomId().slice(0, 10);
      await dropTicketMarks(tx, person);
      await eraseMisses(tx, vault, person);
      await erasePeople(tx, vault, person, now);
      const tickets = await eraseTickets(tx, vault, settings.desk, { person, channel, now });
      await erasePerson(tx, { person, channel, proof, upTo: id, tickets, now });
      return proof;
    },
  };
}

function fileRecordsFor(
  { vault, settings }: RecordsDeps,
  tx: Tx,
  person: string,
  cause: number,
  now: number,
): FileRecords {
  return {
    ofMessage: async () => (await filesOf(tx, vault, person)).filter((file) => file.cause === cause),
    keep: (ids, run) => keepFiles(tx, person, ids, run, now + settings.retain.evidence * DAY),
    drop: (ids) => dropFiles(tx, vault, person, ids),
    all: () => filesOf(tx, vault, person),
    contents: (file) => contentsOf(tx, vault, person, file),
  };
}
