import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createFakeQyapi, type FakeQyapi, type FakeQyapiOptions } from '../../../../fakes/qyapi/server.ts';

export const CORP = 'ww1436e0e65a779aee';
export const AGENT = '1000002';
export const SECRET = 'corpsecret-of-the-app-QmVubw';
export const CALLBACK = {
  token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
  encodingAESKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
};

/** A clock that moves only when it is moved or slept by; it keeps how long it was slept. */
export type SleepyClock = Clock & { readonly advance: (ms: number) => void; readonly slept: number[] };

export function createSleepyClock(start = Date.UTC(2026, 0, 15, 1)): SleepyClock {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  };
}

/** A started fake with one member, which stops with the test, and what a client of it needs. */
export async function createRig(options: Partial<FakeQyapiOptions> = {}) {
  const clock = createSleepyClock();
  const fake = createFakeQyapi({
    ...{ corpId: CORP, apps: [{ agentId: AGENT, secret: SECRET }], now: clock.now },
    ...options,
  });
  await fake.start();
  onTestFinished(() => fake.stop());
  fake.messages.members.add('zhangsan');
  const client = { corpId: CORP, corpSecret: SECRET, baseURL: fake.url(), clock, random: () => 0.5 };
  return { fake, clock, client };
}

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** The token that the fake gives out now. */
export function tokenOf(fake: FakeQyapi): string {
  return fake.tokens.give(CORP, SECRET).access_token;
}
