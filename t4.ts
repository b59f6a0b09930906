import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { createRegionTable, divisionsSchema } from '#knowledge/build';
import { parseFile } from './ingest/pipeline.ts';
const table = createRegionTable(divisionsSchema.parse(parse(readFileSync('knowledge/region/divisions.yaml','utf8'))));
const man: {file:string,title:string,articles:number}[] = JSON.parse(readFileSync('../shared/corpora/laws/manifest.json','utf8'));
let bad=0;
for (const m of man) { try { const p=parseFile(readFileSync('../shared/corpora/laws/'+m.file),{file:m.file,sha256:'',facts:[]},table,new Set());
 const n=p.articles.filter(a=>a.kind==='rule'&&/^第.+条/.test(a.label)).length; if(n!==m.articles){bad++; console.log(m.file,m.articles,'got',n,p.instruments.map(i=>i.id+':'+i.title),p.warnings.map(w=>w.warning.message).join('|').slice(0,200));} } catch(e){bad++;console.log(m.file,String(e).slice(0,200));} }
console.log('laws bad',bad);
const files=readdirSync('/tmp/work/nl',{recursive:true,withFileTypes:true}).filter(d=>d.isFile()).map(d=>d.parentPath+'/'+d.name).sort();
console.time('nl'); let arts=0, fails=0, noart=0, multi=0, warn=0, taken=new Set<string>();
for(const f of files){ try{ const p=parseFile(readFileSync(f),{file:f.split('/').pop()!,sha256:'',facts:[]},table,taken); arts+=p.articles.filter(a=>a.kind==='rule').length; if(!p.articles.some(a=>a.kind==='rule')) {noart++; if(noart<8)console.log('NOART',f);} if(p.instruments.length>1){multi++; if(multi<15)console.log('MULTI',f,p.instruments.map(i=>i.title).join(' | ').slice(0,200));} if(p.warnings.length){warn++; if(process.env.W)console.log(f.split('/').pop(),p.warnings.map(w=>w.warning.message).join('|').slice(0,150));} }catch(e){fails++; if(fails<10)console.log('FAIL',f,String(e).slice(0,200));} }
console.timeEnd('nl'); console.log({files:files.length,arts,fails,noart,multi,warn});
