import type { Citation } from './answer.ts';
import * as copy from './copy.ts';

/** What to do after an answer: keep evidence where something is required, the departments printed, the union. */
export function nextSteps(cited: readonly Citation[]): string[] {
  const named = cited
    .filter((c) => c.main)
    .flatMap((c) =>
      c.departments.filter((d) => d.role === 'lead' || d.role === 'responsible' || d.role === 'shared'),
    );
  const names = [...new Set(named.slice(0, 1).flatMap((entry) => entry.names))].slice(0, 4).join('、');
  const steps: string[] = cited.some(
    (c) => c.strength === 'prohibited' || c.strength === 'required' || c.strength === 'mixed',
  )
    ? [copy.NEXT.evidence]
    : [];
  if (names !== '') steps.push(copy.NEXT.departments(names));
  steps.push(copy.NEXT.union);
  return steps;
}
