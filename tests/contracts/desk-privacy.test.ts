import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatKfChat } from '../../bot/channels/wecom/kf/decode.ts';
import { createTicketFiles } from '../../bot/console/ticket/ticket-files.ts';
import { filesCopy } from '../../bot/copy/files.ts';
import { fileParts } from '../../bot/desk/file-parts.ts';
import { createDesk } from '../../bot/desk/staff.ts';
import type { TicketDraft } from '../../bot/desk/ticket-draft.ts';
import { createKfPeople, KF } from '../../bot/desk/wecom/kf-desk.ts';
import { createKfHandover } from '../../bot/desk/wecom/kf-handover.ts';
import { keepAsked } from '../../bot/insight/asked.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import { randomToken } from '../../bot/random-id.ts';
import { giveBackLeft, leaveStaff } from '../../bot/staff/leave.ts';
import { createOffice } from '../../bot/staff/office.ts';
import { ensureConversation } from '../../bot/store/conversations.ts';
import { personKey } from '../../bot/store/keys.ts';
import { allMisses } from '../../bot/store/misses.ts';
import { insertMessage } from '../../bot/store/outbox.ts';
import { insertPasskey } from '../../bot/store/passkeys.ts';
import { removeStaff } from '../../bot/store/staff.ts';
import type { Store } from '../../bot/store/store.ts';
import { keepPost } from '../../bot/store/ticket-places.ts';
import { applyToTicket, emptyTicket, loadTicket, openTicket } from '../../bot/store/tickets.ts';
import { insertFiles, settleFile } from '../../bot/store/wanted-files.ts';
import { silentTelemetry } from '../../bot/telemetry/telemetry.ts';
import { draft } from '../bot/desk/drafts.ts';
import { DESK, KEY, rowsOf } from '../core.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { createScriptedChannel } from '../fakes/scripted-channel.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const vault = createVault(KEY);
const clock = createManualClock();
const { rules } = DESK;
const LI = { name: '李', role: 'agent' as const };

