import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskCopy } from '../../../bot/copy/desk.ts';
import { decide, isIllegal } from '../../../bot/desk/decide.ts';
import { apply, type Command, fold, isOver, type Ticket } from '../../../bot/desk/ticket.ts';
import { type Actor, BOUNCE_REASONS, type TicketEvent } from '../../../bot/desk/ticket-event.ts';
import { draft } from './drafts.ts';

const WORKER: Actor = { kind: 'worker' };
const SYSTEM: Actor = { kind: 'system' };
const staff = (name: string): Actor => ({ kind: 'staff', name });
const LI = staff('李');
const WANG = staff('王');

const OPENED: TicketEvent = {
  seq: 1,
  at: 1000,
  by: WORKER,
  via: 'telegram',
  kind: 'opened',
  change: { kind: 'opened', draft: draft() },
};

/** Does one thing after another; what is refused is told by its name. */
function walk(...steps: readonly (readonly [Actor, Command])[]) {
  let ticket = fold('T-1', [OPENED]);
  const refused: string[] = [];
  for (const [by, command] of steps) {
    const found = decide(ticket, command, by, { at: ticket.updatedAt + 10, via: 'terminal' });
    if (isIllegal(found)) refused.push(found.illegal);
    else for (const event of found) ticket = apply(ticket, { ...event, seq: ticket.seq + 1 });
  }
  return { ticket, refused };
}

const CLAIM: Command = { kind: 'claim' };
const REPLY: Command = { kind: 'reply', words: '在看', asks: false };
const ASK: Command = { kind: 'reply', words: '哪个站点？', asks: true };
const SAY: Command = { kind: 'say', words: '东站', files: [] };
const RESOLVE: Command = { kind: 'resolve', words: '补发了' };

