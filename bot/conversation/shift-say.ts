import type { Button, Outbound, Part } from '../channels/message.ts';
import { shiftCopy as copy } from '../copy/guides/shift.ts';
import { formatMoment } from '../guides/shift/format-log.ts';
import { FORGOTTEN_AFTER, HOUR, longAt, type Shift } from '../guides/shift/shift.ts';
import type { Delayed } from '../store/delayed.ts';
import { formatAction, type ShiftOp } from './actions.ts';
import { sayClause, sayText } from './say.ts';
import type { Turn } from './turn.ts';

/** Keys of what is said later. */
export const FOUR_HOURS = 'shift-four-hours';
export const FORGOTTEN = 'shift-forgotten';

const RESTING: readonly ShiftOp[] = ['back', 'end'];
export const WORKING: readonly ShiftOp[] = ['rest', 'end'];

export function shiftButton(op: ShiftOp): Button {
  return { label: copy.buttons[op], does: { kind: 'action', action: formatAction({ kind: 'shift', op }) } };
}

/** Lines, with what can be done next in one row. */
export function sayShift(lines: readonly string[], ops: readonly ShiftOp[]): Outbound {
  return sayText(lines.join('\n'), ops.length === 0 ? [] : [ops.map(shiftButton)]);
}

export const opsOf = ({ state }: Shift): readonly ShiftOp[] => {
  if (state === 'working') return WORKING;
  return state === 'resting' ? RESTING : ['start', 'log'];
};

/** What the texts of the worker's place say about four hours without a rest; where they say nothing, that. */
export function sayFourHours(turn: Turn): Outbound {
  const { region } = turn.person;
  const { assistant } = turn.library;
  const text = (words: string) => sayText(words).parts;
  const lead = text([copy.four, copy.fourRest].join('\n'));
  const typed = turn.channel.capabilities.buttons ? [] : text(copy.fourTyped);
  const buttons = [WORKING.map(shiftButton)];
  const say = (...parts: readonly Part[]): Outbound => ({ parts: [...lead, ...parts, ...typed], buttons });
  if (region === null) return say(...text(copy.fourNoPlace));
  const place = assistant.placeById(region)?.name ?? region;
  const clauses = assistant.clausesOf(MATTER, region);
  if (clauses.length === 0) return say(...text([copy.fourSilent(place), copy.fourSilentRest].join('\n')));
  return say(
    ...text(copy.fourPlace(place)),
    ...clauses.map((clause) => sayClause(turn.library, clause)),
    ...text(copy.fourProof),
  );
}
const MATTER = 'continuous-work-rest';

/** Nobody said 收工: what to do about it. */
export function sayForgotten({ began }: Shift): Outbound {
  return sayShift(
    [copy.forgot(formatMoment(began)), copy.whenEnded, copy.lostHint(copy.lost), copy.stillHint],
    ['still', 'lost'],
  );
}

/** What is to be said later of a shift, as it stands now. */
export function laterOf(turn: Turn, shift: Shift): readonly Delayed[] {
  if (shift.state !== 'working') return [];
  const forgotten = shift.seen + FORGOTTEN_AFTER;
  const long = longAt(shift);
  const ask = { key: FORGOTTEN, at: forgotten, until: forgotten + 24 * HOUR, outbound: sayForgotten(shift) };
  return long === null || long <= turn.now || long >= forgotten
    ? [ask]
    : [{ key: FOUR_HOURS, at: long, until: forgotten, outbound: sayFourHours(turn) }, ask];
}
