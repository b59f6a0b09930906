import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doctorCopy } from '../../../bot/copy/doctor.ts';
import { checkSpace } from '../../../bot/doctor/data-folder.ts';
import { checkEnvFile } from '../../../bot/doctor/env-file.ts';
import { checkProgram } from '../../../bot/doctor/program.ts';
import { checkPublicUrl } from '../../../bot/doctor/public-url.ts';
import { formatSection, formatSummary } from '../../../bot/doctor/report.ts';
import { ROOT } from '../../shared.ts';
import { type Installation, newInstallation } from '../installation.ts';
import { doctor, sectionOf, TOKEN } from './doctor.ts';

const copy = doctorCopy.config;

let at: Installation;
beforeEach(() => {
  at = newInstallation();
});
afterEach(() => at.dispose());

describe('doctor on the configuration', { timeout: 240_000 }, () => {
  it('reads .env as the server does, the environment going first', async () => {
    writeFileSync(join(at.home, '.env'), `PUBLIC_URL=https://gongyou.example.org\nDATA_DIR=/nowhere\n`);
    const visit = await doctor(at);
    expect(sectionOf(visit, '配置')).toContain('读了这个文件夹里的 .env');
    expect(sectionOf(visit, '对外网址')).toContain('https://gongyou.example.org');
    expect(visit.said).not.toContain('/nowhere');
  });

  it('says every problem at once, and of a secret not what it is', async () => {
    const visit = await doctor(at, {
      PORT: 'three',
      TELEGRAM_BOT_TOKEN: 'wrong-but-secret',
      DATA_KEY: 'short-secret',
    });
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, '配置')).toMatch(/要修[\s\S]*PORT（现在是“three”）[\s\S]*TELEGRAM_BOT_TOKEN/);
    expect(sectionOf(visit, '配置')).toContain('DATA_KEY');
    expect(visit.said).toMatch(/改好以后再运行一次[\s\S]*1 处要修/);
  });

  it('warns of an .env with secrets that others can read, and passes one that is closed or holds none', async () => {
    const file = join(at.home, '.env');
    // Port 9 of this machine: nobody there.
    const lines = [`TELEGRAM_BOT_TOKEN=${TOKEN}`, 'TELEGRAM_API_ROOT=http://127.0.0.1:9'];
    writeFileSync(file, lines.join('\n'));
    chmodSync(file, 0o644);
    expect(sectionOf(await doctor(at), '配置')).toMatch(/注意.*别的用户也能看[\s\S]*chmod 600/);
    chmodSync(file, 0o600);
    expect(sectionOf(await doctor(at), '配置')).not.toContain('chmod');
    writeFileSync(file, 'PORT=0\n');
    chmodSync(file, 0o644);
    expect(sectionOf(await doctor(at), '配置')).not.toContain('chmod');
  });

  it('says that .env cannot be read when it is a folder', async () => {
    mkdirSync(join(at.home, '.env'));
    const visit = await doctor(at);
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, '配置')).toContain('.env 读不了');
  });

  it('shows the warnings that the start shows', async () => {
    const visit = await doctor(at, { PUBLIC_URL: 'http://gongyou.example.org' });
    expect(sectionOf(visit, '配置')).toMatch(/注意.*换成 https/);
  });
});

