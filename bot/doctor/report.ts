import { doctorCopy as copy } from '../copy/doctor.ts';
import type { Finding, Section } from './finding.ts';

const INDENT = '　　';

/** A section as it is printed: its title, a line per finding, and under it what to do. */
export function formatSection({ title, findings }: Section): string {
  const lines = findings.flatMap(({ level, text, advice }) => [
    ...text.split('\n').map((line, i) => `${i === 0 ? copy.level[level] : INDENT}　${line}`),
    ...(advice === '' ? [] : [`${INDENT}　${copy.advice(advice)}`]),
  ]);
  return [`${copy.title(title)}`, ...lines, ''].join('\n');
}

/** The last line: how much there is to do. */
export function formatSummary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  return copy.summary(count('bad'), count('warn'));
}
