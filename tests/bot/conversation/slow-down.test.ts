import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationCopy as copy } from '../../../bot/copy/conversation.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { type Core, createCore, madeUpTexts } from '../../core.ts';

const library = await madeUpTexts();
const HEAT = '甲川大热天有没有高温费';

let core: Core;
beforeEach(async () => {
  core = createCore({
    store: await openStore({ kind: 'memory' }),
    library,
    settings: { slowDown: { person: 3, group: 5 } },
  });
});
afterEach(() => core.store.close());

const text = (shown: readonly { readonly text: string }[]) => shown.map((message) => message.text).join('\n');

it('asks somebody who is too fast to wait, each time, and says how long', async () => {
  const rider = core.person('r');
  for (let i = 0; i < 3; i++) {
    expect(text(await rider.say(HEAT))).toContain('高温天气应当发放补贴');
    core.clock.advance(1_000);
  }
  expect(text(await rider.say(HEAT))).toBe(copy.slowDown(57));
  expect(text(await rider.say(HEAT))).toBe(copy.slowDown(57));
  core.clock.advance(10_000);
  expect(text(await rider.say(HEAT))).toBe(copy.slowDown(47));
  core.clock.advance(47_000);
  expect(text(await rider.say(HEAT))).toContain('高温天气应当发放补贴');
});

it('is for one person in one chat: nobody waits for another, and nobody loses a command', async () => {
  const rider = core.person('r');
  for (let i = 0; i < 4; i++) await rider.say(HEAT);
  expect(text(await core.person('other').say(HEAT))).toContain('高温天气应当发放补贴');
  expect(text(await core.person('r', { group: 'g' }).say(HEAT))).toContain('高温天气应当发放补贴');
  expect(text(await rider.say('/帮助'))).toContain(copy.help.private[0]);
});

it('asks a whole group to wait that is too fast together', async () => {
  for (let i = 0; i < 5; i++)
    expect(text(await core.person(`r${i}`, { group: 'g' }).say(HEAT))).toContain('高温天气应当发放补贴');
  expect(text(await core.person('r5', { group: 'g' }).say(HEAT))).toBe(copy.slowDownGroup(60));
  expect(text(await core.person('r5', { group: 'h' }).say(HEAT))).toContain('高温天气应当发放补贴');
  expect(text(await core.person('r5').say(HEAT))).toContain('高温天气应当发放补贴');
});

it.each(['撑不住了，真不想活了', '干脆从楼上跳楼算了'])(
  'never asks somebody in danger to wait: %s',
  async (words) => {
    const rider = core.person('r', { group: 'g' });
    for (let i = 0; i < 5; i++) await rider.say(HEAT);
    const [said] = await rider.say(words);
    expect(said?.text).toContain('先停一停');
    // Nor does it count against anybody.
    core.clock.advance(60_000);
    for (let i = 0; i < 9; i++) await rider.say(words);
    expect(text(await rider.say(HEAT))).toContain('高温天气应当发放补贴');
  },
);