describe('doctor on .env', { timeout: 240_000 }, () => {
  it('says which lines are not read and which names stand twice, and a misspelt one, without their values', async () => {
    const lines = [
      'PORT=3000',
      'WECOM_KF＝on and-something-secret',
      '# a remark, and an empty line',
      '',
      'WECOM_CORPID=wwHidden',
      'PORT=',
    ];
    writeFileSync(join(at.home, '.env'), lines.join('\n'));
    const visit = await doctor(at);
    const said = sectionOf(visit, '配置');
    for (const words of [copy.unreadLines('2'), copy.repeated('PORT'), '没有 WECOM_CORPID 这一项'])
      expect(said).toContain(words);
    expect(said).not.toContain(copy.good);
    expect(said).not.toMatch(/something-secret|wwHidden/);
    expect(visit.code).toBe(0);
  });

  it.each([
    ['the example', readFileSync(join(ROOT, '.env.example'), 'utf8')],
    ['a value over several lines', 'LOG_LEVEL="a\nb\nc"\nexport PORT="3000"\nHOST=\'x\'\nDATA_DIR="y"\n'],
    ['the same twice', 'PORT=3000\n PORT = 3000 \r\n'],
    ['the mark of an editor before a remark', '\uFEFF# remark\n'],
  ])('has nothing to say of %s', (_, text) => {
    expect(checkEnvFile(text)).toEqual([]);
  });
});

describe('checkPublicUrl', () => {
  it.each([
    'http://127.0.0.1:3000',
    'http://192.168.1.5',
    'http://172.31.0.1',
    'http://10.1.2.3',
    'http://[::1]:3000',
    'http://[fd00::1]',
    'http://pc-12',
    'http://pc.local',
  ])('warns that other people cannot open %s', (publicUrl) => {
    expect(checkPublicUrl({ publicUrl })).toMatchObject([{ level: 'warn' }]);
  });

  it.each(['https://gongyou.example.org', 'https://8.8.8.8', 'https://172.32.0.1', 'https://[2001:db8::1]'])(
    'passes %s',
    (publicUrl) => {
      expect(checkPublicUrl({ publicUrl })).toMatchObject([{ level: 'ok', advice: '' }]);
    },
  );

  it('says what the console lacks without https, and without an address', () => {
    const plain = checkPublicUrl({ publicUrl: 'http://gongyou.example.org' });
    expect(plain).toMatchObject([{ level: 'ok' }, { level: 'warn', text: doctorCopy.publicUrl.noPasskeys }]);
    const none = checkPublicUrl({ publicUrl: undefined });
    expect(none).toMatchObject([{ level: 'ok' }, { level: 'ok', text: doctorCopy.publicUrl.noConsoleLinks }]);
  });
});

describe('the other looks', () => {
  it.each([
    ['22.18.0', 'bad'],
    ['24.0.0', 'ok'],
    ['100.1.0', 'ok'],
  ])('Node %s is %s', (version, level) => {
    expect(checkProgram(version)).toMatchObject([{ level }]);
  });

  it.each([
    [50 * 1024 ** 2, 'bad', '50 MB'],
    [500 * 1024 ** 2, 'warn', '500 MB'],
    [7.9 * 1024 ** 3, 'ok', '7 GB'],
  ])('%d free bytes are %s', (free, level, words) => {
    const finding = checkSpace(free);
    expect(finding.level).toBe(level);
    expect(finding.text).toContain(words);
    expect(finding.advice === '').toBe(level === 'ok');
  });
});

describe('the report', () => {
  it('puts what to do under what is wrong and keeps lines of one finding together', () => {
    const said = formatSection({
      title: '磁盘',
      findings: [
        { level: 'bad', text: '满了。\n- 一点不剩', advice: '清一清。' },
        { level: 'ok', text: '别的都好。', advice: '' },
      ],
    });
    expect(said).toBe('【磁盘】\n要修　满了。\n　　　- 一点不剩\n　　　→ 清一清。\n　好　别的都好。\n');
  });

  it.each([
    [['ok', 'ok'], '查完了：都好。'],
    [['ok', 'warn'], '查完了：都能用，1 处要注意。'],
    [['bad', 'ok'], '查完了：1 处要修。'],
    [['bad', 'warn', 'bad'], '查完了：2 处要修，1 处要注意。'],
  ] as const)('ends with how much there is to do: %s', (levels, words) => {
    expect(formatSummary(levels.map((level) => ({ level, text: '', advice: '' })))).toBe(words);
  });
});
