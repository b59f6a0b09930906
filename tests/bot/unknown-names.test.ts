import { describe, expect, it } from 'vitest';
import { BadConfig, parseConfig } from '../../bot/config.ts';
import { configCopy } from '../../bot/copy/config.ts';
import { environmentSchema } from '../../bot/environment.ts';
import { findUnknownNames } from '../../bot/unknown-names.ts';

const KNOWN = environmentSchema.keyof().options;
const nearest = (name: string) => findUnknownNames([name], KNOWN)[0]?.nearest;

describe('names that are not ours and look like ours', () => {
  it.each<[string, string[]]>([
    // As WeCom's own pages write them.
    ['WECOM_CORPID', ['WECOM_CORP_ID']],
    ['WECOM_AGENTID', ['WECOM_APP_AGENT_ID']],
    ['WECOM_APP_AESKEY', ['WECOM_APP_AES_KEY']],
    // A word left out: which of the two, nobody knows.
    ['WECOM_SECRET', ['WECOM_APP_SECRET', 'WECOM_BOT_SECRET']],
    ['WECOM_ENCODING_AES_KEY', ['WECOM_BOT_AES_KEY', 'WECOM_APP_AES_KEY']],
    ['TELEGRAM_TOKEN', ['TELEGRAM_BOT_TOKEN']],
    ['PUBLIC_URI', ['PUBLIC_URL']],
    ['RETAIN_MESSAGE_DAYS', ['RETAIN_MESSAGES_DAYS']],
    ['port', ['PORT']],
    // The mark that an editor puts at the beginning of a file.
    ['\uFEFFPORT', ['PORT']],
    // Ours by its first word, like nothing we know.
    ['WECOM_WEBHOOK', []],
  ])('%s may be %j', (name, names) => {
    expect(nearest(name)).toEqual(names);
  });

  it.each([
    'PATH',
    'HOSTNAME',
    'HOSTS',
    'NO_COLOR',
    'NODE_OPTIONS',
    'XDG_DATA_DIRS',
    'DATABASE_PASSWORD',
    'npm_config_port',
  ])('leaves %s alone', (name) => {
    expect(nearest(name)).toBeUndefined();
  });

  it('knows every name of its own', () => {
    expect(findUnknownNames(KNOWN, KNOWN)).toEqual([]);
  });

  it('shows nothing of what stands behind a wrong mark', () => {
    expect(findUnknownNames(['WECOM_APP_SECRET：hidden'], KNOWN)[0]?.name).toBe('WECOM_APP_SECRET');
    expect(configCopy.unknownName('WECOM_APP_SECRET', ['WECOM_APP_SECRET'])).toContain('重打一遍');
  });
});

describe('the configuration with such a name', () => {
  it('warns of it where the rest is well, unless nothing is written behind it', () => {
    const words = configCopy.unknownName('WECOM_CORPID', ['WECOM_CORP_ID']);
    expect(parseConfig({ WECOM_CORPID: 'ww1' }).warnings).toEqual([words]);
    expect(parseConfig({ WECOM_CORPID: ' ' }).warnings).toEqual([]);
  });

  it('tells it beside what is missing, which is the same thing', () => {
    const env = {
      ...{ WECOM_CORPID: 'ww1', WECOM_APP_AGENT_ID: '1', WECOM_APP_SECRET: 's', WECOM_APP_TOKEN: 't' },
      WECOM_APP_AES_KEY: 'a'.repeat(43),
    };
    expect(() => parseConfig(env)).toThrow(BadConfig);
    expect(() => parseConfig(env)).toThrow(/还缺 WECOM_CORP_ID[\s\S]*是不是 WECOM_CORP_ID/);
  });
});
