import { describe, expect, it } from 'vitest';
import { createTicketRecords } from '../../../bot/desk/records.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import { fold } from '../../../bot/desk/ticket.ts';
import type { TicketDraft } from '../../../bot/desk/ticket-draft.ts';
import type { TicketEvent } from '../../../bot/desk/ticket-event.ts';
import { type Viewer, viewFor } from '../../../bot/desk/view.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { DESK, KEY } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { draft } from './drafts.ts';

const WANG: Viewer = { name: '王', role: 'agent' };
const LI: Viewer = { name: '李', role: 'agent' };
const ZHANG: Viewer = { name: '张', role: 'supervisor' };

const FULL: TicketDraft = draft({
  topic: '欠薪，电话13800001111',
  answers: [
    { label: '平台', value: '某平台，工号找13800002222', personal: false },
    { label: '姓名', value: '林小舟', personal: true },
  ],
  transcript: [{ from: 'worker', at: 1, words: '我在城东站干' }],
  files: ['f1'],
  contact: { name: '林小舟', phone: '13800001111' },
});
const SECRETS = ['林小舟', '13800001111', '13800002222', '城东站', 'f1'];

function view(
  viewer: Viewer,
  { claimedBy, given = FULL }: { claimedBy: string | null; given?: TicketDraft },
) {
  const base = { at: 1, via: 'x' };
  const events: TicketEvent[] = [
    { ...base, seq: 1, by: { kind: 'worker' }, kind: 'opened', change: { kind: 'opened', draft: given } },
  ];
  if (claimedBy !== null)
    events.push({
      ...base,
      seq: 2,
      by: { kind: 'staff', name: claimedBy },
      kind: 'claimed',
      change: { kind: 'claimed' },
    });
  return viewFor(viewer, { ticket: fold('T-1', events), alias: '工友·青石', events });
}
const seen = (of: ReturnType<typeof view>) => SECRETS.filter((secret) => JSON.stringify(of).includes(secret));

describe('who sees what', () => {
  it.each([
    ['anybody before the claim', WANG, null],
    ['a supervisor before the claim', ZHANG, null],
    ['a colleague after it', LI, '王'],
  ])('%s sees what it is about, and not whose it is', (_, viewer, claimedBy) => {
    const shown = view(viewer, { claimedBy });
    expect(seen(shown)).toEqual([]);
    expect(shown.draft?.topic).toContain('欠薪');
    expect(shown.draft?.answers.map(({ label }) => label)).toEqual(['平台']);
    expect(shown.hidden).toEqual(['contact', 'answers', 'transcript', 'files']);
  });

  it('covers the name also where it stands in the topic and in an answer that is not of a person', () => {
    const given = draft({
      ...FULL,
      topic: '林小舟的工资没发',
      answers: [{ label: '公司', value: '站长把林小舟的钱扣了，我叫贺大年', personal: false }],
    });
    const { draft: shown } = view(ZHANG, { claimedBy: null, given });
    expect(JSON.stringify(shown)).not.toMatch(/林小舟|贺大年/);
    expect(shown?.answers[0]?.value).toContain('站长把');
  });

  it.each([
    ['the one who has it', WANG],
    ['a supervisor', ZHANG],
  ])('%s sees all of it after the claim', (_, viewer) => {
    const shown = view(viewer, { claimedBy: '王' });
    expect(seen(shown)).toEqual(SECRETS);
    expect(shown.shown).toEqual(['contact', 'answers', 'transcript', 'files']);
  });

  it.each([WANG, ZHANG])('nobody is ever shown who somebody anonymous is', (viewer) => {
    const shown = view(viewer, { claimedBy: '王', given: { ...FULL, anonymous: true } });
    expect(JSON.stringify(shown.draft)).not.toContain('林小舟');
    expect(shown.shown).not.toContain('contact');
    expect(JSON.stringify(shown.events)).not.toContain('林小舟');
  });
});

describe('the same matter from two accounts', () => {
  it('is told to staff, and never to the worker; one’s own is found before a second is opened', async () => {
    const store = await openStore({ kind: 'memory' });
    const vault = createVault(KEY);
    let ids = 0;
    const deps = { vault, rules: DESK.rules, now: 1_800_000_000_000, randomId: () => `r${ids++}` };
    const given = draft({ contact: { name: null, phone: '13800001111' } });
    const open = (person: string) =>
      store.transaction(async (tx) => {
        const owner = { channel: 'c', conversation: person, person };
        const records = createTicketRecords(tx, deps, owner, { kind: 'private', quoted: null });
        const ticket = await records.open(given);
        return {
          ticket,
          same: await records.findDuplicate('complaint', '欠薪'),
          other: await records.findDuplicate('complaint', '押金'),
          all: [await records.mine(), await records.exported()],
        };
      });
    const first = await open('p');
    const second = await open('q');
    expect(second.same?.id).toBe(second.ticket.id);
    expect(second.other).toBeNull();
    expect(JSON.stringify([second.ticket, second.all])).not.toContain(first.ticket.id);
    const desk = createDesk({
      store,
      vault,
      clock: createManualClock(deps.now),
      rules: DESK.rules,
      via: 'x',
    });
    expect((await desk.show(second.ticket.id, WANG))?.view.ticket.maybeSameAs).toEqual([first.ticket.id]);
    await store.close();
  });

  it('a ticket is never opened where a group reads along', async () => {
    const store = await openStore({ kind: 'memory' });
    const deps = { vault: createVault(KEY), rules: DESK.rules, now: 1, randomId: () => 'r' };
    const opening = store.transaction((tx) => {
      const owner = { channel: 'c', conversation: 'g', person: 'p' };
      return createTicketRecords(tx, deps, owner, { kind: 'group', quoted: null }).open(draft());
    });
    await expect(opening).rejects.toThrow(RangeError);
    await store.close();
  });
});
