import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatEntry, LAST_CALLBACK, LAST_ERROR, LAST_REFUSAL } from '../../../bot/channels/wecom/diary.ts';
import { parseConfig } from '../../../bot/config.ts';
import { wecomDeskCopy } from '../../../bot/copy/desk-wecom.ts';
import { doctorCopy } from '../../../bot/copy/doctor.ts';
import { wecomCopy } from '../../../bot/copy/wecom.ts';
import { openVault } from '../../../bot/privacy/open-vault.ts';
import { saveCheckpoint } from '../../../bot/store/checkpoints.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { addStaff, linkAccount } from '../../../bot/store/staff.ts';
import { startServerProcess } from '../../crash/server-process.ts';
import { createFakeQyapi, type FakeQyapi } from '../../fakes/qyapi/server.ts';
import { type Installation, newInstallation, oldInstallation } from '../installation.ts';
import { doctor, sectionOf, type Visit } from './doctor.ts';

const copy = doctorCopy.wecom;
const desk = wecomDeskCopy.doctor;
const AT = Date.UTC(2026, 0, 15, 1, 30);
const CORP = 'ww1436e0e65a779aee';
const SECRET = 'secret-of-the-app-that-nobody-sees';
const PUBLIC_URL = 'https://gongyou.example.org';

let at: Installation;
let fake: FakeQyapi;
beforeEach(async () => {
  at = await oldInstallation();
  fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: '1000002', secret: SECRET }] });
  fake.kf.addAccount({ open_kfid: 'wkOne', name: '骑手热线' });
  await fake.start();
});
afterEach(async () => {
  await fake.stop();
  at.dispose();
});

const app = () => ({
  ...{ WECOM_CORP_ID: CORP, WECOM_APP_AGENT_ID: '1000002', WECOM_APP_SECRET: SECRET, PUBLIC_URL },
  ...{ WECOM_APP_TOKEN: 'appTokenNobodyMaySee', WECOM_APP_AES_KEY: 'a'.repeat(43) },
  WECOM_API_ROOT: fake.url(),
});
const kf = () => ({ ...app(), WECOM_KF: 'on' });
const section = (visit: Visit) => sectionOf(visit, '企业微信');
const write = async (...rows: readonly (readonly [channel: string, name: string, word?: string])[]) => {
  const store = await openStore({ kind: 'file', file: at.database });
  await store.transaction(async (tx) => {
    for (const [channel, name, word] of rows)
      await saveCheckpoint(tx, channel, { name, value: formatEntry(AT, word) }, AT);
  });
  await store.close();
};
const expectSick = (visit: Visit, words: string) => {
  expect(section(visit)).toContain(words);
  expect(section(visit)).toContain('要修');
  expect(visit.code).toBe(1);
};