describe('a ticket', () => {
  it('goes from hand to hand until its owner says that it is solved', () => {
    const { ticket, refused } = walk(
      [LI, CLAIM],
      [LI, ASK],
      [WORKER, SAY],
      [LI, RESOLVE],
      [WORKER, { kind: 'confirm' }],
    );
    expect(refused).toEqual([]);
    expect(ticket).toMatchObject({ state: 'closed', holder: '李', waitingSince: null, seq: 6 });
  });

  it('waits for whoever spoke last but one', () => {
    expect(walk([LI, CLAIM], [LI, ASK]).ticket).toMatchObject({
      state: 'waiting-worker',
      waitingSince: null,
    });
    expect(walk([LI, CLAIM], [LI, ASK], [WORKER, SAY]).ticket.state).toBe('waiting-staff');
    expect(walk([LI, CLAIM], [LI, REPLY]).ticket.state).toBe('waiting-staff');
  });

  it('is reopened by its owner, also when it is closed, and by a word after it was settled', () => {
    expect(walk([LI, CLAIM], [LI, RESOLVE], [WORKER, { kind: 'reopen' }]).ticket.state).toBe('reopened');
    expect(
      walk([LI, CLAIM], [LI, RESOLVE], [SYSTEM, { kind: 'close' }], [WORKER, { kind: 'reopen' }]).ticket
        .state,
    ).toBe('reopened');
    expect(walk([LI, CLAIM], [LI, RESOLVE], [WORKER, SAY]).ticket).toMatchObject({
      state: 'reopened',
      holder: '李',
    });
  });

  it('is handed on, and whoever gets it must claim it', () => {
    const to: Command = { kind: 'transfer', to: '王', words: '她管快递' };
    expect(walk([LI, CLAIM], [LI, to]).ticket).toMatchObject({
      state: 'transferred',
      holder: null,
      meantFor: '王',
    });
    expect(walk([LI, CLAIM], [LI, to], [LI, REPLY]).refused).toEqual(['not-claimed']);
    expect(walk([LI, CLAIM], [LI, to], [WANG, CLAIM]).ticket).toMatchObject({
      state: 'claimed',
      holder: '王',
      meantFor: null,
    });
  });

  it('is in one person’s hands while they speak with its owner, and let go by either, and by its end', () => {
    const take: Command = { kind: 'take' };
    const back: Command = { kind: 'hand-back' };
    expect(walk([LI, take]).ticket).toMatchObject({ state: 'claimed', holder: '李', heldSince: 1010 });
    expect(walk([LI, CLAIM], [LI, take], [WORKER, back]).ticket).toMatchObject({
      holder: '李',
      heldSince: null,
    });
    for (const end of [RESOLVE, { kind: 'transfer', to: null, words: '' } as const, back])
      expect(walk([LI, take], [LI, end]).ticket.heldSince).toBeNull();
    expect(walk([LI, take], [WANG, back]).refused).toEqual(['claimed-by-other']);
  });

  it('counts danger from the first word of it until staff answer', () => {
    const cry: Command = { ...SAY, danger: true };
    const { ticket } = walk([LI, CLAIM], [LI, ASK], [WORKER, cry], [WORKER, cry]);
    expect(ticket).toMatchObject({ state: 'waiting-staff', dangerSince: 1030 });
    expect(walk([LI, CLAIM], [LI, ASK], [WORKER, cry], [LI, REPLY]).ticket.dangerSince).toBeNull();
  });

  it.each<[string, readonly (readonly [Actor, Command])[]]>([
    [
      'claimed-by-other',
      [
        [LI, CLAIM],
        [WANG, CLAIM],
      ],
    ],
    [
      'claimed-by-other',
      [
        [LI, CLAIM],
        [WANG, REPLY],
      ],
    ],
    [
      'claimed-by-you',
      [
        [LI, CLAIM],
        [LI, CLAIM],
      ],
    ],
    ['not-claimed', [[LI, REPLY]]],
    [
      'not-resolved',
      [
        [LI, CLAIM],
        [WORKER, { kind: 'confirm' }],
      ],
    ],
    [
      'is-resolved',
      [
        [LI, CLAIM],
        [LI, RESOLVE],
        [LI, REPLY],
      ],
    ],
    ['already-open', [[LI, { kind: 'reopen' }]]],
    [
      'is-closed',
      [
        [LI, CLAIM],
        [LI, RESOLVE],
        [WORKER, { kind: 'confirm' }],
        [WORKER, SAY],
      ],
    ],
    [
      'is-merged',
      [
        [LI, { kind: 'merge', into: 'T-2' }],
        [LI, CLAIM],
      ],
    ],
    [
      'is-withdrawn',
      [
        [WORKER, { kind: 'withdraw', erased: false }],
        [LI, CLAIM],
      ],
    ],
    ['into-itself', [[LI, { kind: 'merge', into: 'T-1' }]]],
    [
      'to-holder',
      [
        [LI, CLAIM],
        [LI, { kind: 'transfer', to: '李', words: '' }],
      ],
    ],
    [
      'no-words',
      [
        [LI, CLAIM],
        [LI, { kind: 'reply', words: ' ', asks: false }],
      ],
    ],
    [
      'claimed-by-other',
      [
        [LI, CLAIM],
        [WANG, { kind: 'take' }],
      ],
    ],
    [
      'already-held',
      [
        [LI, { kind: 'take' }],
        [LI, { kind: 'take' }],
      ],
    ],
    ['not-held', [[WORKER, { kind: 'hand-back' }]]],
    ['not-over', [[WORKER, { kind: 'rate' }]]],
    [
      'already-rated',
      [
        [LI, CLAIM],
        [LI, RESOLVE],
        [WORKER, { kind: 'confirm' }],
        [WORKER, { kind: 'rate' }],
        [WORKER, { kind: 'rate' }],
      ],
    ],
    ['not-for-worker', [[WORKER, CLAIM]]],
    ['not-for-staff', [[LI, SAY]]],
    ['not-for-system', [[SYSTEM, CLAIM]]],
  ])('refuses by name: %s', (name, steps) => {
    expect(walk(...steps).refused).toEqual([name]);
  });

  it('says who has it to whoever comes second', () => {
    const { ticket } = walk([LI, CLAIM]);
    expect(decide(ticket, CLAIM, WANG, { at: 9, via: 'terminal' })).toEqual({
      illegal: 'claimed-by-other',
      holder: '李',
    });
  });

  it('is read only from its beginning, without a gap', () => {
    expect(() => fold('T-1', [])).toThrow(RangeError);
    expect(() =>
      fold('T-1', [OPENED, { ...OPENED, seq: 3, kind: 'claimed', change: { kind: 'claimed' } }]),
    ).toThrow(RangeError);
  });

  it('keeps its course when its words were taken away', () => {
    const { ticket } = walk([LI, CLAIM], [LI, ASK], [WORKER, SAY]);
    const events: TicketEvent[] = [OPENED];
    let now = fold('T-1', events);
    for (const [by, command] of [
      [LI, CLAIM],
      [LI, REPLY],
      [WORKER, SAY],
    ] as const) {
      const found = decide(now, command, by, { at: now.updatedAt + 10, via: 'x' });
      if (isIllegal(found)) throw new Error(found.illegal);
      for (const event of found) events.push({ ...event, seq: events.length + 1 });
      now = fold('T-1', events);
    }
    const emptied = fold(
      'T-1',
      events.map((event) => ({ ...event, change: null })),
    );
    expect(emptied).toMatchObject({ state: ticket.state, seq: 4, draft: null, holder: '李' });
  });
});

