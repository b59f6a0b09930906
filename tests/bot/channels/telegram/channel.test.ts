import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../../bot/channels/telegram/channel.ts';
import { telegramCopy } from '../../../../bot/copy/telegram.ts';
import { createFakeBotApi } from '../../../fakes/bot-api/server.ts';
import { createRig, deliveryOf, forever, listen, PRIVATE, type Rig, saying, TOKEN, text } from './rig.ts';

const WORKER = 501;
const GROUP = -1001;
let rig: Rig;

beforeEach(async () => {
  rig = await createRig();
  rig.fake.users.addGroup({ id: GROUP, forum: true });
});
afterEach(() => rig.end());

describe('receiving by long polling', () => {
  it('what was said before the start and after it arrives once, in order, and is confirmed', async () => {
    rig.fake.users.say({ from: WORKER, text: '第一' });
    await rig.start();
    expect(rig.channel.state()).toEqual({ state: 'ready', detail: '' });
    await rig.acceptedAtLeast(1);
    rig.fake.users.say({ from: WORKER, text: '第二' });
    rig.fake.users.say({ from: WORKER, text: '第三' });
    await rig.acceptedAtLeast(3);
    await rig.fake.until(() => rig.fake.pending() === 0);
    expect(rig.accepted.map(({ content }) => content.kind === 'text' && content.text)).toEqual([
      '第一',
      '第二',
      '第三',
    ]);
  });

  it('asks for the kinds that it reads, and sets the menus', async () => {
    await rig.start();
    await rig.fake.until(
      () => rig.fake.calls('setMyCommands') === 3 && rig.fake.commands('all_group_chats') !== undefined,
    );
    expect(rig.fake.commands('default')?.map(({ command }) => command)).toEqual([
      'help',
      'region',
      'source',
      'guides',
      'resume',
      'human',
      'progress',
      'bot',
      'files',
      'work',
      'off',
      'privacy',
      'export',
      'delete',
    ]);
    expect(rig.fake.commands('all_private_chats')).toEqual(rig.fake.commands('default'));
    expect(rig.fake.commands('all_group_chats')).toEqual([
      { command: 'help', description: '帮助' },
      { command: 'region', description: '换地区' },
    ]);
  });

  it('a whole batch is handed over at once', async () => {
    for (let i = 0; i < 250; i++) rig.fake.users.say({ from: WORKER, text: `第${i}` });
    const batches: number[] = [];
    rig.onAccept = async (inbounds) => void batches.push(inbounds.length);
    await rig.start();
    await rig.acceptedAtLeast(250);
    expect(batches).toEqual([100, 100, 50]);
  });

  it('a press stops turning at once, whether or not it can be kept', async () => {
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '在吗' });
    const outbound = {
      parts: [text('选')],
      buttons: [[{ label: '好', does: { kind: 'action' as const, action: 'ok' } }]],
    };
    await rig.channel.send(deliveryOf(rig, outbound, { chat: String(WORKER) }), forever);
    const bearer = rig.fake.sent()[0]?.message ?? 0;
    rig.onAccept = () => Promise.reject(new Error('full'));
    const id = rig.fake.users.press({ from: WORKER, message: bearer, data: 'ok' });
    await rig.fake.until(() => rig.fake.answered().includes(id));
    rig.onAccept = async () => {};
    await rig.acceptedAtLeast(2);
    expect(rig.accepted[1]).toMatchObject({
      event: `c:${id}`,
      message: String(bearer),
      content: { kind: 'button', action: 'ok' },
    });
  });

  it('the same update again, and the same message under a new update id, bear the same event', async () => {
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '一' });
    await rig.acceptedAtLeast(1);
    rig.fake.users.repeat(-1, false);
    await rig.acceptedAtLeast(2);
    rig.fake.users.repeat(-1, true);
    await rig.acceptedAtLeast(3);
    expect(new Set(rig.accepted.map(({ event }) => event)).size).toBe(1);
  });

  it('service messages and broken updates are counted and passed over', async () => {
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '', fields: { text: undefined, new_chat_title: 'x' } });
    rig.fake.users.push({ message: { message_id: 'x' } });
    rig.fake.users.say({ from: WORKER, text: '好' });
    await rig.acceptedAtLeast(1);
    expect(rig.received).toEqual(['ignored service', 'refused shape']);
    await rig.fake.until(() => rig.fake.pending() === 0);
  });
});

