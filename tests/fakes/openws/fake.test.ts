import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as official from '@wecom/aibot-node-sdk';
import { describe, expect, it } from 'vitest';
import { startFakeOpenWsProcess } from './process.ts';
import { createFakeOpenWs } from './server.ts';

const BOT = { botId: 'b', secret: 's' };
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const SDK = new URL('../../../bot/channels/wecom/sdk/index.ts', import.meta.url).href;

const happens = (client: official.WSClient, event: 'authenticated' | 'event.disconnected_event') =>
  new Promise<void>((resolve) => {
    client.once(event, () => resolve());
  });

/** What the official client makes of this server is in tests/bot/channels/wecom/sdk/ws-shared.test.ts. */
describe('the fake long connection in a process of its own', () => {
  it('serves the official client, and people who are moved from here', async () => {
    const fake = await startFakeOpenWsProcess(BOT.botId, BOT.secret);
    const client = new official.WSClient({ ...BOT, wsUrl: fake.url, logger: SILENT });
    try {
      const answered = new Promise((resolve) => {
        client.on('message.text', (frame) => resolve(client.replyStream(frame, 's1', '有的', true)));
      });
      await happens(client.connect(), 'authenticated');
      const [reqId] = await fake.act([{ kind: 'text', user: 'li', content: '高温津贴有吗', chat: 'wr1' }]);
      await answered;
      expect(await fake.sent()).toMatchObject([
        { seq: 1, reqId, conversation: 'wr1', body: { stream: { content: '有的', finish: true } } },
      ]);
      expect(await fake.sent(1)).toEqual([]);
      expect(await fake.state()).toEqual({ opened: 1, live: true, kicked: 0, sent: 1 });
      const kicked = happens(client, 'event.disconnected_event');
      await fake.act([{ kind: 'kick' }]);
      await kicked;
    } finally {
      client.disconnect();
      await fake.stop();
    }
  });

  it('lets a program end by itself that used our client and disconnected', async () => {
    const fake = await startFakeOpenWsProcess(BOT.botId, BOT.secret);
    try {
      const program = `
        import { WSClient } from ${JSON.stringify(SDK)};
        const client = new WSClient(${JSON.stringify({ ...BOT, wsUrl: fake.url })});
        client.on('authenticated', () => {
          client.sendMessage('nobody', { msgtype: 'markdown', markdown: { content: 'x' } }).catch(() => client.disconnect());
        });
        client.connect();`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
      expect(await once(child, 'exit')).toEqual([0, null]);
    } finally {
      await fake.stop();
    }
  });
});

describe('the fake long connection', () => {
  it('gives a file for five minutes and to nobody after', async () => {
    let now = 1_800_000_000_000;
    const fake = createFakeOpenWs({ ...BOT, now: () => now });
    await fake.start();
    const client = new official.WSClient({ ...BOT, wsUrl: fake.url(), logger: SILENT });
    try {
      await happens(client.connect(), 'authenticated');
      const received = new Promise<official.WsFrame<official.FileMessage>>((resolve) => {
        client.on('message.file', resolve);
      });
      fake.people.file('li', 'file', Buffer.from('条文'), '条文.txt');
      const { body } = await received;
      const { url = '', aeskey } = body?.file ?? {};
      now += 5 * 60_000 - 1;
      expect((await client.downloadFile(url, aeskey)).buffer.toString()).toBe('条文');
      now += 1;
      await expect(client.downloadFile(url, aeskey)).rejects.toThrow();
    } finally {
      client.disconnect();
      await fake.stop();
    }
  });
});
