import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../bot/clock.ts';
import { parseConfig } from '../../bot/config.ts';
import { telegramCopy } from '../../bot/copy/telegram.ts';
import { createDesk, type Desk } from '../../bot/desk/staff.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { createPatientStore } from '../../bot/store/patient-store.ts';
import { DESK } from '../core.ts';
import { createSetting, drained, eventually, type Setting } from './setting.ts';

const WORKER = 1000;
const WANG = { name: '王主任', role: 'agent' as const };
const KILLS = 12;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

/** The desk of somebody at the server, in a process that is not killed. */
async function openDesk(folder: string): Promise<Desk> {
  const config = parseConfig({ DATA_DIR: folder });
  const store = createPatientStore(await openStore(storeLocation(config)), systemClock);
  closing.push(store.close);
  const vault = await openVault(store, config);
  return createDesk({ store, vault, clock: systemClock, rules: DESK.rules, via: 'terminal' });
}

async function begun({ fake, start }: Setting): Promise<string> {
  const server = start();
  const url = await server.ready;
  if (url === undefined) throw new Error(`did not start: ${server.complaints()}`);
  fake.users.say({ from: WORKER, text: '/转人工' });
  fake.users.say({ from: WORKER, text: '站长不给我结上个月的单钱' });
  const idOf = () =>
    /T-\d{4}-[2-9A-Z]{4}/.exec(
      fake
        .sent()
        .map(({ text }) => text)
        .join(),
    )?.[0];
  await eventually(
    () => idOf() !== undefined,
    () => 'no ticket',
  );
  await drained(url, fake);
  await server.stop();
  return idOf() ?? '';
}

/** What of staff’s words arrived, each as often as it came, with whether it says that it may be a repeat. */
const arrived = ({ fake }: Setting) =>
  fake.sent().flatMap(({ text }) => {
    const word = /回话(\d+)。/.exec(text)?.[1];
    return word === undefined ? [] : [{ word: Number(word), marked: text.startsWith(telegramCopy.repeat) }];
  });

async function oneMore(setting: Setting): Promise<void> {
  const before = arrived(setting).length;
  const end = Date.now() + 10_000;
  while (arrived(setting).length === before && Date.now() < end) await pause(1);
}

it('a server that is killed in the middle of letters tells each once or marks it, in order, and loses no word of either side', {
  timeout: 600_000,
}, async () => {
  // So slow an answer that it is still on its way when the server dies.
  const setting = await createSetting({}, { lag: () => 60 });
  closing.push(setting.close);
  const { chance, fake, folder, start } = setting;
  const id = await begun(setting);
  const desk = await openDesk(folder);
  expect((await desk.act(id, { kind: 'claim' }, WANG)).kind).toBe('done');

  let written = 0;
  let said = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const server = start();
    if ((await server.ready) === undefined) throw new Error(`did not start: ${server.complaints()}`);
    const words = chance.whole(1, 3);
    for (let i = 0; i < words; i++) {
      // In the same moment: the worker’s word and the staff’s are numbered one after the other, whoever is first.
      fake.users.say({ from: WORKER, text: `/补充 补充${said++}。` });
      const command = { kind: 'reply' as const, words: `回话${written++}。`, asks: chance.next() < 0.5 };
      expect((await desk.act(id, command, WANG)).kind).toBe('done');
    }
    // Between the look for letters, the outbox, the platform and the mark: a look is made each second. Every other time it
    // dies as a letter stands in the chat, and before it can hear of that.
    if (kill % 2 === 0) await pause(chance.whole(0, 1_300));
    else await oneMore(setting);
    await server.kill();
  }

  const last = start();
  const url = (await last.ready) ?? '';
  const lettersDone = async () => {
    const letters = [...((await desk.show(id, WANG))?.letters.values() ?? [])];
    return letters.length === written && letters.every((state) => state === 'sent');
  };
  await drained(url, fake);
  await eventually(lettersDone, () => `letters; CRASH_SEED=${chance.seed}`);

  const got = arrived(setting);
  const repeats = got.filter(({ word }, i) => got[i - 1]?.word === word);
  const once = got.filter(({ word }, i) => got[i - 1]?.word !== word).map(({ word }) => word);
  expect(once, `CRASH_SEED=${chance.seed}`).toEqual(Array.from({ length: written }, (_, i) => i));
  expect(repeats.filter(({ marked }) => !marked)).toEqual([]);
  // Deaths that never met a letter on its way would prove nothing.
  expect(repeats.length).toBeGreaterThan(0);
  const events = (await desk.show(id, WANG))?.view.events ?? [];
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
  expect(events.flatMap(({ change }) => (change?.kind === 'said' ? [change.words] : []))).toEqual(
    Array.from({ length: said }, (_, i) => `补充${i}。`),
  );
  console.log(
    `staff’s letters: ${repeats.length} repeats of ${written}, each marked, over ${KILLS} kills (CRASH_SEED=${chance.seed})`,
  );
  expect(await last.stop()).toEqual({ code: 0, signal: null });
});
