import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../../bot/app.ts';
import { createTerminalChannel } from '../../../../bot/channels/terminal/channel.ts';
import { createPaint, paintOutbound } from '../../../../bot/channels/terminal/paint.ts';
import { PaperNotMade } from '../../../../bot/papers/press.ts';
import { createVault } from '../../../../bot/privacy/vault.ts';
import { openStore } from '../../../../bot/store/open-store.ts';
import { silentTelemetry } from '../../../../bot/telemetry/telemetry.ts';
import { DESK, KEY, madeUpTexts } from '../../../core.ts';
import { createManualClock } from '../../../fakes/manual-clock.ts';

const library = await madeUpTexts();
let written: string[] = [];
let terminal: ReturnType<typeof createTerminalChannel>;
let settle: () => Promise<void>;
let stays = true;

beforeEach(async () => {
  written = [];
  stays = true;
  let ids = 0;
  terminal = createTerminalChannel(createPaint(false), (text) => written.push(text));
  const app = createApp({
    press: () => Promise.reject(new PaperNotMade('closed')),
    store: await openStore({ kind: 'memory' }),
    vault: createVault(KEY),
    channels: [terminal.channel],
    library: () => library,
    clock: createManualClock(),
    random: () => 0,
    randomId: () => `id-${++ids}`,
    telemetry: silentTelemetry,
    settings: {
      slowDown: { person: Number.POSITIVE_INFINITY, group: Number.POSITIVE_INFINITY },
      retain: { messages: 30, memory: 180, evidence: 180, erasureProofs: 1000, misses: 90 },
      files: { maxBytes: 1, maxBytesPerPerson: 1 },
      urgent: [],
      publicUrl: undefined,
      desk: DESK,
    },
    sendTimeoutMs: 1000,
  });
  settle = app.settle;
  await terminal.channel.start(app.accept('terminal'));
  await settle();
});

/** What is shown after each line. */
async function say(...lines: string[]): Promise<string[]> {
  const shown: string[] = [];
  for (const line of lines) {
    written = [];
    stays = await terminal.type(line);
    await settle();
    shown.push(written.join('\n'));
  }
  return shown;
}

describe('a conversation in the terminal', () => {
  it('opens with what it is and the places it knows', () => {
    for (const word of ['工友', '甲川', '戊原']) expect(written.join()).toContain(word);
  });

  it('asks for the place once, then answers the question that waited for it', async () => {
    const [asked, answer, heat] = await say('入职收押金合法吗', '甲川', '大热天有没有高温费');
    expect(asked).toContain('你在哪儿干活');
    expect(answer).toContain('“企业不得收取押金。”');
    expect(heat).toContain('“高温天气应当发放补贴。”');
  });

  it('numbers the places, and a number presses the one it stands for', async () => {
    const [asked, answer] = await say('入职收押金合法吗', '1');
    expect(asked).toContain('1 甲川　2 戊原');
    expect(answer).toContain('“企业不得收取押金。”');
  });

  it('takes a number that no button has for words', async () => {
    const [, answer] = await say('/地区 甲川', '99');
    expect(answer).not.toBe('');
    expect(answer).not.toContain('不得收取押金');
  });

  it('moves to the place that a follow-up names', async () => {
    const [, there] = await say('我在甲川跑单，入职收押金合法吗', '那戊原呢');
    expect(there).toContain('应当退还本人');
    expect(there).not.toContain('不得收取押金');
  });

  it('knows its commands with either stroke, and says so of what is none', async () => {
    const [set, article, help, none] = await say('／地区甲川', '/原文第二条', '/帮助', '/toString');
    expect(set).toContain('甲川');
    expect(article).toContain('“违法收取押金的，处每人五百元罚款。”');
    expect(help).toContain('/原文');
    expect(none).toContain('没有这个命令');
  });

  it('shows what it keeps of a person, and erases it after a second word', async () => {
    const [, exported, , erased, after] = await say(
      '/地区 甲川',
      '/导出我的数据',
      '/删除我的数据',
      '确认删除',
      '入职收押金合法吗',
    );
    expect(exported).toContain('甲川');
    expect(erased).toContain('都删了');
    expect(after).toContain('你在哪儿干活');
  });

  it('ends at /再见 and at nothing else', async () => {
    await say('再见', '谢谢');
    expect(stays).toBe(true);
    const [bye] = await say('/再见');
    expect(stays).toBe(false);
    expect(bye).not.toBe('');
  });

  it('does not fall over anything that is typed', async () => {
    for (const line of ['/', '//', '/ 地区', '\u0000', '\ud83d', '／', '押'.repeat(50_000), '0', '00'])
      expect((await say(line))[0], JSON.stringify(line.slice(0, 9))).not.toBe('');
    expect(await say('', ' ')).toEqual(['', '']);
  });
});

describe('paintOutbound', () => {
  const outbound = {
    parts: [
      { kind: 'text' as const, text: '甲川的文件里有禁止性的规定。', style: 'strong' as const },
      {
        kind: 'citation' as const,
        id: 'a/1',
        place: '甲川',
        quote: '企业不得收取押金。\n违者受罚。',
        head: '《甲川省骑手办法》第一条',
        notes: ['不允许'],
        path: '/policies/a/1',
      },
      { kind: 'list' as const, items: ['留好截图。'] },
      { kind: 'text' as const, text: '以上是原文。', style: 'quiet' as const },
    ],
    buttons: [],
  };

  it('puts each piece of a quote in marks and its source under it', () => {
    expect(paintOutbound(outbound, createPaint(false))).toBe(
      '甲川的文件里有禁止性的规定。\n\n【甲川】“企业不得收取押金。”\n“违者受罚。”\n——《甲川省骑手办法》第一条\n不允许\n\n· 留好截图。\n\n以上是原文。',
    );
  });

  it('changes no word by its colours, and ends each behind its piece', () => {
    const painted = paintOutbound(outbound, createPaint(true));
    expect(stripVTControlCharacters(painted)).toBe(paintOutbound(outbound, createPaint(false)));
    expect(painted).toContain('\u001b[32m“企业不得收取押金。”\u001b[39m');
  });
});
