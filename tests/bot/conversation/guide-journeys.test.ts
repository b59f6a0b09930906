import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatChinaDay } from '../../../bot/china-time.ts';
import type { Library } from '../../../bot/conversation/turn.ts';
import { guideCopy as copy } from '../../../bot/copy/guide.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import { GUIDES } from '../../../bot/guides/catalogue.ts';
import type { Guide, Scene } from '../../../bot/guides/guide.ts';
import { RESULT, REVIEW } from '../../../bot/guides/run.ts';
import { sweep } from '../../../bot/privacy/retention.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { ABSURD, STORIES, type Told } from '../../contracts/guide-answers.ts';
import { sceneIn } from '../../contracts/guide-scene.ts';
import {
  createGuideWalk,
  type Heard,
  holds,
  holdsPaper,
  type Talker,
  type Way,
} from '../../contracts/guide-walk.ts';
import { type Core, createCore, DESK, type Person, realTexts } from '../../core.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel, type ScriptedChannel, type Shown } from '../../fakes/scripted-channel.ts';

const DAY = 24 * 3_600_000;
const WANG = { name: '王主任', role: 'agent' as const };
const NANCHANG = '江西省/南昌市';
const DETOUR = '入职收押金合法吗';

let library: Library;
let store: Store;
let clock: ManualClock;
let channel: ScriptedChannel;
let core: Core;
beforeAll(async () => {
  library = await realTexts();
}, 400_000);
const start = () => {
  core = createCore({ store, library, clock, channels: [channel] });
};
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  clock = createManualClock();
  channel = createScriptedChannel();
  start();
});
afterEach(() => store.close());

const heard = (shown: readonly Shown[]): Heard => ({
  text: shown.map(({ text }) => text).join('\n'),
  labels: shown.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label)),
  files: shown.flatMap(({ file }) => (file === null ? [] : [file.slice(0, 4)])),
});
/** Of whichever core stands at the moment. */
const talker = (name: string): Talker => {
  const person = (): Person => core.person(name);
  return {
    say: async (words) => heard(await person().say(words)),
    press: async (label) => heard(await person().press(label)),
  };
};
const scene = (region = NANCHANG): Scene & { readonly region: string } =>
  sceneIn(library, region, () => formatChinaDay(clock.now()));
const walkOf = (guide: Guide, way: Way, told: Told = STORIES[guide.id], region = NANCHANG) =>
  createGuideWalk(guide, talker('w'), scene(region), told, way);