await describeEveryDatabase('nobody learns more than they may', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let ids = 0;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
    await office().add({ ...LI, regions: [], trades: [] });
    await office().linkAccount(LI.name, 'wecom-app', 'li');
  });
  afterEach(() => database.drop());

  const office = () => createOffice({ store, vault, clock, randomToken, via: 'terminal' });
  const desk = () => createDesk({ store, vault, clock, rules, via: 'terminal' });
  const handIn = async (given: Partial<TicketDraft> = {}, channel = 'c', chat = 'p') => {
    const opened = await store.transaction(async (tx) => {
      const now = clock.now();
      const conversation = await ensureConversation(tx, vault, { channel, kind: 'private', chat, now });
      const owner = { channel, conversation, person: 'p' };
      const randomId = () => `chance-${++ids}`;
      return await openTicket(tx, { vault, rules, now }, { owner, draft: draft(given), randomId });
    });
    return opened.row.id;
  };

  /** The whole of a ticket, on its way to its holder. */
  const copyOnItsWay = async (place: string) => {
    const ticket = await handIn({ contact: { name: '林小满', phone: null } });
    await store.transaction(async (tx) => {
      const now = clock.now();
      const where = { channel: 'wecom-app', kind: 'private' as const, chat: 'li', now };
      const conversation = await ensureConversation(tx, vault, where);
      const person = personKey(vault, 'wecom-app', 'li');
      const row = { channel: 'wecom-app', conversation, person, cause: null, answers: null };
      const message = { ...row, about: null, replaces: null, payload: '林小满', key: `key-${++ids}` };
      const id = await insertMessage(tx, vault, message, now);
      await keepPost(tx, { place, ref: String(id), ticket, seq: 0, role: 'whole', staff: LI.name });
    });
  };
  const sealed = async () => (await rowsOf(store, 'outbox')).map((row) => row.sealed !== null);

  it.each(['wecom-whole', 'telegram-whole'])(
    'who leaves gets nothing any more that was on its way (%s)',
    async (place) => {
      await copyOnItsWay(place);
      await leaveStaff({ store, vault, clock, rules }, LI.name);
      expect(await sealed()).toEqual([false]);
    },
  );

  it('what was on its way to an account that is unlinked does not leave', async () => {
    await copyOnItsWay('wecom-whole');
    expect(await office().unlinkAccount(LI.name, 'wecom-app', 'nobody')).toBe(false);
    expect(await sealed()).toEqual([true]);
    expect(await office().unlinkAccount(LI.name, 'wecom-app', 'li')).toBe(true);
    expect(await sealed()).toEqual([false]);
  });

  it('who had somebody’s account keeps no passkey of their own behind its unlinking', async () => {
    const passkey = { id: 'k', staff: LI.name, public_key: 'p', counter: 0, transports: '[]', browser: '' };
    await store.transaction((tx) => insertPasskey(tx, { ...passkey, created_at: 1, used_at: null }));
    await office().unlinkAccount(LI.name, 'wecom-app', 'li');
    expect(await rowsOf(store, 'passkeys')).toEqual([]);
    expect((await rowsOf(store, 'desk_audit')).map(({ action }) => action)).toContain('passkey-removed');
  });

  it('who takes a conversation of 微信客服 and sees its account is not given a nameless ticket of it', async () => {
    const chat = formatKfChat('wk1', 'wm1');
    const client = {
      getServiceState: () => Promise.reject(new Error('not asked')),
      transServiceState: () => Promise.reject(new Error('not asked')),
      sendMsgOnEvent: () => Promise.reject(new Error('not asked')),
    };
    const people = createKfPeople({ store, vault, clock, telemetry: silentTelemetry, rules, client });
    const who = { open_kfid: 'wk1', external_userid: 'wm1' };
    const take = () =>
      people.noticed({
        ...{ ...who, msgid: '', send_time: 0, origin: 4, dedupeKey: `d${++ids}`, kind: 'event' },
        event: { event_type: 'session_status_change', ...who, change_type: 1, new_servicer_userid: 'li' },
      });
    const holderOf = async (id: string) =>
      (await store.transaction((tx) => loadTicket(tx, vault, id)))?.ticket.holder;
    const open = await handIn({ kind: 'question' }, KF, chat);
    clock.advance(1000);
    const nameless = await handIn({ anonymous: true }, KF, chat);
    await take();
    expect([await holderOf(nameless), await holderOf(open)]).toEqual([null, LI.name]);
  });

  it('nobody is put into a chat in which somebody handed in namelessly, until the desk has no such ticket any more', async () => {
    const chat = formatKfChat('wk1', 'wm1');
    const moved: unknown[] = [];
    const client = {
      getServiceState: async () => ({ service_state: 1 as const }),
      transServiceState: async (to: { service_state: number }) => {
        moved.push(to.service_state);
        return {};
      },
      sendMsgOnEvent: () => Promise.reject(new Error('not asked')),
    };
    const telemetry = silentTelemetry;
    const randomId = () => 'never asked for';
    const channel = createScriptedChannel({ name: KF });
    const writing = { client, channel, randomId, holder: 'h' };
    const handover = createKfHandover({ store, vault, clock, telemetry, rules, ...writing });
    const nameless = await handIn({ anonymous: true }, KF, chat);
    await handIn({ kind: 'question' }, KF, chat);
    await handover.flush();
    await handover.flush();
    expect(moved).toEqual([]);
    expect((await rowsOf(store, 'kf_sessions')).map(({ state }) => state)).toEqual(['over']);

    const by = { kind: 'worker' as const };
    const command = { kind: 'withdraw' as const, erased: false };
    const now = clock.now();
    await store.transaction(async (tx) => {
      const wish = { id: nameless, expected: null, command, by, via: KF };
      await applyToTicket(tx, { vault, rules, now }, wish);
      await emptyTicket(tx, nameless);
    });
    await handIn({ kind: 'question' }, KF, chat);
    await handover.flush();
    expect(moved).toEqual([2]);
  });

  const SECRET = '江边路7号';
  /** Pictures with a place written into them, built as their types want them. */
  const pictures: readonly (readonly [string, Buffer])[] = [
    [
      'image/jpeg',
      Buffer.concat([
        Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 2 + Buffer.byteLength(SECRET)]),
        Buffer.from(SECRET),
        Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3, 0xff, 0xd9]),
      ]),
    ],
    [
      'image/png',
      Buffer.concat([
        Buffer.from('89504e470d0a1a0a', 'hex'),
        Buffer.from([0, 0, 0, Buffer.byteLength(SECRET)]),
        Buffer.from(`tEXt${SECRET}`),
        Buffer.from([9, 9, 9, 9, 0, 0, 0, 0]),
        Buffer.from('IEND'),
        Buffer.from([9, 9, 9, 9]),
      ]),
    ],
    [
      'image/webp',
      Buffer.concat([
        Buffer.from('RIFF0000WEBPVP8 '),
        Buffer.from([4, 0, 0, 0, 1, 2, 3, 4]),
        Buffer.from('XMP '),
        Buffer.from([Buffer.byteLength(SECRET), 0, 0, 0]),
        Buffer.from(SECRET),
        Buffer.alloc(Buffer.byteLength(SECRET) % 2),
      ]),
    ],
  ];
  const PDF = Buffer.from(`%PDF-1.7 /Author (${SECRET})`);

  /** A file of the worker's. @returns how its holder gets it in the console and into their own chat, with its name */
  const givenTo = async (mime: string, bytes: Buffer, anonymous: boolean) => {
    const name = '林小满的罚单';
    const file = `f${++ids}`;
    await store.transaction(async (tx) => {
      const now = clock.now();
      const row = { channel: 'c', conversation: 'k', person: 'p', cause: 1, media: 'file', now };
      const source = { source: null, name, mime, size: bytes.length };
      await insertFiles(tx, vault, [{ id: file, file: source }], row);
      const { channel, person, cause, media } = row;
      const wanted = { ...{ id: file, channel, person, cause, media, source }, attempt: 0, until: now };
      await settleFile(tx, vault, wanted, { state: 'held', bytes, name, mime }, now + 1000);
    });
    const id = await handIn({ anonymous, files: [file] });
    await desk().act(id, { kind: 'claim' }, LI);
    const shown = await desk().show(id, LI);
    if (shown === undefined) throw new Error('there is no ticket');
    const files = createTicketFiles({ store, vault, clock });
    const staff = { ...LI, regions: [], trades: [], away: false };
    const [listed] = await files.list(id, shown.view);
    const read = await files.read(id, file, { staff, viewer: LI });
    const owner = { person: 'p', nameless: anonymous };
    const { parts } = await store.transaction((tx) => fileParts(tx, vault, owner, [file]));
    const [part] = parts;
    if (read === undefined || part?.kind !== 'file') throw new Error('there is no file');
    return {
      names: new Set([listed?.name, read.file.name, part.name]),
      bytes: [Buffer.from(read.bytes), Buffer.from(part.base64, 'base64')],
    };
  };

  it.each(pictures)(
    'a picture of somebody nameless has neither their name nor what was written into it (%s)',
    async (mime, bytes) => {
      expect(bytes.includes(SECRET)).toBe(true);
      const named = await givenTo(mime, bytes, false);
      expect([...named.names].every((name) => name?.includes('林小满'))).toBe(true);
      expect(named.bytes).toEqual([bytes, bytes]);
      const nameless = await givenTo(mime, bytes, true);
      expect([...nameless.names]).toEqual([expect.stringMatching(/^文件\.(?:jpg|png|webp)$/)]);
      for (const got of nameless.bytes) {
        expect(got.length).toBeGreaterThan(10);
        expect(got.includes(SECRET)).toBe(false);
      }
    },
  );

  it('a document of somebody nameless is as it was, and its name says that it may name them', async () => {
    const { names, bytes } = await givenTo('application/pdf', PDF, true);
    expect([...names]).toEqual([`${filesCopy.mayName('file')}.pdf`]);
    expect(bytes).toEqual([PDF, PDF]);
  });

  it('whoever is being taken off the list, or made less, does nothing any more where the list is asked', async () => {
    const console = createDesk({ store, vault, clock, rules, via: 'console', listed: true });
    const id = await handIn();
    const LEADER = { name: LI.name, role: 'supervisor' as const };
    expect(await console.act(id, { kind: 'claim' }, LEADER)).toEqual({ kind: 'not-staff' });
    expect((await console.act(id, { kind: 'claim' }, LI)).kind).toBe('done');
    // Their session was found good a moment ago; now somebody is at the list, and not done yet.
    const begun = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const leaving = store.transaction(async (tx) => {
      await removeStaff(tx, LI.name, clock.now());
      begun.resolve();
      await over.promise;
    });
    await begun.promise;
    const pressed = console.act(id, { kind: 'reply', words: '最后一句', asks: false }, LI);
    setImmediate(over.resolve);
    await leaving;
    expect(await pressed).toEqual({ kind: 'not-staff' });
    const stored = await store.transaction((tx) => loadTicket(tx, vault, id));
    expect(stored?.events.map(({ kind }) => kind)).toEqual(['opened', 'claimed']);
    expect(await rowsOf(store, 'ticket_letters')).toEqual([]);
  });

  it('a ticket that was claimed in the very moment its holder left goes back to all at the next sweep', async () => {
    const id = await handIn();
    await leaveStaff({ store, vault, clock, rules }, LI.name);
    // Their last press was let in before, and is carried out now.
    await desk().act(id, { kind: 'claim' }, LI);
    await desk().act(await handIn(), { kind: 'claim' }, { name: '王', role: 'agent' });
    expect(await giveBackLeft({ store, vault, clock, rules })).toBe(1);
    const stored = await store.transaction((tx) => loadTicket(tx, vault, id));
    expect([stored?.ticket.state, stored?.ticket.holder]).toEqual(['transferred', null]);
    expect(await giveBackLeft({ store, vault, clock, rules })).toBe(0);
  });

  it('a question that nobody could answer is kept without the name and the account of who asked', async () => {
    const answer = { status: 'abstain' as const, reason: 'not_understood' as const, region: [] };
    const words = '我叫贺大年，微信号hedanian88，站长不给我开收入证明咋办';
    const deps = { vault, randomId: () => 'miss', now: clock.now() };
    await store.transaction((tx) =>
      keepAsked(tx, deps, { channel: 'c', person: 'p' }, { words, answer, matters: [] }),
    );
    const [miss] = await store.transaction((tx) => allMisses(tx, vault));
    expect(miss?.words).toContain('站长不给我开收入证明咋办');
    expect(miss?.words).not.toMatch(/贺大年|hedanian88/);
  });
});
