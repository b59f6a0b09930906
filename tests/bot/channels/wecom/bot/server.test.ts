import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOT_HOOK } from '../../../../../bot/channels/wecom/connect.ts';
import { conversationCopy as copy } from '../../../../../bot/copy/conversation.ts';
import { filesCopy as files } from '../../../../../bot/copy/files.ts';
import { madeUpTexts } from '../../../../core.ts';
import {
  type BotPerson,
  startCallbackWorld,
  startSocketWorld,
  type WecomBotWorld,
} from '../../../../journeys/wecom-bot-world.ts';
import { showMarkdown } from './markdown.ts';

const PATIENCE = 60_000;
const slowDown = copy.slowDown(0).split('，')[0] ?? '-';

describe.each([
  ['by callbacks over HTTP', startCallbackWorld],
  ['by the long connection', startSocketWorld],
])('whoever writes to the AI bot gets a word, %s', (_, startWorld) => {
  let world: WecomBotWorld;
  let member: BotPerson;
  beforeAll(async () => {
    world = await startWorld({ SLOW_DOWN_PERSON_PER_MINUTE: '2' }, await madeUpTexts());
    member = world.person('zhou', { chat: 'wrGroup' });
  }, PATIENCE);
  afterAll(() => world.end(), PATIENCE);
  const shown = (markdown: string) => showMarkdown(markdown).text;

  it('for a command in a group that nobody knows', async () => {
    expect(shown(await member.say('@工友 /suanming'))).toBe(copy.unknownCommand);
  });

  it('for nothing but the name', async () => {
    expect(shown(await member.say('@工友\u2005'))).not.toBe('');
  });

  it('each time, however often they are asked to wait', async () => {
    const said: string[] = [];
    for (let i = 0; i < 6; i++)
      said.push(shown(await world.person('wu').say(`在甲川，站点收押金对不对 ${i}`)));
    expect(said.slice(0, 2).some((text) => text.startsWith(slowDown))).toBe(false);
    expect(said.slice(2).every((text) => text.startsWith(slowDown))).toBe(true);
  });

  it('for a picture in a group and for one alone', async () => {
    expect(shown(await member.picture())).toBe(files.inGroup);
    expect(world.fetched()).toBe(0);
    expect(shown(await world.person('wang').picture())).toContain(files.received('photo', 1));
    expect(world.fetched()).toBe(1);
  });
});

describe('the server with the AI bot by callbacks', () => {
  let world: Awaited<ReturnType<typeof startCallbackWorld>>;
  let logged: string;
  let write: typeof process.stderr.write;
  beforeEach(async () => {
    logged = '';
    write = process.stderr.write;
    world = await startCallbackWorld({ LOG_LEVEL: 'debug' }, await madeUpTexts());
  }, PATIENCE);
  afterEach(async () => {
    process.stderr.write = write;
    await world.end();
  }, PATIENCE);

  const count = async (what: string) => {
    const text = await (await fetch(`${world.server().url}/metrics`)).text();
    const line = `gongyou_received_total{channel="wecom-bot",what="${what}"} `;
    return Number(
      text
        .split('\n')
        .find((one) => one.startsWith(line))
        ?.slice(line.length) ?? 0,
    );
  };

  it('proves its address, refuses what is not WeCom’s, and counts that', async () => {
    const url = `${world.server().url}${BOT_HOOK}`;
    expect(await world.fake.callbacks.verify({ ...world.target, url })).toEqual({
      passed: true,
      status: 200,
    });
    const wrong = { ...world.target, url, token: 'another' };
    expect(await world.fake.callbacks.verify(wrong)).toMatchObject({ passed: false, status: 403 });
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(2 << 20) })).status).toBe(413);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
    expect(
      (await fetch(`${url}?msg_signature=1&timestamp=1&nonce=1`, { method: 'POST', body: '{}' })).status,
    ).toBe(400);
    expect(await count('refused')).toBe(4);
    expect(await count('accepted')).toBe(0);
  });

  it('answers three callbacks of one message once, as the official cipher reads it', async () => {
    const value = {
      ...{ msgid: 'm1', aibotid: world.botId, chattype: 'single', from: { userid: 'li' } },
      ...{ msgtype: 'text', text: { content: '在甲川，站点收押金对不对' } },
    };
    const target = { ...world.target, url: `${world.server().url}${BOT_HOOK}` };
    const outcomes = await Promise.all([1, 2, 3].map(() => world.fake.callbacks.postJson(target, value)));
    const replies = new Set(outcomes.map(({ reply }) => reply));
    expect(replies.size).toBe(1);
    // With its card each time: whoever is asked again has shown nobody the first.
    expect(JSON.parse([...replies][0] ?? '')).toMatchObject({
      ...{ msgtype: 'stream_with_template_card', stream: { finish: true } },
      template_card: expect.anything(),
    });
    expect([await count('accepted'), await count('repeated')]).toEqual([1, 2]);
  });

  it('logs nothing that is secret or anybody’s', async () => {
    process.stderr.write = (chunk: string | Uint8Array) => {
      logged += String(chunk);
      return true;
    };
    await world.person('li').say('我叫李四，在甲川，站点收了押金');
    const url = `${world.server().url}${BOT_HOOK}`;
    await fetch(`${url}?msg_signature=sig&timestamp=1&nonce=n`, {
      method: 'POST',
      body: '{"encrypt":"abc"}',
    });
    await world.server().stop();
    process.stderr.write = write;
    for (const secret of [
      'response_code',
      'AICODE',
      world.target.token,
      world.target.encodingAESKey,
      '李四',
      '押金',
    ])
      expect(logged).not.toContain(secret);
  });
});