const idIn = ({ text }: Heard) => /T-\d{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '';
const desk = () => createDesk({ store, vault: core.vault, clock, rules: DESK.rules, via: 'terminal' });

/** What the union has got, once somebody there has claimed it. */
async function given(id: string): Promise<string> {
  await desk().act(id, { kind: 'claim' }, WANG);
  return JSON.stringify((await desk().show(id, WANG))?.view.draft);
}

describe.each(GUIDES.map((guide) => [guide.name, guide] as const))('%s', (_, guide) => {
  it.each(['typed', 'pressed'] as const)(
    'is walked straight through, %s, to the paper and the desk',
    async (way) => {
      const walk = walkOf(guide, way);
      await walk.begin();
      await walk.toReview();
      await walk.confirm();
      const { papers } = walk.result();
      for (const paper of papers) holdsPaper(await talker('w').say(paper.name), paper);
      const handed = await talker('w').say(copy.buttons.handOver);
      const id = idIn(handed);
      expect((await desk().show(id, WANG))?.kind).toBe(guide.kind);
      const draft = await given(id);
      for (const { full } of walk.rows()) expect(draft).toContain(JSON.stringify(full).slice(1, -1));
    },
  );

  it('answers a question in between at every step, and asks on where it stood', async () => {
    const walk = walkOf(guide, 'typed');
    await walk.begin();
    await walk.toReview(async () => {
      // A long text that is pasted may hold any question.
      if (walk.step()?.takes === 'pieces') return;
      const aside = await walk.act(DETOUR, null);
      holds(aside, '押金', copy.leadBack(guide.name));
    });
    const aside = await walk.act(DETOUR, null);
    holds(aside, '押金');
    await walk.confirm();
  });

  it('goes back from every step, and every answer can be set right at the end', async () => {
    const walk = walkOf(guide, 'pressed');
    await walk.begin();
    await walk.toReview(async (at) => {
      if (at === 0) return;
      const stood = walk.data();
      await walk.act(copy.buttons.back, { kind: 'back' });
      const before = walk.step();
      if (before === undefined) throw new Error('no step before');
      if (before.id in walk.data().answers) await walk.act(copy.buttons.keep, { kind: 'keep' });
      else await walk.answer();
      expect(walk.data().at).toBe(stood.at);
    });
    for (const [at, { label }] of walk.rows().entries()) {
      const id = idOfRow(guide, scene(), walk.data(), at);
      // Where they work was said before, and the first question hangs on no other.
      if (id === 'region' || walk.rows()[at]?.label !== label) continue;
      await walk.act(`改${at + 1}`, { kind: 'edit', step: id });
      expect(walk.step()?.id).toBe(id);
      await walk.answer();
      expect(walk.data().at).toBe(REVIEW);
    }
  });

  it('waits at every step over the end of the program and days', async () => {
    const walk = walkOf(guide, 'pressed');
    await walk.begin();
    await walk.toReview(async () => {
      holds(await talker('w').say(copy.buttons.later), copy.later(guide.name));
      start();
      clock.advance(DAY);
      await walk.act('继续', null);
    });
    start();
    await walk.confirm();
    expect(walk.data().at).toBe(RESULT);
  });

  it('is forgotten when nobody comes back to it', async () => {
    const walk = walkOf(guide, 'typed');
    await walk.begin();
    await walk.answer();
    clock.advance(181 * DAY);
    await sweep(store, { messages: 30, memory: 180, evidence: 90, erasureProofs: 1000 }, clock.now());
    expect(await core.rows('guide_runs')).toEqual([]);
    holds(await talker('w').say('继续'), copy.nothingToResume);
    expect(await core.rows('tickets')).toEqual([]);
  });

  it('leads out of a group by a link that brings the words along', async () => {
    const asked = `/${guide.name}`;
    const inGroup = core.person('w', { group: 'g' });
    const [shown] = await inGroup.say(asked);
    expect(shown?.text).toBe(copy.onlyPrivate(guide.name));
    const link = shown?.buttons.flat()[0]?.does;
    if (link?.kind !== 'private') throw new Error('no link');
    expect(await core.rows('guide_runs')).toEqual([]);
    holds(heard(await core.person('w').enter(link.payload)), copy.start(guide.name));
    expect(await core.rows('guide_runs')).toHaveLength(1);
  });

  it('comes to an end with every question passed over that may be', async () => {
    const needed = Object.fromEntries(
      guide.steps.flatMap(({ id, optional }) => {
        const answered = STORIES[guide.id][id];
        return optional || answered === undefined ? [] : [[id, answered]];
      }),
    );
    for (const way of ['typed', 'pressed'] as const) {
      const walk = createGuideWalk(guide, talker(way), scene(), needed, way);
      await walk.begin();
      await walk.toReview();
      await walk.confirm();
      for (const paper of walk.result().papers) holdsPaper(await talker(way).say(paper.name), paper);
      expect(idIn(await talker(way).say(copy.buttons.handOver))).not.toBe('');
    }
  });

  it('is not thrown by anything that is said to it', async () => {
    const walk = walkOf(guide, 'pressed');
    await walk.begin();
    await walk.toReview(async () => {
      const step = walk.step();
      for (const words of ABSURD) {
        if (walk.step() !== step) return;
        await walk.act(words, { kind: 'words', words });
      }
      if (walk.step() === step && step?.takes === 'pieces') await walk.answer();
    });
    for (const words of ABSURD) expect((await talker('w').say(words)).text).not.toBe('');
    holds(await talker('w').say('没错'), copy.result.consent(0));
    expect(idIn(await talker('w').say(copy.buttons.handOver))).not.toBe('');
  });

  it.each(['吉林省', '河北省', '云南省', '山东省/淄博市', '河北省/石家庄市'])(
    'says all that it has to say in %s',
    async (region) => {
      if (library.assistant.placeById(region) === undefined) throw new Error(`no ${region}`);
      const walk = walkOf(guide, 'typed', STORIES[guide.id], region);
      await walk.begin();
      await walk.toReview();
      await walk.confirm();
    },
  );
});

function idOfRow(guide: Guide, now: Scene, data: { answers: Scene['answers'] }, at: number): string {
  const path = guide.steps.filter((step) => step.applies({ ...now, answers: data.answers }));
  const id = path[at]?.id;
  if (id === undefined) throw new Error(`no row ${at}`);
  return id;
}
