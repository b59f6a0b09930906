import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urgentCopy } from '../../../bot/copy/urgent.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { createCore, realTexts } from '../../core.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';

const URGENT = [
  { number: '110', name: '报警' },
  { number: '120', name: '急救' },
];
let store: Store;
let core: ReturnType<typeof createCore>;
beforeAll(async () => {
  store = await openStore({ kind: 'memory' });
  core = createCore({
    store,
    library: await realTexts(),
    channels: [createScriptedChannel()],
    settings: { urgent: URGENT },
  });
}, 400_000);
afterAll(() => store.close());

const words = (said: readonly { readonly text: string }[]) => said.map(({ text }) => text).join('\n');

describe('somebody in danger', () => {
  it('hears what to do and whom to call, and may have the union call', async () => {
    const rider = core.person('beaten');
    const said = words(await rider.say('我刚被站长打了，头在流血'));
    expect(said).toContain('110 报警');
    expect(said).toContain('120 急救');
    const called = words(await rider.press(urgentCopy.call));
    expect(called).toMatch(/T-\d{4}-\w{4}/);
    const [ticket] = await core.rows('tickets');
    expect(ticket).toMatchObject({ kind: 'urgent', urgent: 1, state: 'open' });
    // The words lie sealed, and a second wish opens no second ticket.
    expect(JSON.stringify(await core.rows('tickets'))).not.toContain('流血');
    await rider.say(urgentCopy.call);
    expect(await core.rows('tickets')).toHaveLength(1);
  });

  it('is taken out of a form, finds it again, and may then tell the form what happened', async () => {
    const rider = core.person('in-a-form');
    await rider.say('我在长春跑单');
    await rider.say('/入会');
    const said = words(await rider.say('救命，站长带人要打我'));
    expect(said).toContain('110 报警');
    expect(said).toContain('先给你放着');
    expect(words(await rider.say('继续'))).toContain('你是干哪一行的');
    expect(words(await rider.say('站长带人要打我'))).not.toContain('110');
  });

  it('has withheld papers answered by the clause as well', async () => {
    const rider = core.person('no-papers');
    await rider.say('我在长春跑单');
    const said = words(await rider.say('站长扣着我的身份证不还'));
    expect(said).toContain('110 报警');
    expect(said).toContain('第四十二条');
  });

  it('is told in a group without anything of it going to a person', async () => {
    const rider = core.person('before-all', { group: 'station' });
    const said = await rider.say('我刚才被撞了，腿动不了');
    expect(words(said)).toContain('120 急救');
    expect(said.flatMap(({ buttons }) => buttons.flat()).map(({ label }) => label)).toEqual([
      urgentCopy.openPrivate,
    ]);
  });

  it('is not heard in everyday complaints', async () => {
    const rider = core.person('complains');
    await rider.say('我在长春跑单');
    for (const complaint of ['差评要把我打死了，申诉也没人理', '账号被锁了怎么办', '撞单了算谁的'])
      expect(words(await rider.say(complaint))).not.toContain('110 报警');
  });
});
