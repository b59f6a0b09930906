import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createRegionTable, divisionsSchema } from '#knowledge/build';
import { manifestSchema } from '/work/main/ingest/manifest.ts';
import { parseFile } from '/work/main/ingest/pipeline.ts';
const table = createRegionTable(divisionsSchema.parse(parse(readFileSync('/work/main/knowledge/region/divisions.yaml','utf8'))));
const m = manifestSchema.parse(parse(readFileSync('/work/main/knowledge/policies/policies.yaml','utf8')));
const taken = new Set<string>();
const gold: Record<string,string> = JSON.parse(readFileSync('/work/shared/eval/articles.json','utf8'));
const n = (s: string) => s.normalize('NFKC').replace(/[\s]/g,'').replace(/[^\p{L}\p{N}]/gu,'');
const seen = new Set<string>();
for (const f of m.files) {
  const p = parseFile(readFileSync('/work/main/knowledge/policies/'+f.file), f, table, taken);
  for (const i of p.instruments) console.log(i.id, i.number?.value, i.number?.source, i.date?.value, i.region?.value, i.level, i.status, i.period, i.issuers.length);
  console.log(p.coverage.total, p.coverage.byOwner, p.warnings.map(w=>w.instrument+':'+w.warning.message).join(' | '));
  for (const a of p.articles) { if (a.id in gold) { seen.add(a.id); if (n(a.text)!==n(gold[a.id]!)) console.log('DIFF', a.id, '\n', a.text, '\n', gold[a.id]); } 
   if (process.argv[2] && a.id.startsWith(process.argv[2])) { console.log(a.id, a.label, a.path.join('>'), JSON.stringify(a.departments), a.private.length); for (const s of a.sentences) console.log('   ', s.strength, s.addressee, a.text.slice(s.start,s.end)); } }
}
console.log('missing', Object.keys(gold).filter(k=>!seen.has(k)));