describe('doctor on WeCom', { timeout: 240_000 }, () => {
  it('says that it is off, and asks nobody', async () => {
    const visit = await doctor(at, { WECOM_API_ROOT: fake.url() });
    expect(section(visit)).toContain(copy.off);
    expect([visit.code, fake.calls('gettoken')]).toEqual([0, 0]);
  });

  it('says whom each way reaches, what WeCom says of the app, and when it last called', async () => {
    await write(['wecom-app', LAST_CALLBACK]);
    const visit = await doctor(at, kf());
    for (const words of [copy.reach.app, copy.reach.kf, copy.agent('gongyou'), copy.kfAccounts(1)])
      expect(section(visit)).toContain(words);
    expect(section(visit)).toContain(copy.called(copy.hook.app, '2026-01-15 09:30'));
    expect(visit.code).toBe(0);
    // It only read.
    expect(
      ['gettoken', 'agent/get', 'kf/account/list', 'message/send', 'kf/sync_msg'].map(fake.calls),
    ).toEqual([1, 1, 1, 0, 0]);
  });

  it('says what the parts are for that need no app: the AI bot and the robot', async () => {
    const socket = {
      WECOM_BOT_MODE: 'websocket',
      WECOM_BOT_ID: 'aib1',
      WECOM_BOT_SECRET: 'bot-secret-nobody-sees',
    };
    const robot = { WECOM_ROBOT_KEY: 'robot-key-that-nobody-may-see' };
    const visit = await doctor(at, { ...socket, ...robot });
    for (const words of [copy.reach.bot, copy.reach.robot, copy.socket, copy.noKf])
      expect(section(visit)).toContain(words);
    expect(visit.code).toBe(0);
    const callback = { WECOM_BOT_TOKEN: 'botTokenNobodyMaySee', WECOM_BOT_AES_KEY: 'b'.repeat(43) };
    expect(section(await doctor(at, { ...callback, PUBLIC_URL }))).toContain(
      copy.neverCalled(copy.hook.bot, `${PUBLIC_URL}/hooks/wecom/bot`),
    );
  });

  it('says which address to fill in where WeCom has never called, also before the first start', async () => {
    const words = copy.neverCalled(copy.hook.app, `${PUBLIC_URL}/hooks/wecom/app`);
    expect(section(await doctor(at, app()))).toContain(words);
    at.dispose();
    at = newInstallation();
    expect(section(await doctor(at, app()))).toContain(words);
    const { PUBLIC_URL: _, ...rest } = app();
    expect(section(await doctor(at, rest))).toContain(copy.noPublicUrl);
  });

  it.each<[string, () => void, string]>([
    ['an address that is not trusted', () => fake.setTrusted(false), copy.untrusted('127.0.0.1')],
    [
      'a secret that is wrong',
      () => fake.faults.add({ endpoint: 'gettoken', does: { kind: 'errcode', errcode: 40001 } }),
      copy.credentials(40001),
    ],
    [
      'an app without a right',
      () => fake.faults.add({ endpoint: 'kf/account/list', does: { kind: 'errcode', errcode: 48002 } }),
      copy.failed(wecomCopy.state.privilege, 48002),
    ],
    [
      '微信客服 in another mode',
      () => fake.faults.add({ endpoint: 'kf/account/list', does: { kind: 'errcode', errcode: 95011 } }),
      copy.failed(wecomCopy.state.kfMode, 95011),
    ],
    [
      'an errcode that nobody has heard of',
      () => fake.faults.add({ endpoint: 'kf/account/list', does: { kind: 'errcode', errcode: 95999 } }),
      copy.refused(95999),
    ],
    ['an app that was switched off', () => fake.closeAgents(), copy.agentClosed('gongyou')],
    [
      'a gateway between',
      () => fake.faults.add({ endpoint: 'agent/get', does: { kind: 'garbage', carriedOut: false } }),
      '没有好好回话',
    ],
  ])('says so of %s', async (_, spoil, words) => {
    spoil();
    expectSick(await doctor(at, kf()), words);
  });

  it('says that the AgentId is another app’s', async () => {
    expectSick(await doctor(at, { ...app(), WECOM_APP_AGENT_ID: '1000099' }), copy.wrongAgent);
  });

  it('ends although WeCom never answers, and says that nobody is there', async () => {
    fake.faults.add({ endpoint: 'agent/get', does: { kind: 'hang', carriedOut: false } });
    expectSick(await doctor(at, kf()), '没有好好回话');
    await fake.stop();
    expectSick(await doctor(at, kf()), '没有好好回话');
  });

  it('says of a refused account list that app, secret and address are right all the same', async () => {
    fake.faults.add({ endpoint: 'kf/account/list', does: { kind: 'errcode', errcode: 95011 } });
    expect(section(await doctor(at, kf()))).toContain(copy.agent('gongyou'));
  });

  it.each([
    ['signature', copy.refusedAdvices.secrets],
    ['stale', copy.refusedAdvices.stale],
  ])('tells calls that were refused (%s) from none, until one is let in', async (reason, advice) => {
    await write(['wecom-app', LAST_REFUSAL, reason]);
    const said = section(await doctor(at, app()));
    expect(said).toContain(copy.refusedCall(copy.hook.app, '2026-01-15 09:30'));
    expect(said).toContain(advice);
    await write(['wecom-app', LAST_CALLBACK]);
    expect(section(await doctor(at, app()))).toContain(copy.called(copy.hook.app, '2026-01-15 09:30'));
  });

  it('names accounts that are not managed by the API', async () => {
    fake.kf.addAccount({ open_kfid: 'wkTwo', name: '老账号', managed: false });
    const visit = await doctor(at, kf());
    expect(section(visit)).toContain(copy.kfAccounts(1));
    expect(section(visit)).toContain(copy.kfUnmanaged('老账号'));
    expect(visit.code).toBe(0);
    fake.kf.addAccount({ open_kfid: 'wkOne', name: '骑手热线', managed: false });
    expectSick(await doctor(at, kf()), copy.kfUnmanaged('骑手热线、老账号'));
  });

  it('prints the last error of each part in plain words', async () => {
    await write(
      ['wecom-app', LAST_ERROR, '60020'],
      ['wecom-kf', LAST_ERROR, 'WeComNetworkError'],
      ['wecom-bot', LAST_ERROR, 'kicked'],
      ['wecom-robot', LAST_ERROR, '93004'],
    );
    const said = section(await doctor(at, { ...kf(), WECOM_ROBOT_KEY: 'key-that-nobody-sees' }));
    const time = '2026-01-15 09:30';
    expect(said).toContain(copy.lastError('自建应用', time, wecomCopy.state.ip));
    expect(said).toContain(copy.lastError('微信客服', time, copy.noLine));
    expect(said).toContain(copy.lastError('群机器人', time, wecomCopy.state.robotGone));
    // Of a part that is off nobody wants to know.
    expect(said).not.toContain(wecomCopy.state.kicked);
    await write(['wecom-bot', LAST_ERROR, 'WSAuthFailureError']);
    const socket = { WECOM_BOT_MODE: 'websocket', WECOM_BOT_ID: 'aib1', WECOM_BOT_SECRET: 'nobody-sees' };
    expect(section(await doctor(at, socket))).toContain(wecomCopy.state.botCredentials);
    await write(['wecom-app', LAST_ERROR, 'RangeError']);
    expect(section(await doctor(at, app()))).toContain(copy.unnamed('RangeError'));
  });

  it('says who of the staff gets the app’s cards, and what last kept one back', async () => {
    const said = async () => section(await doctor(at, app()));
    // Nobody answers for the union yet: that is told with the database.
    expect(await said()).not.toContain('工单卡片');
    const config = parseConfig({ DATA_DIR: at.data });
    const store = await openStore({ kind: 'file', file: at.database });
    const vault = await openVault(store, config);
    const [wang, li] = ['王', '李'];
    await store.transaction(async (tx) => {
      for (const name of [wang, li]) await addStaff(tx, { name, role: 'agent', regions: [], trades: [] }, AT);
      const account = { id: '5', chat: '5', now: AT };
      await linkAccount(tx, vault, { name: wang, channel: 'telegram', ...account });
    });
    expect(await said()).toContain(desk.noCards);
    await store.transaction((tx) =>
      linkAccount(tx, vault, { name: li, channel: 'wecom-app', id: 'li.ming', chat: null, now: AT }),
    );
    await store.close();
    await write(['wecom-desk', LAST_ERROR, '81013']);
    const after = await said();
    expect(after).toContain(desk.cards(1));
    expect(after).not.toContain(desk.noCards);
    expect(after).toContain('企业微信里办工单上次出错（2026-01-15 09:30）');
    expect(after).not.toContain('li.ming');
  });

  it('says who answers where 微信客服 asks for a person', async () => {
    expect(section(await doctor(at, kf()))).toContain(desk.deskAnswers);
    const servicers = { ...kf(), WECOM_KF_SERVICER: 'wecom' };
    expect(section(await doctor(at, servicers))).toContain(desk.noServicers('骑手热线'));
    fake.kf.addServicer('wkOne', 'li.ming', 1);
    expect(section(await doctor(at, servicers))).toContain(desk.nobodyReceives('骑手热线'));
    fake.kf.addServicer('wkOne', 'wang.zr');
    const visit = await doctor(at, servicers);
    expect(section(visit)).toContain(desk.servicers('骑手热线', 1));
    expect(visit.code).toBe(0);
  });

  it('knows from the database of a running server when WeCom called and what went wrong', async () => {
    const server = startServerProcess(at.home, { DATA_DIR: at.data, PORT: '0', ...kf() });
    try {
      const url = (await server.ready) ?? '';
      const target = {
        ...{ url: `${url}/hooks/wecom/app`, token: 'appTokenNobodyMaySee' },
        ...{ encodingAESKey: 'a'.repeat(43), receiveId: CORP },
      };
      const other = await fake.callbacks.verify({ ...target, token: 'anotherToken' });
      expect(other).toEqual({ passed: false, status: 403 });
      await expect
        .poll(async () => section(await doctor(at, kf(), { working: true })), {
          timeout: 30_000,
          interval: 500,
        })
        .toContain(copy.refusedAdvices.secrets);
      expect(await fake.callbacks.verify(target)).toEqual({ passed: true, status: 200 });
      await expect
        .poll(async () => section(await doctor(at, kf(), { working: true })), {
          timeout: 30_000,
          interval: 500,
        })
        .toMatch(/自建应用和微信客服的回调通着/);
    } finally {
      await server.stop();
    }
    expect(server.complaints()).toBe('');
  });
});
