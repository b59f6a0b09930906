import type { IngestReport } from './ingest.ts';
import type { Coverage } from './parse/coverage.ts';

/** What an admin reads after ingest: what was found, what to look at and, in full, where every character went. */
export function reportText({ manifest, files, broken }: IngestReport, full: boolean): string {
  const { counts } = manifest;
  const lines = [
    `release ${manifest.id}: ${counts.instruments} instruments, ${counts.articles} articles, ${counts.matters} matters, ${counts.questions} questions`,
  ];
  for (const file of files) {
    lines.push(`${file.file}: ${covered(file.coverage)} accounted for`);
    for (const { instrument, warning } of file.warnings)
      lines.push(`  look at ${instrument}: ${warning.message}`);
    if (!full) continue;
    for (const instrument of file.instruments) {
      const articles = file.articles.filter((article) => article.instrument === instrument.id);
      const facts = [
        instrument.number?.value ?? 'no number',
        instrument.date?.value ?? 'no day',
        instrument.region?.value ?? 'national',
        instrument.status,
      ];
      lines.push(
        `  ${instrument.id} 《${instrument.title}》 ${facts.join(' · ')} · ${articles.length} articles`,
      );
    }
    const owners = Object.entries(file.coverage.byOwner).map(([owner, count]) => `${owner} ${count}`);
    lines.push(`  characters: ${owners.join(', ')}`);
  }
  for (const { matter, reason } of broken) lines.push(`left out: matter ${matter} ${reason}`);
  return lines.join('\n');
}

function covered(coverage: Coverage): string {
  const lost = coverage.lost.reduce((sum, run) => sum + run.text.length, 0);
  return `${(((coverage.total - lost) / Math.max(1, coverage.total)) * 100).toFixed(2)} % of ${coverage.total} characters`;
}
