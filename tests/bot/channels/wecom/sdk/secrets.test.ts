import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createHttp,
  GroupRobot,
  stripSecrets,
  WeComAppClient,
  WeComKfClient,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import type { FaultInput } from '../../../../fakes/qyapi/faults.ts';
import { AGENT, CALLBACK, createRig, failureOf, SECRET, tokenOf } from './qyapi-rig.ts';

const KEY = 'robot-key-693axxx6-7aoc-4bc4';
const CODE = 'RCODE_one-time-code';

/** All that a logger might make of an error. */
function allOf(error: unknown): string {
  const own = error instanceof Error ? [error.message, error.stack, error.cause] : [];
  const shown = [
    inspect(error, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(error),
    JSON.stringify(error, Object.getOwnPropertyNames(error)),
    String(error),
    ...own.map((each) => inspect(each, { depth: 20, showHidden: true })),
  ];
  return shown.join('\n');
}

/** A server that says more than one likes: the whole request comes back in its answer. */
const TALKATIVE = [
  'invalid credential, url {url}',
  'wrong json format, body {body}, hint: [1700000000]',
  '{url} {body}',
];

const FAULTS: FaultInput['does'][] = [
  ...[-1, 40001, 40014, 42001, 45009, 45033, 60020, 95018].flatMap((errcode) =>
    TALKATIVE.map((errmsg) => ({ kind: 'errcode', errcode, errmsg }) as const),
  ),
  ...[true, false].flatMap((carriedOut) => [
    { kind: 'reset', carriedOut } as const,
    { kind: 'status', status: 500, carriedOut } as const,
    { kind: 'garbage', carriedOut } as const,
  ]),
  { kind: 'hang', carriedOut: false },
  { kind: 'redirect', to: 'http://127.0.0.1:1/cgi-bin/x?access_token=leak' },
];

describe('no error says what opens a door', () => {
  it('whatever is called and however it fails', async () => {
    const { fake, client } = await createRig();
    fake.robots.add(KEY);
    fake.kf.addAccount({ open_kfid: 'wk1' });
    const http = createHttp({ baseURL: fake.url(), timeoutMs: 40 });
    const app = new WeComAppClient({ ...client, http, agentId: AGENT, callback: CALLBACK });
    const kf = new WeComKfClient({ ...client, http });
    const robot = new GroupRobot({
      http,
      url: `${fake.url()}/cgi-bin/webhook/send?key=${KEY}`,
      clock: client.clock,
    });
    const wrong = new WeComAppClient({ ...client, http, agentId: AGENT, corpSecret: `${SECRET}-wrong` });
    const me = { users: ['zhangsan'] };
    const file = { filename: 'a.txt', bytes: Buffer.alloc(10) };
    const calls: Record<string, () => Promise<unknown>> = {
      send: () => app.sendText(me, '好'),
      repeatable: () => app.sendText(me, '好', { duplicateCheckSeconds: 60 }),
      update: () => app.updateTemplateCard(CODE, { button: { replace_name: '好' } }),
      upload: () => app.uploadMedia('file', file, { timeoutMs: 40 }),
      download: () => app.getMedia('MEDIA_x', { timeoutMs: 40 }),
      chat: () => app.sendAppChat('chat1', { msgtype: 'text', text: { content: '好' } }),
      token: () => wrong.getAccessToken(),
      sync: () => kf.syncMsg({ open_kfid: 'wk1', token: CODE }),
      event: () => kf.sendMsgOnEvent({ code: CODE, msgtype: 'text', text: { content: '好' } }),
      state: () => kf.getServiceState({ open_kfid: 'wk1', external_userid: 'wm1' }),
      robot: () => robot.sendText('好'),
      robotFile: () => robot.uploadMedia('file', file, { timeoutMs: 40 }),
    };

    const secrets = [SECRET, KEY, CODE, tokenOf(fake)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(calls)),
        fc.constantFrom(...FAULTS),
        async (name, does) => {
          fake.faults.clear();
          for (const endpoint of [undefined, 'gettoken'])
            fake.faults.add({ times: 9, does, ...(endpoint !== undefined && { endpoint }) });
          const said = allOf(await failureOf(calls[name]?.() ?? Promise.resolve()));
          for (const secret of secrets) expect(said).not.toContain(secret);
          expect(said).not.toMatch(/[?&](?:access_token|key|corpsecret|response_code)=[^*]/);
        },
      ),
      { numRuns: 300 },
    );
  }, 400_000);

  it('nor does a client, when it is printed', async () => {
    const { fake, client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT, callback: CALLBACK });
    const robot = new GroupRobot({ baseURL: fake.url(), key: KEY });
    const token = await app.getAccessToken();
    for (const each of [app, robot, new WeComKfClient(client)])
      for (const secret of [SECRET, KEY, token, CALLBACK.token, CALLBACK.encodingAESKey])
        expect(allOf(each)).not.toContain(secret);
  });

  it('nor the refusal of an address that is none of a robot', () => {
    const make = () => new GroupRobot({ url: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?k=${KEY}` });
    expect(make).toThrow(/ends in \?key/);
    expect(make).not.toThrow(new RegExp(KEY));
  });
});

describe('the text without its secrets', () => {
  it.each([
    ['GET /cgi-bin/x?access_token=abc123&debug=1', 'GET /cgi-bin/x?access_token=***&debug=1'],
    ['https://h/cgi-bin/webhook/send?key=abc-1', 'https://h/cgi-bin/webhook/send?key=***'],
    ['corpid=ww1&corpsecret=S3cret', 'corpid=ww1&corpsecret=***'],
    ['{"response_code":"R1","msgid":"m"}', '{"response_code":"***","msgid":"m"}'],
    ['"{\\"access_token\\":\\"T1\\"}"', '"{\\"access_token\\":\\"***\\"}"'],
    ["{'welcome_code': 'W1'}", "{'welcome_code': '***'}"],
    ['errcode=40014 monkey=1 not found', 'errcode=40014 monkey=1 not found'],
  ])('%s', (text, stripped) => {
    expect(stripSecrets(text)).toBe(stripped);
  });

  it('hides values that are given, escaped or not', () => {
    expect(stripSecrets('a S+c/ret b S%2Bc%2Fret', ['S+c/ret'])).toBe('a *** b ***');
  });

  it('leaves the rest alone where a value is too short to be one', () => {
    expect(stripSecrets('a b c', ['', 'a'])).toBe('a b c');
  });
});
