import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createHttp,
  WebhookBot,
  WeComApiError,
  WeComLimitError,
  WeComNetworkError,
  WeComOutcomeUnknown,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../../fakes/qyapi/server.ts';
import { createWatchedClock, refusal, SILENT, type WatchedClock } from './ws-rig.ts';

const KEYS = { token: 'QDG6eKrq', encodingAESKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };
const SAY = { msgtype: 'markdown', markdown: { content: '查到了' } } as const;

let qyapi: FakeQyapi;
let clock: WatchedClock;
let bot: WebhookBot;

beforeEach(async () => {
  clock = createWatchedClock();
  qyapi = createFakeQyapi({ corpId: 'ww1', apps: [], now: clock.now });
  await qyapi.start();
  bot = new WebhookBot({ ...KEYS, http: createHttp({ baseURL: qyapi.url() }), clock, logger: SILENT });
});
afterEach(() => qyapi.stop());

const frameFor = (response_url?: string) => ({
  headers: { req_id: 'm1', received_at: clock.now() },
  body: response_url === undefined ? {} : { response_url },
});
const issued = () => `${qyapi.url()}/cgi-bin/aibot/response?response_code=${qyapi.aibot.issue()}`;
const delivered = () => qyapi.delivered('aibot').map(({ message }) => message);

it('answers once, in plain text', async () => {
  const frame = frameFor(issued());
  expect(await bot.respond(frame, SAY)).toMatchObject({ errcode: 0 });
  expect(delivered()).toEqual([SAY]);
  expect(await refusal(bot.respond(frame, SAY))).toMatchObject({ why: 'response-url-used' });
  expect(qyapi.calls('aibot/response')).toBe(1);
});

it('answers with a card', async () => {
  const template_card = { card_type: 'text_notice', card_action: { type: 0 }, task_id: 't1' } as const;
  await bot.respond(frameFor(issued()), { msgtype: 'template_card', template_card });
  expect(delivered()).toEqual([{ msgtype: 'template_card', template_card }]);
});

it('answers within an hour of the callback, and after that does not try', async () => {
  const early = frameFor(issued());
  const late = frameFor(issued());
  clock.advance(3_600_000 - 1);
  await bot.respond(early, SAY);
  clock.advance(1);
  expect(await refusal(bot.respond(late, SAY))).toMatchObject({ why: 'response-url-expired' });
  expect(qyapi.calls('aibot/response')).toBe(1);
});

it('leaves it to WeCom when nobody knows any more when the callback came', async () => {
  const { body } = frameFor(issued());
  clock.advance(2 * 3_600_000);
  expect(await refusal(bot.respond({ headers: { req_id: 'm1' }, body }, SAY))).toBeInstanceOf(WeComApiError);
});

it.each([
  ['none', () => undefined],
  ['another host', () => 'https://example.com/cgi-bin/aibot/response?response_code=c'],
  ['a host that only begins like it', () => `${qyapi.url()}.example.com/cgi-bin/aibot/response`],
  ['a host behind a name', () => issued().replace('http://', 'http://qyapi.weixin.qq.com@')],
  ['another port', () => issued().replace(/:\d+/, ':1')],
  ['another path', () => `${qyapi.url()}/cgi-bin/message/send?access_token=t`],
  ['a path that climbs', () => `${qyapi.url()}/cgi-bin/aibot/response/../../gettoken`],
  ['another protocol', () => issued().replace('http:', 'ftp:')],
  ['no address', () => 'response_code=c'],
])('calls nobody for %s', async (_what, url) => {
  expect(await refusal(bot.respond(frameFor(url()), SAY))).toMatchObject({ why: 'no-response-url' });
  expect(qyapi.all()).toEqual([]);
});

it('knows the production host alone when nothing is configured', async () => {
  const plain = new WebhookBot({ ...KEYS, clock, logger: SILENT });
  expect(await refusal(plain.respond(frameFor(issued()), SAY))).toMatchObject({ why: 'no-response-url' });
});

it('tells what WeCom refuses, without the code', async () => {
  const url = issued();
  const code = new URL(url).searchParams.get('response_code') ?? '';
  qyapi.faults.add({
    endpoint: 'aibot/response',
    does: { kind: 'errcode', errcode: 40058, errmsg: 'no {url} {body}' },
  });
  const error = await refusal(bot.respond(frameFor(url), SAY));
  expect(error).toBeInstanceOf(WeComApiError);
  expect(error).toMatchObject({ errcode: 40058, endpoint: '/cgi-bin/aibot/response' });
  expect([String(error), JSON.stringify(error)].join()).not.toContain(code);
});

it('may be tried again after a no that is not for good', async () => {
  const frame = frameFor(issued());
  qyapi.faults.add({ endpoint: 'aibot/response', does: { kind: 'errcode', errcode: -1 } });
  expect(await refusal(bot.respond(frame, SAY))).toMatchObject({ retryable: true });
  await bot.respond(frame, SAY);
  expect(delivered()).toEqual([SAY]);
});

it.each([
  ['broke', { kind: 'reset', carriedOut: true }],
  ['was a page of something between', { kind: 'status', status: 502, carriedOut: true }],
  ['cannot be read', { kind: 'garbage', carriedOut: true }],
] as const)(
  'leaves it to whoever knows more to try again when the answer %s: WeCom takes it once',
  async (_how, does) => {
    const url = issued();
    const code = new URL(url).searchParams.get('response_code') ?? '';
    qyapi.faults.add({ endpoint: 'aibot/response', does });
    const error = await refusal(bot.respond(frameFor(url), SAY));
    expect(error).toBeInstanceOf(WeComOutcomeUnknown);
    expect(JSON.stringify([String(error), error, Object(error).cause])).not.toContain(code);
    expect(await refusal(bot.respond(frameFor(url), SAY))).toBeInstanceOf(WeComApiError);
    expect(delivered()).toHaveLength(1);
  },
);

it('may be tried again when the server was out of reach', async () => {
  const frame = frameFor(issued());
  await qyapi.stop();
  const error = await refusal(bot.respond(frame, SAY));
  expect(error).toBeInstanceOf(WeComNetworkError);
  expect(error).toMatchObject({ sent: false });
  expect(await refusal(bot.respond(frame, SAY))).toMatchObject({ sent: false });
});

it('sends nothing that is too long', async () => {
  const content = '字'.repeat(6827);
  const frame = frameFor(issued());
  const long = bot.respond(frame, { msgtype: 'markdown', markdown: { content } });
  expect(await refusal(long)).toBeInstanceOf(WeComLimitError);
  await bot.respond(frame, SAY);
});
