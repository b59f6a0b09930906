/** npm run doctor: what is well, what is not and what to do; changes nothing, whether the server runs or not. */

import { examine } from './doctor/examine.ts';
import type { Finding } from './doctor/finding.ts';
import { formatSection, formatSummary } from './doctor/report.ts';
import { failPlainly } from './fail.ts';

async function main(): Promise<void> {
  const findings: Finding[] = [];
  for await (const section of examine()) {
    findings.push(...section.findings);
    process.stdout.write(`${formatSection(section)}\n`);
  }
  process.stdout.write(`${formatSummary(findings)}\n`);
  if (findings.some(({ level }) => level === 'bad')) process.exitCode = 1;
}

main().catch(failPlainly);
