import { z } from 'zod';
import { fold } from '#knowledge';
import { insightCopy } from '../../copy/insight.ts';
import { createDrafts } from '../../desk/drafts.ts';
import { type Html, html } from '../../http/html.ts';
import { type Cluster, clusterByLikeness, MOST_AT_ONCE } from '../../insight/clusters.ts';
import { DRAFT_KINDS, draftKindSchema, parseTerms } from '../../insight/draft-yaml.ts';
import { createNames, type Names } from '../../insight/names.ts';
import { allMisses, type Miss } from '../../store/misses.ts';
import { LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { insightPage, noticeHtml } from './insight-page.ts';
import type { InsightDeps } from './pages.ts';

const copy = insightCopy.misses;
/** Of a cluster those in the middle are shown: they say what all say, and least of one person. */
const EXAMPLES = 3;
const MOST_WORDS = 2_000;
const formSchema = z.object({
  kind: draftKindSchema,
  matter: z.string().trim(),
  words: z.string().trim().max(MOST_WORDS),
});

/** 没答上的问题, where enough people asked alike; each cluster can become something that is answered next time. */
export function addMisses(console: Console, deps: InsightDeps): void {
  console.page({
    method: 'get',
    path: '/console/insight/misses',
    roles: LEADERS,
    handle: (visit) => showMisses(console, deps, visit),
  });
  console.page({
    method: 'post',
    path: '/console/insight/misses',
    roles: LEADERS,
    handle: (visit) => saveDraft(deps, visit),
  });
}

async function showMisses(
  console: Console,
  { store, vault, library, k }: InsightDeps,
  visit: Visit,
): Promise<Response> {
  const all = await store.transaction((tx) => allMisses(tx, vault));
  const clusters = clusterByLikeness(all.slice(0, MOST_AT_ONCE));
  const shown = clusters.filter(({ people }) => people >= k);
  const hidden = clusters.filter(({ people }) => people < k).flatMap(({ members }) => members).length;
  await visit.audit({ action: 'view', fields: ['misses'] });
  const names = createNames(library());
  const notices = {
    ...copy.kind,
    saved: copy.saved,
    copied: copy.copied,
    empty: copy.empty,
    term: copy.notTerm,
    matter: copy.notMatter,
  };
  const body = html`${noticeHtml(visit, notices)}<p>${copy.about(k)}${copy.aboutWords}</p>
${shown.length === 0 ? html`<p>${copy.none}</p>` : shown.map((cluster) => clusterHtml(cluster, names, visit.csrf))}
${hidden === 0 ? '' : html`<p>${copy.few(hidden)}</p>`}
${all.length > MOST_AT_ONCE ? html`<p>${copy.notAll}</p>` : ''}`;
  return insightPage(console, visit, 'misses', copy.title, body);
}

function clusterHtml({ members, people }: Cluster<Miss>, names: Names, csrf: string): Html {
  const examples = members.slice(0, EXAMPLES).map(({ words }) => html`<li><q>${words}</q></li>`);
  const reasons = [...new Set(members.map(({ reason }) => copy.reason[reason]))];
  const kinds = DRAFT_KINDS.map((kind) => html`<option value="${kind}">${copy.kind[kind]}</option>`);
  return html`<section class="cluster"><h2>${copy.people(people)}</h2>
<p class="note">${reasons.join('、')}${placesOf(members, names)}</p>
<ul>${examples}</ul>
<details><summary>${copy.save}</summary>
<form method="post" action="/console/insight/misses"><input type="hidden" name="csrf" value="${csrf}">
<label>${copy.what} <select name="kind">${kinds}</select></label>
<label>${copy.matter} <input name="matter" maxlength="60"></label>
<label>${copy.words}${copy.wordsLexicon}<textarea name="words" rows="4" maxlength="${MOST_WORDS}" required></textarea></label>
<button>${copy.save}</button></form></details></section>`;
}

/** Only where all of them asked of one place: a place with one of them would tell who it was. */
function placesOf(members: readonly Miss[], names: Names): string {
  const [one = '', ...more] = new Set(members.map(({ region }) => region));
  return more.length > 0 || one === '' ? '' : ` · ${names.region(one)}`;
}

async function saveDraft(deps: InsightDeps, visit: Visit): Promise<Response> {
  const said = await keepDraft(deps, visit);
  return visit.c.redirect(`/console/insight/misses?said=${said}`, 303);
}

async function keepDraft(
  { store, vault, clock, randomId, library }: InsightDeps,
  visit: Visit,
): Promise<'saved' | 'copied' | 'empty' | 'term' | 'matter'> {
  const form = formSchema.safeParse(visit.body);
  if (!form.success || form.data.words === '') return 'empty';
  const { kind, matter, words } = form.data;
  if (kind === 'lexicon' && parseTerms(words) === undefined) return 'term';
  if (matter !== '' && library().assistant.matterName(matter) === undefined) return 'matter';
  if (await isCopied({ store, vault }, words)) return 'copied';
  const text = matter === '' ? words : `${insightCopy.drafts.matter(matter)}\n${words}`;
  const drafts = createDrafts({ store, vault, clock, randomId });
  await drafts.save({ kind, text, articles: [], by: visit.staff.name, ticket: null });
  await visit.audit({ action: 'write', fields: ['drafts', kind] });
  return 'saved';
}

/** A worker's own words in a draft would outlive their erasure. */
async function isCopied(
  { store, vault }: Pick<InsightDeps, 'store' | 'vault'>,
  words: string,
): Promise<boolean> {
  const all = await store.transaction((tx) => allMisses(tx, vault));
  const said = new Set(all.map((miss) => bareOf(miss.words)));
  return words.split('\n').some((line) => said.has(bareOf(line)));
}

const bareOf = (words: string) => fold(words).replace(/[\s\p{P}\p{S}]/gu, '');
