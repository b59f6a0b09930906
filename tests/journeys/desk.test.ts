import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../bot/clock.ts';
import { parseConfig } from '../../bot/config.ts';
import { deskCopy as copy } from '../../bot/copy/desk.ts';
import { loadDeskRules } from '../../bot/desk/load-rules.ts';
import { createDesk, type Desk, type ShownTicket } from '../../bot/desk/staff.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { createPatientStore } from '../../bot/store/patient-store.ts';
import { realTexts } from '../core.ts';
import { temporaryFolder } from '../fixtures.ts';
import { startTelegramWorld } from './telegram-world.ts';
import { startCallbackWorld } from './wecom-bot-world.ts';
import { startWecomWorld } from './wecom-world.ts';

const PATIENCE = 400_000;
const WANG = { name: '王主任', role: 'agent' as const };
const idIn = (text: string) => /T-\d{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

/** The folder of a server, and the desk of somebody at it, as `npm run desk` opens it. */
async function beside(): Promise<{
  readonly env: { readonly DATA_DIR: string };
  readonly openDesk: () => Promise<Desk>;
}> {
  const folder = temporaryFolder();
  closing.push(folder.dispose);
  const config = parseConfig({ DATA_DIR: folder.path });
  const { articleOf } = (await realTexts()).assistant;
  return {
    env: { DATA_DIR: folder.path },
    openDesk: async () => {
      const store = createPatientStore(await openStore(storeLocation(config)), systemClock);
      closing.push(store.close);
      const vault = await openVault(store, config);
      const rules = loadDeskRules(config.desk, undefined, articleOf);
      return createDesk({ store, vault, clock: systemClock, rules, via: 'terminal' });
    },
  };
}

async function until(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const delivered = (desk: Desk, id: string) =>
  until(async () => {
    const letters = (await desk.show(id, WANG))?.letters;
    return letters !== undefined && [...letters.values()].every((state) => state === 'sent');
  });
const said = (shown: ShownTicket | undefined) =>
  shown?.view.events.flatMap(({ change }) => (change?.kind === 'said' ? [change.words] : []));

describe('a ticket from a worker to the desk and back', { timeout: PATIENCE }, () => {
  it('on Telegram: over a restart, an answer by reply, and the end by a button', async () => {
    const { env, openDesk } = await beside();
    const world = await startTelegramWorld(env);
    closing.push(world.end);
    const worker = world.person(5101);
    await worker.say('/转人工');
    const id = idIn((await worker.say('站长不给我结上个月的单钱'))[0]?.text ?? '');
    expect(id).not.toBe('');

    const desk = await openDesk();
    expect((await desk.list('live', WANG, 10)).map((row) => row.id)).toEqual([id]);
    await desk.act(id, { kind: 'claim' }, WANG);
    await world.server().stop();
    // Written while nobody runs: it goes out with the next start.
    await desk.act(id, { kind: 'reply', words: '是哪个站点？', asks: true }, WANG);
    const before = world.fake.sent().length;
    await world.restart();
    await world.fake.until(() => world.fake.sent().length > before, 120_000);
    const asked = world.fake.sent().at(-1);
    expect(asked?.text).toContain('是哪个站点？');
    await delivered(desk, id);

    await worker.press(copy.say.answer);
    expect((await worker.say('城东站'))[0]?.text).toBe(copy.say.done(id));
    expect(said(await desk.show(id, WANG))).toEqual(['城东站']);

    const sent = world.fake.sent().length;
    await desk.act(id, { kind: 'resolve', words: '站点答应周五补发。' }, WANG);
    await world.fake.until(() => world.fake.sent().length > sent, 120_000);
    expect(world.fake.sent().at(-1)?.text).toContain('站点答应周五补发。');
    await delivered(desk, id);
    expect((await worker.press(copy.letter.solved))[0]?.text).toContain(copy.letter.thanks);
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('closed');
  });

  it('with the AI bot of WeCom, which cannot speak first: the answer comes with the next question, once', async () => {
    const { env, openDesk } = await beside();
    const world = await startCallbackWorld(env);
    closing.push(world.end);
    const worker = world.person('zhao.liu');
    await worker.say('/转人工');
    const opened = await worker.say('站长不给我结上个月的单钱');
    const id = idIn(opened);
    expect(opened).toContain(copy.handoff.pushless);
    const desk = await openDesk();
    await desk.act(id, { kind: 'claim' }, WANG);
    await desk.act(id, { kind: 'resolve', words: '站点答应周五补发。' }, WANG);
    expect((await desk.show(id, WANG))?.letters.get(3)).toBe('waiting');
    const progress = await worker.say('/进度');
    expect(progress).toContain('站点答应周五补发。');
    expect(progress).toContain(id);
    await delivered(desk, id);
    expect(await worker.say('/进度')).not.toContain('站点答应周五补发。');
    expect(await worker.say('没解决')).toContain(copy.letter.againHow);
    await worker.say('只补了一半');
    expect(said(await desk.show(id, WANG))).toEqual(['只补了一半']);
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('reopened');
  });

  it('in 微信客服: at once while the window is open, and when the customer writes again once it is not', async () => {
    const { env, openDesk } = await beside();
    const world = await startWecomWorld(env);
    closing.push(world.end);
    const worker = world.customer('wmZhao');
    await worker.say('/转人工');
    const id = idIn((await worker.say('站长不给我结上个月的单钱')).map(({ text }) => text).join());
    const desk = await openDesk();
    await desk.act(id, { kind: 'claim' }, WANG);
    await desk.act(id, { kind: 'reply', words: '我们今天去站点。', asks: false }, WANG);
    await delivered(desk, id);
    const shown = () => JSON.stringify(world.fake.all());
    expect(shown()).toContain('我们今天去站点。');
    const calls = world.fake.calls('kf/send_msg');

    // 48 hours without a word of the customer's: https://developer.work.weixin.qq.com/document/path/94677
    world.fake.faults.add({ endpoint: 'kf/send_msg', does: { kind: 'errcode', errcode: 95002 } });
    await desk.act(id, { kind: 'resolve', words: '站点答应周五补发。' }, WANG);
    await until(async () => world.fake.calls('kf/send_msg') > calls);
    await until(async () => (await desk.show(id, WANG))?.letters.get(4) === 'waiting');
    expect(shown()).not.toContain('站点答应周五补发。');
    const back = (await worker.say('/进度')).map(({ text, menu }) => text + JSON.stringify(menu)).join();
    expect(back).toContain('站点答应周五补发。');
    expect(back).toContain(copy.letter.solved);
    await delivered(desk, id);
    expect((await worker.say('解决了')).map(({ text }) => text).join()).toContain(copy.letter.thanks);
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('closed');
  });
});