const actor = fc.constantFrom(WORKER, SYSTEM, LI, WANG);
const words = fc.constantFrom('', ' ', '好', '补充');
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'claim' as const,
      'confirm' as const,
      'reopen' as const,
      'close' as const,
      'take' as const,
      'hand-back' as const,
      'rate' as const,
    ),
  }),
  fc.record({ kind: fc.constant('reply' as const), words, asks: fc.boolean() }),
  fc.record({
    kind: fc.constant('say' as const),
    words,
    files: fc.constantFrom([], ['f1']),
    danger: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('note' as const, 'resolve' as const), words }),
  fc.record({
    kind: fc.constantFrom('transfer' as const, 'reassign' as const),
    to: fc.constantFrom(null, '李', '王'),
    words,
  }),
  fc.record({ kind: fc.constant('merge' as const), into: fc.constantFrom('T-1', 'T-2') }),
  fc.record({ kind: fc.constant('flag' as const), other: fc.constant('T-3') }),
  fc.record({ kind: fc.constant('join' as const), other: fc.constant('T-4') }),
  fc.record({
    kind: fc.constant('bounce' as const),
    of: fc.constant(3),
    reason: fc.constantFrom(...BOUNCE_REASONS),
  }),
  fc.record({ kind: fc.constant('withdraw' as const), erased: fc.boolean() }),
);

type Plain = {
  readonly holder: string | null;
  readonly over: boolean;
  readonly gone: boolean;
  readonly held: boolean;
  readonly danger: boolean;
};

const AT_REST = { held: false, danger: false };

/** The simplest thing that could be right: who has it, whether it is over, whether staff speak, whether there is danger. */
function model(state: Plain, event: TicketEvent): Plain {
  const name = event.by.kind === 'staff' ? event.by.name : null;
  switch (event.kind) {
    case 'claimed':
      return { ...state, holder: name };
    case 'transferred':
      return { ...state, holder: null, held: false };
    case 'taken':
      return { ...state, held: true };
    case 'handed-back':
      return { ...state, held: false };
    case 'said':
      return { ...state, danger: state.danger || (event.change?.kind === 'said' && event.change.danger) };
    case 'replied':
      return { ...state, danger: false };
    case 'resolved':
      return { ...state, ...AT_REST };
    case 'confirmed':
    case 'closed':
      return { ...state, over: true, ...AT_REST };
    case 'merged':
      return { ...state, over: true, holder: state.holder ?? name, ...AT_REST };
    case 'reopened':
      return { ...state, over: false };
    case 'withdrawn':
      return { ...state, over: true, gone: true, ...AT_REST };
    default:
      return state;
  }
}

/** What holds of every ticket, however it came to be. */
function checkTicket(ticket: Ticket): void {
  expect(ticket.state === 'waiting-worker' || ticket.state === 'resolved' || isOver(ticket)).toBe(
    ticket.waitingSince === null,
  );
  if (ticket.state === 'claimed' || ticket.state.startsWith('waiting')) expect(ticket.holder).not.toBeNull();
  if (ticket.state === 'open' || ticket.state === 'transferred') expect(ticket.holder).toBeNull();
  if (ticket.state === 'withdrawn') expect(ticket.draft).toBeNull();
  // Nobody is left with a silent bot and no person.
  if (ticket.heldSince !== null) {
    expect(ticket.holder).not.toBeNull();
    expect(isOver(ticket) || ticket.state === 'resolved').toBe(false);
  }
  if (ticket.dangerSince !== null) expect(ticket.waitingSince).not.toBeNull();
  if (ticket.firstReplyAt !== null) expect(ticket.claimedAt).not.toBeNull();
}

describe('any sequence of wishes', () => {
  it('keeps what must hold; a refusal has a sentence and changes nothing; the events are the ticket', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(actor, command), { maxLength: 30 }), (wishes) => {
        const events: TicketEvent[] = [OPENED];
        let ticket = fold('T-1', events);
        let plain: Plain = { holder: null, over: false, gone: false, ...AT_REST };
        for (const [by, wish] of wishes) {
          const before = structuredClone(ticket);
          const found = decide(ticket, wish, by, { at: 1000 + events.length, via: 'x' });
          expect(ticket).toEqual(before);
          if (isIllegal(found)) {
            expect(deskCopy.illegal[found.illegal]).toMatch(/。$/);
            continue;
          }
          expect(found.length).toBeGreaterThan(0);
          for (const event of found) {
            expect(event.by).toEqual(by);
            const written = { ...event, seq: events.length + 1 };
            events.push(written);
            ticket = apply(ticket, written);
            plain = model(plain, written);
          }
          checkTicket(ticket);
          expect({
            holder: ticket.holder,
            over: isOver(ticket),
            gone: ticket.state === 'withdrawn',
            held: ticket.heldSince !== null,
            danger: ticket.dangerSince !== null,
          }).toEqual(plain);
          expect(fold('T-1', events)).toEqual(ticket);
        }
      }),
      { numRuns: 500 },
    );
  });
});
