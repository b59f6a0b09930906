import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSourceStore } from '#ingest/office';
import { createAssistant, createPolicyPages } from '#knowledge';
import { createKeptCards } from '../../../bot/cards/kept-cards.ts';
import { createCanned } from '../../../bot/desk/canned.ts';
import { createDrafts } from '../../../bot/desk/drafts.ts';
import { createCiters, touchedBy } from '../../../bot/library/citers.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { openTicket } from '../../../bot/store/tickets.ts';
import { DESK, KEY } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { cardOf, libraryOf } from '../cards/made-up-cards.ts';
import { draft } from '../desk/drafts.ts';
import { bytesOf, type OfficeScene, officeScene, WANG } from './office-scene.ts';

const ARTICLE = 'hebei-measures/29';
const OTHER = 'hebei-measures/12';
const WORDS = '加大劳动保障监察力度';
const vault = createVault(KEY);
const clock = createManualClock();
let ids = 0;
const randomId = () => `id${ids++}`.padEnd(16, 'x');

let store: Store;
let scene: OfficeScene;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  const cards = createKeptCards({ store, clock }).citations;
  scene = await officeScene(store, { cards, drafts: createDrafts({ store, vault, clock, randomId }) });
});
afterEach(async () => {
  await scene.close();
  await store.close();
});

async function handIn(...articles: readonly string[]): Promise<string> {
  const citations = articles.map((id) => ({ id, quote: '甲', head: '乙', release: '0'.repeat(12) }));
  const owner = { channel: 'c', conversation: 'k', person: `p${ids}` };
  const writing = { vault, rules: DESK.rules, now: clock.now() };
  const { row } = await store.transaction((tx) =>
    openTicket(tx, writing, { owner, draft: draft({ citations }), randomId }),
  );
  return row.id;
}

/** One of each that cites an article of the release in force, and what each is called. */
async function citeEverywhere() {
  const release = scene.release();
  const library = libraryOf(release);
  const card = cardOf(library, { kind: 'article', subject: ARTICLE, region: null });
  const pages = createPolicyPages(release);
  const texts = { assistant: createAssistant({ release, today: () => '2026-01-15' }), pages };
  const reply = await createCanned({ store, clock, randomId }, () => texts).add({
    ...{ title: '举报', text: `可以举报。{${ARTICLE}}`, by: '王' },
  });
  const saved = await createDrafts({ store, vault, clock, randomId }).save({
    ...{ kind: 'gap', text: '去哪举报', articles: [ARTICLE], by: '王', ticket: null },
  });
  return {
    ticket: await handIn(OTHER, ARTICLE),
    canned: 'id' in reply ? reply.id : '',
    draft: saved?.id ?? '',
    card: await createKeptCards({ store, clock }).keep({ kind: 'card', card }, '王'),
  };
}

/** The text of the program with other words in one article, in its stead; what a preparation finds. */
async function changed(was: string, now: string) {
  const { draft: before } = await scene.office.state();
  const [shipped] = before.sources.files;
  const text = createSourceStore(scene.root).text(shipped?.sha256 ?? '');
  const next = text.replaceAll(was, now);
  expect(next).not.toBe(text);
  const added = await scene.office.addFiles(WANG, [{ name: '新.txt', bytes: bytesOf(next) }]);
  if ('refused' in added) throw new Error(added.refused);
  await scene.office.removeFile(WANG, added.version, shipped?.file ?? '');
  return await reported();
}

async function reported() {
  const report = await scene.office.report((await scene.prepared()).release);
  if (report === undefined) throw new Error('no report is kept');
  return report;
}

describe('who cites what the office is about to change', () => {
  it('is found by the words of an article: tickets, replies, saved answers, clocks and kept cards', async () => {
    const made = await citeEverywhere();
    await handIn(OTHER);
    const report = await changed(WORDS, '增加劳动保障监察人手');
    const touched = touchedBy(report);
    expect(touched).toContain(ARTICLE);
    expect(touched).not.toContain(OTHER);
    const own = { articles: [ARTICLE] };
    expect(await scene.office.citersOf(touched)).toEqual({
      tickets: [{ id: made.ticket, ...own }],
      canned: [{ id: made.canned, title: '举报', ...own }],
      drafts: [{ id: made.draft, ...own }],
      clocks: [ARTICLE],
      cards: [{ id: made.card, ...own }],
      guides: [],
    });
  });

  it('is found though no word of it is other, when its text ends', async () => {
    const { card } = await citeEverywhere();
    const ending = { on: '2026-02-01', how: 'withdrawn' as const, instead: null, why: '到期' };
    await scene.office.endInstrument(WANG, 0, 'hebei-measures', ending);
    const report = await reported();
    expect(report.diff.articles).toEqual([]);
    const citers = await scene.office.citersOf(touchedBy(report));
    expect(citers.cards).toEqual([{ id: card, articles: [ARTICLE] }]);
    expect(citers.tickets).toMatchObject([{ articles: [OTHER, ARTICLE] }]);
  });

  it('is nobody while nothing but new texts comes in', async () => {
    await citeEverywhere();
    await scene.add();
    const touched = touchedBy(await reported());
    expect(touched).toEqual([]);
    expect(await scene.office.citersOf(touched)).toMatchObject({ tickets: [], canned: [], cards: [] });
  });
});

it('names the guides that lead to an article, and every open ticket however many there are', async () => {
  const citersOf = createCiters({
    ...{ store, vault, drafts: { list: async () => [] }, clocks: [], cards: async () => [] },
    matters: () => [{ matter: 'deposit-ban', answers: { 'a/1': ['甲'] } }],
  });
  const own: string[] = [];
  for (let n = 0; n < 103; n++) own.push(await handIn('a/1'));
  const found = await citersOf(['a/1', 'a/2']);
  expect(found.tickets.map(({ id }) => id).sort()).toEqual(own.sort());
  expect(found.guides.map(({ id, articles }) => [id, articles])).toContainEqual(['complaint', ['a/1']]);
});
