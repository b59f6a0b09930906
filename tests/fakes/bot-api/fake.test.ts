import { Api } from 'grammy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeBotApiProcess, startFakeBotApiProcess } from './process.ts';
import { createFakeBotApi, type FakeBotApi } from './server.ts';

const TOKEN = '7:fake';
let fake: FakeBotApi;
let api: Api;

beforeAll(async () => {
  fake = createFakeBotApi({ token: TOKEN });
  await fake.start();
  api = new Api(TOKEN, { apiRoot: fake.url() });
  fake.users.say({ from: 1, text: '好' });
  fake.users.addGroup({ id: -1, forum: true });
});
afterAll(() => fake.stop());

/** A fake that takes what the real server refuses would make every test on it worthless. */
describe('the fake refuses what the real Bot API refuses, in its words', () => {
  const html = { parse_mode: 'HTML' } as const;
  const button = (data: string) => ({
    reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: data }]] },
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['an empty text', () => api.sendMessage(1, ' \n'), 'message text is empty'],
    ['4097 characters', () => api.sendMessage(1, 'x'.repeat(4097)), 'message is too long'],
    [
      '4097 after the tags',
      () => api.sendMessage(1, `<b>${'x'.repeat(4097)}</b>`, html),
      'message is too long',
    ],
    [
      'an unknown tag',
      () => api.sendMessage(1, '<p>x</p>', html),
      'Unsupported start tag "p" at byte offset 0',
    ],
    [
      'a tag left open',
      () => api.sendMessage(1, '<b>x', html),
      'Can\'t find end tag corresponding to start tag "b"',
    ],
    ['an end too much', () => api.sendMessage(1, '工</b>', html), 'Unexpected end tag at byte offset 3'],
    ['tags that cross', () => api.sendMessage(1, '<b><i>x</b></i>', html), 'Unmatched end tag'],
    ['an unknown chat', () => api.sendMessage(99, 'x'), 'chat not found'],
    [
      '65 bytes in a button',
      () => api.sendMessage(1, 'x', button(`${'汉'.repeat(21)}xx`)),
      'BUTTON_DATA_INVALID',
    ],
    [
      'a page on localhost',
      () =>
        api.sendMessage(1, 'x', {
          reply_markup: { inline_keyboard: [[{ text: 'x', url: 'http://localhost/' }]] },
        }),
      'Wrong HTTP URL',
    ],
    [
      'a reply to nothing',
      () => api.sendMessage(1, 'x', { reply_parameters: { message_id: 1 } }),
      'message to be replied not found',
    ],
    ['a lost topic', () => api.sendMessage(-1, 'x', { message_thread_id: 4 }), 'message thread not found'],
    ['an edit of nothing', () => api.editMessageText(1, 1, 'x'), 'message to edit not found'],
    ['an edit of a person’s message', () => api.editMessageText(1, 101, 'x'), "message can't be edited"],
    ['a press long gone', () => api.answerCallbackQuery('old'), 'query is too old'],
    [
      'a command in Chinese',
      () => api.setMyCommands([{ command: '帮助', description: 'x' }]),
      'BOT_COMMAND_INVALID',
    ],
    [
      'a secret with a blank',
      () => api.setWebhook('https://x.example', { secret_token: 'a b' }),
      'unallowed characters',
    ],
  ])('%s', async (_, call, words) => {
    await expect(call()).rejects.toMatchObject({
      error_code: 400,
      description: expect.stringContaining(words),
    });
  });

  it('4096 after the tags and 64 bytes in a button pass', async () => {
    const text = `<b>${'x'.repeat(4095)}&amp;</b>`;
    await api.sendMessage(1, text, { ...html, ...button('x'.repeat(64)) });
    expect(fake.sent().at(-1)?.text).toHaveLength(4096);
    expect(fake.sent().at(-1)?.entities).toEqual([{ type: 'bold', offset: 0, length: 4096 }]);
  });

  it('a second poller ends the first with a conflict', async () => {
    await api.getUpdates({ offset: 5000 });
    const first = api.getUpdates({ offset: 5000, timeout: 20 });
    first.catch(() => undefined);
    await fake.until(() => fake.calls('getUpdates') >= 2);
    const second = api.getUpdates({ offset: 5000, timeout: 20 });
    await expect(first).rejects.toMatchObject({ error_code: 409 });
    fake.users.say({ from: 1, text: '再来' });
    expect(await second).toMatchObject([{ message: { text: '再来' } }]);
  });
});

describe('the fake as a process', () => {
  let remote: FakeBotApiProcess;
  beforeAll(async () => {
    remote = await startFakeBotApiProcess(TOKEN);
  });
  afterAll(() => remote.stop());

  it('takes steps, and tells what was sent', async () => {
    const [message] = await remote.act([
      { do: 'say', from: 5, text: '一' },
      { do: 'say', from: 5, text: '二' },
      { do: 'repeat', nth: -1, newId: true },
      {
        do: 'fault',
        fault: { method: 'sendMessage', does: { kind: 'refuse', code: 500, description: 'x' } },
      },
    ]);
    expect(message).toEqual(expect.any(Number));
    const bot = new Api(TOKEN, { apiRoot: remote.url });
    expect(await bot.getUpdates()).toHaveLength(3);
    await expect(bot.sendMessage(5, '答')).rejects.toMatchObject({ error_code: 500 });
    await bot.sendMessage(5, '答');
    expect(await remote.sent()).toMatchObject([{ chat: 5, text: '答', seq: 1 }]);
    expect(await remote.sent(1)).toEqual([]);
    expect(await remote.state()).toMatchObject({ pending: 3, sent: 1 });
  });
});