describe('nothing is confirmed before it is stored', () => {
  it('while the store cannot keep it, it stays with Telegram; then it arrives', async () => {
    let tries = 0;
    rig.onAccept = async () => {
      tries++;
      if (tries < 6) throw new Error('full');
    };
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '别丢' });
    await rig.acceptedAtLeast(1);
    expect(tries).toBe(6);
    expect(rig.notes.filter((note) => note === 'error telegram-not-stored')).toHaveLength(1);
    await rig.fake.until(() => rig.fake.pending() === 0);
    expect(rig.channel.state().state).toBe('ready');
  });

  it('a channel that stops while the store is full leaves it with Telegram, and the next start gets it', async () => {
    const failed = new Promise<void>((resolve) => {
      rig.onAccept = () => {
        resolve();
        return Promise.reject(new Error('full'));
      };
    });
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '别丢' });
    await failed;
    await rig.fake.until(
      () => rig.notes.includes('error telegram-state') || rig.channel.state().state === 'down',
    );
    expect(rig.channel.state()).toEqual({ state: 'down', detail: telegramCopy.state.storeFull });
    await rig.channel.stop();
    expect(rig.accepted).toEqual([]);
    expect(rig.fake.pending()).toBe(1);

    const second = createTelegramChannel({
      ...{ token: TOKEN, apiRoot: rig.fake.url(), publicUrl: undefined },
      ...{ mode: { kind: 'polling' }, telemetry: listen().telemetry },
    }).channel;
    const got = new Promise((resolve) =>
      second.start(async (inbounds) => {
        resolve(inbounds[0]?.content);
      }),
    );
    expect(await got).toMatchObject({ text: '别丢' });
    await second.stop();
    expect(rig.fake.pending()).toBe(0);
  });

  it('stopping waits for what is being stored and confirms it', async () => {
    let finish = () => {};
    const begun = new Promise<void>((resolve) => {
      rig.onAccept = () =>
        new Promise((stored) => {
          finish = stored;
          resolve();
        });
    });
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '最后一句' });
    await begun;
    const stopped = rig.channel.stop();
    finish();
    await stopped;
    expect(rig.accepted).toHaveLength(1);
    expect(rig.fake.pending()).toBe(0);
  });
});

