import { parseConfig } from '../bot/config.ts';
import { actOnTicket } from '../bot/desk/act.ts';
import type { Command } from '../bot/desk/ticket.ts';
import { TICKET_KINDS, type TicketDraft } from '../bot/desk/ticket-draft.ts';
import { PLAIN_CALENDAR } from '../bot/desk/working-calendar.ts';
import { storeLocation } from '../bot/paths.ts';
import { openVault } from '../bot/privacy/open-vault.ts';
import type { Vault } from '../bot/privacy/vault.ts';
import { randomId, randomToken } from '../bot/random-id.ts';
import { insertSession } from '../bot/store/console.ts';
import { ensureConversation } from '../bot/store/conversations.ts';
import { openStore } from '../bot/store/open-store.ts';
import { addStaff } from '../bot/store/staff.ts';
import type { Tx } from '../bot/store/store.ts';
import { openTicket } from '../bot/store/tickets.ts';

const REGIONS = ['山东省/淄博市', '江西省/南昌市', '云南省/昆明市', '吉林省/长春市', null];
const TRADES = ['外卖', '快递', '网约车', null];
const HOUR = 3_600_000;
const RULES = { replyHours: 24, urgentHours: 2, clocks: [], calendar: PLAIN_CALENDAR };
/** Tickets in one transaction. */
const AT_ONCE = 50;

/** One of the staff: how their browser is signed in, and which tickets they have. */
export type SeededAgent = { readonly cookie: string; readonly tickets: readonly string[] };

/** A desk with tickets in work, each with a conversation and a talk; every second one is in somebody's hands. */
export async function seedDesk(
  folder: string,
  { agents, tickets }: { readonly agents: number; readonly tickets: number },
): Promise<readonly SeededAgent[]> {
  const config = parseConfig({ DATA_DIR: folder });
  const store = await openStore(storeLocation(config));
  try {
    const vault = await openVault(store, config);
    const tokens = Array.from({ length: agents }, () => randomToken());
    await store.transaction(async (tx) => {
      for (const [i, token] of tokens.entries()) await signIn(tx, vault, nameOf(i), token);
    });
    const held = tokens.map((): string[] => []);
    for (let from = 0; from < tickets; from += AT_ONCE) {
      const made = await store.transaction(async (tx) => {
        const all: { readonly id: string; readonly agent: number }[] = [];
        for (let i = from; i < Math.min(tickets, from + AT_ONCE); i++) {
          const id = await openOne(tx, vault, i);
          const agent = Math.floor(i / 2) % agents;
          if (i % 2 === 1) await workOn(tx, vault, id, nameOf(agent));
          if (i % 2 === 1) all.push({ id, agent });
        }
        return all;
      });
      for (const { id, agent } of made) held[agent]?.push(id);
    }
    return tokens.map((token, i) => ({ cookie: `gongyou-console=${token}`, tickets: held[i] ?? [] }));
  } finally {
    await store.close();
  }
}

const nameOf = (i: number) => `坐席${i}`;

async function signIn(tx: Tx, vault: Vault, staff: string, token: string): Promise<void> {
  const now = Date.now();
  await addStaff(tx, { name: staff, role: 'agent', regions: [], trades: [] }, now);
  await insertSession(tx, {
    hash: vault.sign('console-session', token),
    id: randomId(),
    staff,
    how: 'link',
    browser: '',
    created_at: now,
    seen_at: now,
    expires_at: now + HOUR,
  });
}

async function openOne(tx: Tx, vault: Vault, i: number): Promise<string> {
  const now = Date.now();
  const channel = 'web';
  const person = `bench-${i}`;
  const conversation = await ensureConversation(tx, vault, { channel, kind: 'private', chat: person, now });
  const draft: TicketDraft = {
    kind: TICKET_KINDS[i % TICKET_KINDS.length] ?? 'question',
    urgent: i % 50 === 0,
    region: REGIONS[i % REGIONS.length] ?? null,
    trade: TRADES[i % TRADES.length] ?? null,
    topic: '想找工会的人',
    matters: [],
    citations: [],
    files: [],
    anonymous: false,
    contact: null,
    answers: [{ label: '想说的话', value: '站长不给我结上个月的单钱', personal: true }],
    transcript: Array.from({ length: 6 }, (_, at) => ({
      from: at % 2 === 0 ? ('worker' as const) : ('bot' as const),
      at: now,
      words: '站长说平台没打款，让我再等等',
    })),
    consentAt: now,
  };
  const writing = { vault, rules: RULES, now: now - (i % 40) * HOUR };
  const { row } = await openTicket(tx, writing, {
    owner: { channel, conversation, person },
    draft,
    randomId,
  });
  return row.id;
}

async function workOn(tx: Tx, vault: Vault, id: string, name: string): Promise<void> {
  const note: Command = { kind: 'note', words: '打过电话，没有人接，明天再打' };
  const commands: readonly Command[] = [{ kind: 'claim' }, ...Array.from({ length: 6 }, () => note)];
  for (const command of commands) {
    const by = { kind: 'staff' as const, name };
    const wish = { id, expected: null, command, by, via: 'console' };
    const writing = { vault, rules: RULES, now: Date.now() };
    const { kind } = await actOnTicket(tx, writing, wish);
    if (kind !== 'done') throw new Error(`${id}: ${kind}`);
  }
}
