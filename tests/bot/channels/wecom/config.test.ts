import { describe, expect, it } from 'vitest';
import { WECOM_SECRETS } from '../../../../bot/channels/wecom/config.ts';
import { BadConfig, parseConfig } from '../../../../bot/config.ts';
import { wecomConfigCopy as copy } from '../../../../bot/copy/wecom-config.ts';

const APP = {
  WECOM_CORP_ID: 'ww1436e0e65a779aee',
  WECOM_APP_AGENT_ID: '1000002',
  WECOM_APP_SECRET: 'app-secret_nobody-may-see-0000',
  WECOM_APP_TOKEN: 'appTokenNobodyMaySee',
  WECOM_APP_AES_KEY: 'a'.repeat(43),
};
const CALLBACK_BOT = { WECOM_BOT_TOKEN: 'botTokenNobodyMaySee', WECOM_BOT_AES_KEY: 'b'.repeat(43) };
const SOCKET_BOT = {
  WECOM_BOT_MODE: 'websocket',
  WECOM_BOT_ID: 'aib0001',
  WECOM_BOT_SECRET: 'bot-secret_nobody-may-see-0000',
};
const ROBOT = { WECOM_ROBOT_KEY: '693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa' };

function complaint(env: Record<string, string>): string {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof BadConfig) return error.message;
    throw error;
  }
  return '';
}

describe('the configuration of WeCom', () => {
  it('is off when nothing is written, and with names that stand empty', () => {
    expect(parseConfig({}).wecom).toBeUndefined();
    expect(parseConfig({ WECOM_CORP_ID: ' ', WECOM_APP_SECRET: '' }).wecom).toBeUndefined();
  });

  it('turns on each part by its own values', () => {
    expect(parseConfig(APP).wecom).toMatchObject({
      ...{
        apiRoot: 'https://qyapi.weixin.qq.com',
        proxy: undefined,
        kf: false,
        kfServicer: 'desk',
        bot: undefined,
        robotKey: undefined,
      },
      app: { corpId: APP.WECOM_CORP_ID, agentId: '1000002', secret: APP.WECOM_APP_SECRET },
    });
    expect(parseConfig({ ...APP, WECOM_KF: 'on' }).wecom?.kf).toBe(true);
    expect(parseConfig(CALLBACK_BOT).wecom?.bot).toEqual({
      ...{ kind: 'callback', id: '' },
      token: CALLBACK_BOT.WECOM_BOT_TOKEN,
      encodingAESKey: CALLBACK_BOT.WECOM_BOT_AES_KEY,
    });
    expect(parseConfig(SOCKET_BOT).wecom?.bot).toEqual({
      kind: 'websocket',
      id: 'aib0001',
      secret: SOCKET_BOT.WECOM_BOT_SECRET,
    });
    expect(parseConfig(ROBOT).wecom?.robotKey).toBe(ROBOT.WECOM_ROBOT_KEY);
    expect(parseConfig({ ...ROBOT, WECOM_API_ROOT: 'http://127.0.0.1:8080//' }).wecom?.apiRoot).toBe(
      'http://127.0.0.1:8080',
    );
  });

  it.each(Object.keys(APP))('names what is missing of the app: %s', (name) => {
    const { [name]: _, ...rest } = { ...APP } as Record<string, string>;
    expect(complaint(rest)).toContain(copy.appNeeds(name));
    for (const other of Object.keys(rest)) expect(complaint(rest)).not.toContain(copy.appNeeds(other));
  });

  it('names all that is missing at once', () => {
    const said = complaint({ WECOM_CORP_ID: 'ww1', WECOM_KF: 'on', WECOM_BOT_TOKEN: 'x' });
    for (const name of Object.keys(APP).slice(1)) expect(said).toContain(copy.appNeeds(name));
    expect(said).toContain(copy.botNeeds('WECOM_BOT_AES_KEY'));
  });

  it.each<[string, Record<string, string>, string]>([
    ['half a callback', { WECOM_BOT_AES_KEY: 'b'.repeat(43) }, copy.botNeeds('WECOM_BOT_TOKEN')],
    [
      'half a long connection',
      { WECOM_BOT_MODE: 'websocket', WECOM_BOT_ID: 'x' },
      copy.botNeeds('WECOM_BOT_SECRET'),
    ],
    ['a mode alone', { WECOM_BOT_MODE: 'websocket' }, copy.modeNeedsBot],
    [
      'a callback’s values in the other mode',
      { ...CALLBACK_BOT, WECOM_BOT_MODE: 'websocket' },
      copy.modeNeedsBot,
    ],
    [
      'a long connection whose mode was forgotten',
      { WECOM_BOT_ID: 'x', WECOM_BOT_SECRET: SOCKET_BOT.WECOM_BOT_SECRET },
      copy.botNeedsMode,
    ],
    ['微信客服 without the app', { WECOM_KF: 'on' }, copy.kfNeedsApp],
  ])('names %s', (_, env, words) => {
    expect(complaint(env)).toContain(words);
  });

  it('lets a callback bot have its id', () => {
    expect(complaint({ ...CALLBACK_BOT, WECOM_BOT_ID: 'aib0001' })).toBe('');
  });

  it.each<[string, string]>([
    ['WECOM_APP_AES_KEY', 'a'.repeat(42)],
    ['WECOM_APP_AES_KEY', `${'a'.repeat(43)}=`],
    ['WECOM_APP_AGENT_ID', 'one'],
    ['WECOM_APP_TOKEN', 'with space and a secret'],
    ['WECOM_KF', 'yes'],
    ['WECOM_BOT_MODE', 'http'],
    ['WECOM_API_ROOT', 'qyapi.weixin.qq.com'],
    ['WECOM_WS_URL', 'https://openws.work.weixin.qq.com'],
  ])('says of a wrong %s what to write, and shows no secret', (name, value) => {
    const said = complaint({ ...APP, ...CALLBACK_BOT, [name]: value });
    expect(said).toContain(name);
    expect(said).toContain(copy.hints[name as keyof typeof copy.hints]);
    if (WECOM_SECRETS.includes(name)) expect(said).not.toContain(value);
  });
});
