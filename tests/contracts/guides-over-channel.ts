import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatChinaDay } from '../../bot/china-time.ts';
import { systemClock } from '../../bot/clock.ts';
import { parseConfig } from '../../bot/config.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import { guideCopy as copy } from '../../bot/copy/guide.ts';
import { shiftCopy } from '../../bot/copy/guides/shift.ts';
import { createDesk, type Desk } from '../../bot/desk/staff.ts';
import { GUIDES } from '../../bot/guides/catalogue.ts';
import type { Guide } from '../../bot/guides/guide.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { DESK } from '../core.ts';
import { temporaryFolder } from '../fixtures.ts';
import { STORIES } from './guide-answers.ts';
import { sceneIn } from './guide-scene.ts';
import {
  createGuideWalk,
  type GuideWalk,
  type Heard,
  holds,
  holdsPaper,
  labelShown,
  offers,
  type Talker,
  type Way,
} from './guide-walk.ts';

/** A channel as its people meet it, in front of the whole bot. */
export type GuideWorld = {
  readonly library: Library;
  /** Somebody who was never there before. */
  readonly somebody: () => Talker;
  /** The end of the program, and a new one on the same data; where nothing lasts, only what it says. */
  readonly restart: () => Promise<void>;
  /** The union's desk beside it. */
  readonly desk: () => Desk;
  readonly end: () => Promise<void>;
};

export type GuideChannel = {
  readonly name: string;
  readonly start: () => Promise<GuideWorld>;
  readonly presses: boolean;
  /** Whether a PDF can be had there. */
  readonly givesFiles: boolean;
};

const PATIENCE = 180_000;
const NANCHANG = '江西省/南昌市';
const DETOUR = '入职收押金合法吗';
const WANG = { name: '王主任', role: 'agent' as const };
const idIn = ({ text }: Heard) => /T-\d{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '';

/** Every guide by typing, and by pressing where there is something to press: to the paper and to the desk. */
export function describeGuides({ name, start, presses, givesFiles }: GuideChannel): void {
  describe(`guides: ${name}`, { timeout: PATIENCE }, () => {
    let world: GuideWorld;
    beforeAll(async () => {
      world = await start();
    }, PATIENCE);
    afterAll(() => world.end(), PATIENCE);

    const walkOf = (guide: Guide, talker: Talker, way: Way) =>
      createGuideWalk(
        guide,
        talker,
        sceneIn(world.library, NANCHANG, () => formatChinaDay(Date.now())),
        STORIES[guide.id],
        way,
      );
    /** @returns what the union gets */
    const handed = async (heard: Heard, walk: GuideWalk, guide: Guide) => {
      const id = idIn(heard);
      expect((await world.desk().show(id, WANG))?.kind).toBe(guide.kind);
      await world.desk().act(id, { kind: 'claim' }, WANG);
      const draft = JSON.stringify((await world.desk().show(id, WANG))?.view.draft);
      for (const { full } of walk.rows()) expect(draft).toContain(JSON.stringify(full).slice(1, -1));
    };

    describe.each(GUIDES.map((guide) => [guide.name, guide] as const))('%s', (_, guide) => {
      it('is typed through, with a question in between and over a restart', async () => {
        const talker = world.somebody();
        const walk = walkOf(guide, talker, 'typed');
        await walk.begin();
        await walk.toReview(async (at) => {
          if (at === 1) holds(await walk.act(DETOUR, null), '押金', copy.leadBack(guide.name));
          if (at === 4) await world.restart();
        });
        const result = await walk.confirm();
        const { papers } = walk.result();
        const forms = [copy.buttons.pdf, copy.buttons.docx] as const;
        for (const [at, paper] of papers.entries()) {
          holdsPaper(await talker.say(paper.name), paper);
          const [form = copy.buttons.pdf] = forms.slice(at);
          const file = await talker.say(form(paper.name));
          if (givesFiles) expect(file.files.join()).toMatch(/^(?:%PDF|PK)/);
          else {
            holds(file, copy.result.noFiles);
            holdsPaper(file, paper);
            for (const label of forms.map((one) => one(paper.name)))
              expect(labelShown(result, label), 'a file that cannot be sent is not offered').toBeUndefined();
          }
        }
        await handed(await talker.say(copy.buttons.handOver), walk, guide);
      });

      it.runIf(presses)('is pressed through, over a restart', async () => {
        const talker = world.somebody();
        const walk = walkOf(guide, talker, 'pressed');
        await walk.begin();
        const go = async (at: number) => {
          if (at === 4) await world.restart();
        };
        await walk.toReview(go);
        const result = await walk.confirm();
        const [paper] = walk.result().papers;
        if (paper !== undefined) holdsPaper(await pressOr(talker, result, paper.name), paper);
        const again = paper === undefined ? result : await talker.say('继续');
        await handed(await pressOr(talker, again, copy.buttons.handOver), walk, guide);
      });
    });

    it('counts a shift', async () => {
      const talker = world.somebody();
      await talker.say('/地区 吉林');
      const { buttons } = shiftCopy;
      const on = await talker.say(buttons.start);
      holds(on, shiftCopy.hints);
      if (presses) offers(on, buttons.rest, buttons.end);
      const resting = await pressOr(talker, on, buttons.rest);
      holds(resting, '歇着');
      const back = await pressOr(talker, resting, buttons.back);
      holds(back, '接着跑');
      holds(await pressOr(talker, back, buttons.end), '收工了');
      holds(await talker.say(buttons.log), shiftCopy.logNote);
    });
  });
}

/** Presses what can be pressed, and types the rest. */
async function pressOr(talker: Talker, heard: Heard, label: string): Promise<Heard> {
  const shown = labelShown(heard, label);
  return shown === undefined ? talker.say(label) : talker.press(shown);
}

/** A folder for a server, and a desk that reads it beside the server. */
export async function openFolder(): Promise<{
  readonly env: { readonly DATA_DIR: string };
  /** Once the server has started. */
  readonly openDesk: () => Promise<Desk>;
  readonly close: () => Promise<void>;
}> {
  const folder = temporaryFolder();
  const closing: (() => Promise<void>)[] = [];
  const config = parseConfig({ DATA_DIR: folder.path });
  return {
    env: { DATA_DIR: folder.path },
    openDesk: async () => {
      const store = await openStore(storeLocation(config));
      closing.push(store.close);
      const vault = await openVault(store, config);
      return createDesk({ store, vault, clock: systemClock, rules: DESK.rules, via: 'terminal' });
    },
    close: async () => {
      for (const step of closing) await step();
      folder.dispose();
    },
  };
}
