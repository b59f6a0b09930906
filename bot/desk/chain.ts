import type { TicketRow } from '../store/schema.ts';
import { type Calendar, plusWorkingHours } from './working-calendar.ts';

/** To whom a ticket is carried that nobody takes. */
export type ChainStep = {
  /** Hours of working days, of the clock for what is urgent; or when its time is over. */
  readonly after: number | 'due';
  readonly role: 'supervisor' | 'admin';
};

/** 2h=supervisor,due=admin; [] for `off`; undefined for what is neither. */
export function parseChain(text: string): readonly ChainStep[] | undefined {
  if (text.trim().toLowerCase() === 'off') return [];
  const steps: ChainStep[] = [];
  for (const part of text.split(/[,，]/)) {
    const found = /^(?:(\d{1,3})h|due)\s*[=＝]\s*(supervisor|admin)$/i.exec(part.trim());
    if (found === null) return undefined;
    const role = found[2]?.toLowerCase() === 'admin' ? 'admin' : 'supervisor';
    steps.push({ after: found[1] === undefined ? 'due' : Number(found[1]), role });
  }
  return steps;
}

type Waiting = Pick<TicketRow, 'unclaimed_at' | 'due_at' | 'urgent' | 'state'>;

/** How many steps of the chain a ticket has come to; 0 where somebody has it, or nothing is to be done. */
export function stepsReached(
  { unclaimed_at, due_at, urgent, state }: Waiting,
  chain: readonly ChainStep[],
  calendar: Calendar,
  now: number,
): number {
  if (unclaimed_at === null || state === 'resolved') return 0;
  const reached = chain.findLastIndex(({ after }) => {
    if (after === 'due') return due_at !== null && due_at <= now;
    const at = urgent === 1 ? unclaimed_at + after * HOUR : plusWorkingHours(unclaimed_at, after, calendar);
    return at <= now;
  });
  return reached + 1;
}

const HOUR = 3_600_000;