describe('whatever Telegram does, the program lives and says what is wrong', () => {
  const wait = (check: () => boolean) => rig.fake.until(check);

  it('a revoked or wrong token', async () => {
    rig.fake.revokeToken();
    await rig.start();
    expect(rig.channel.state()).toEqual({ state: 'down', detail: telegramCopy.state.badToken });
    const { channel } = createTelegramChannel({
      ...{ token: '7001:other', apiRoot: rig.fake.url(), publicUrl: undefined },
      ...{ mode: { kind: 'polling' }, telemetry: listen().telemetry },
    });
    await channel.start(async () => {});
    expect(channel.state()).toEqual({ state: 'down', detail: telegramCopy.state.badToken });
    await channel.stop();
  });

  it('not there at the start: it keeps trying and gets through', async () => {
    const url = rig.fake.url();
    await rig.fake.stop();
    await rig.start();
    expect(rig.channel.state()).toEqual({ state: 'connecting', detail: telegramCopy.state.unreachable });
    const back = createFakeBotApi({ token: TOKEN, port: Number(new URL(url).port) });
    await back.start();
    back.users.say({ from: WORKER, text: '回来了' });
    await rig.acceptedAtLeast(1);
    await rig.channel.stop();
    await back.stop();
  });

  it('somebody else sets a webhook, and takes it away', async () => {
    await rig.start();
    await wait(() => rig.fake.calls('getUpdates') > 0);
    rig.fake.setWebhook('http://127.0.0.1:9/x', 'y');
    rig.fake.users.say({ from: WORKER, text: '醒' });
    await wait(() => rig.channel.state().state === 'down');
    expect(rig.channel.state().detail).toBe(telegramCopy.state.conflict);
    rig.fake.setWebhook('', '');
    rig.fake.users.say({ from: WORKER, text: '又来' });
    await rig.acceptedAtLeast(2);
    expect(rig.channel.state().state).toBe('ready');
  });

  it('two programs fetch for one bot: they take turns, and nothing is lost between them', async () => {
    const waits: number[] = [];
    const second = createTelegramChannel({
      ...{ token: TOKEN, apiRoot: rig.fake.url(), publicUrl: undefined },
      ...{ mode: { kind: 'polling' }, telemetry: listen().telemetry },
      sleep: async (ms, signal) => {
        waits.push(ms);
        await new Promise((resolve) => (signal?.aborted ? resolve(undefined) : setTimeout(resolve, 2)));
      },
    }).channel;
    await rig.start();
    const events = new Set<string>();
    rig.onAccept = async (inbounds) => inbounds.forEach(({ event }) => void events.add(event));
    await second.start(async (inbounds) => {
      for (const { event } of inbounds) events.add(event);
    });
    for (let i = 0; i < 30; i++) {
      rig.fake.users.say({ from: WORKER, text: `第${i}` });
      await rig.fake.until(() => events.size > i);
    }
    await rig.fake.until(() => waits.length > 0);
    expect(new Set(waits)).toEqual(new Set([10_000]));
    await second.stop();
  });

  it.each([
    ['flood', { kind: 'retry-after', seconds: 1 }],
    ['a server error', { kind: 'refuse', code: 502, description: 'Bad Gateway' }],
    ['a gateway', { kind: 'gateway', status: 502, carriedOut: false }],
    ['a cut line', { kind: 'reset', carriedOut: false }],
  ] as const)('%s while polling', async (_, does) => {
    rig.fake.faults.add({ method: 'getUpdates', does, times: 3 });
    rig.fake.faults.add({ method: 'getMe', does, times: 2 });
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '还在' });
    await rig.acceptedAtLeast(1);
    expect(rig.fake.calls('getUpdates')).toBeGreaterThan(3);
  });

  it('a menu that cannot be set holds nothing up', async () => {
    const does = { kind: 'refuse', code: 400, description: 'Bad Request: BOT_COMMAND_INVALID' } as const;
    rig.fake.faults.add({ method: 'setMyCommands', does });
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '还在' });
    await rig.acceptedAtLeast(1);
  });

  it('stops at once before it ever got through, and without having started', async () => {
    const idle = await createRig();
    await idle.end();
    await rig.fake.stop();
    await rig.start();
    await rig.channel.stop();
  });
});

describe('who runs the group', () => {
  const regionBy = (from: number) =>
    rig.fake.users.say({ from, chat: GROUP, text: '@gongyou_bot /地区 云南' });

  it('is asked of Telegram for a command that sets the group’s place', async () => {
    rig.fake.users.makeAdmin(GROUP, 1);
    regionBy(1);
    regionBy(2);
    rig.fake.users.say({ from: 1, chat: GROUP, text: '@gongyou_bot 工资' });
    rig.fake.users.say({ from: WORKER, text: '/地区 云南' });
    await rig.start();
    await rig.acceptedAtLeast(4);
    expect(rig.accepted.map(({ sender }) => sender.admin)).toEqual([true, false, null, null]);
    expect(rig.fake.calls('getChatMember')).toBe(2);
  });

  it('is unknown when Telegram does not tell', async () => {
    rig.fake.faults.add({
      method: 'getChatMember',
      does: { kind: 'refuse', code: 400, description: 'Bad Request: x' },
    });
    regionBy(1);
    await rig.start();
    await rig.acceptedAtLeast(1);
    expect(rig.accepted[0]?.sender.admin).toBeNull();
  });
});

describe('names of its own', () => {
  const handOver = { label: '私聊我', does: { kind: 'private' as const, payload: 'q_7' } };

  it('a button into the private chat is left out until the bot knows its name', async () => {
    const buttons = () => rig.channel.encode({ parts: [text('好')], buttons: [[handOver]] }, PRIVATE);
    expect(buttons()).toMatchObject([{ keyboard: [] }]);
    await rig.start();
    expect(buttons()).toMatchObject([{ keyboard: [[{ url: 'https://t.me/gongyou_bot?start=q_7' }]] }]);
  });

  it('says what it can', () => {
    expect(rig.channel.name).toBe('telegram');
    expect(rig.channel.capabilities).toEqual({
      text: { max: 4096, unit: 'chars' },
      ...{ perTurn: null, idempotent: false, edits: true, push: 'free', privateLinks: true, buttons: true },
      files: { private: true, group: true, taken: true },
    });
    expect(rig.channel.encode(saying(), PRIVATE)).toEqual([]);
  });
});
