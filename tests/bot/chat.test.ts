import { beforeEach, describe, expect, it } from 'vitest';
import { createAssistant } from '#knowledge';
import { createTerminalChat, type TerminalChat } from '../../bot/channels/terminal/chat.ts';
import { createPaint } from '../../bot/channels/terminal/paint.ts';
import { tinyRelease } from '../fixtures.ts';
import { MADE_UP } from '../made-up.ts';

const assistant = createAssistant({ release: await tinyRelease(MADE_UP), today: () => '2026-01-15' });
let chat: TerminalChat;
beforeEach(() => {
  chat = createTerminalChat(assistant, createPaint(false));
});
const say = (...lines: string[]) => lines.map((line) => chat.say(line).join('\n'));

describe('a conversation in the terminal', () => {
  it('opens with what it is, the places it knows, and how to go on', () => {
    const greeting = chat.greet().join('\n');
    for (const word of ['工友', '甲川', '戊原', '/地区', '/帮助', '/再见']) expect(greeting).toContain(word);
  });

  it('asks for the place once, then answers the question that waited for it', () => {
    const [asked, answer] = say('入职收押金合法吗', '甲川');
    expect(asked).toContain('你在哪儿干活');
    expect(asked).toContain('甲川');
    expect(answer).toContain('“企业不得收取押金。”');
    expect(chat.prompt()).toContain('甲川');
  });

  it('takes the place also from a short sentence', () => {
    expect(say('入职收押金合法吗', '在甲川那边跑呢')[1]).toContain('“企业不得收取押金。”');
  });

  it('takes another question instead of the place, and forgets the one that waited', () => {
    const [, second, third] = say('入职收押金合法吗', '大热天有没有高温费', '甲川');
    expect(second).toContain('你在哪儿干活');
    expect(third).toContain('“高温天气应当发放补贴。”');
    expect(third).not.toContain('不得收取押金');
  });

  it('remembers the place that a question named', () => {
    const [, heat] = say('我在甲川跑单，入职收押金合法吗', '大热天有没有高温费');
    expect(heat).toContain('“高温天气应当发放补贴。”');
  });

  it('remembers the turn before: 那罚多少', () => {
    const [, fine] = say('我在甲川跑单，站点收押金', '那罚多少');
    expect(fine).toContain('五百元罚款');
  });

  it('moves to the place that a follow-up names', () => {
    const [, there] = say('我在甲川跑单，入职收押金合法吗', '那戊原呢');
    expect(there).toContain('应当退还本人');
    expect(there).not.toContain('不得收取押金');
    expect(chat.prompt()).toContain('戊原');
  });

  it('prompts without a place until one is known', () => {
    expect(chat.prompt()).toBe('你说：');
  });

  it('does not fall over anything that is typed', () => {
    for (const line of ['', ' ', '/', '//', '/ 地区', '\u0000', '\ud83d', '／', '押'.repeat(50_000)]) {
      expect(chat.say(line).join('')).not.toBe('');
    }
    expect(chat.isOver()).toBe(false);
  });
});

describe('/地区', () => {
  it('sets the place, also for a city below one that has a text', () => {
    expect(say('/地区 甲川')[0]).toContain('甲川');
    expect(say('/地区 乙江')[0]).toContain('乙江');
    expect(say('入职收押金合法吗')[0]).toContain('“企业不得收取押金。”');
  });

  it('alone says which place is set, and which can be', () => {
    expect(say('/地区')[0]).toMatch(/甲川.*戊原/);
    expect(say('/地区 戊原', '/地区')[1]).toContain('戊原');
  });

  it('keeps the place it has when the words name none', () => {
    const [, unknown] = say('/地区 甲川', '/地区 火星');
    expect(unknown).toContain('没认出');
    expect(chat.prompt()).toContain('甲川');
  });

  it('is understood with a full-width stroke, as phones type it', () => {
    expect(say('／地区 甲川')[0]).toContain('甲川');
  });

  it('is what the next question goes by, also after a question elsewhere', () => {
    const answer = say('我在甲川跑单，入职收押金合法吗', '/地区 戊原', '入职收押金合法吗')[2];
    expect(answer).toContain('应当退还本人');
  });
});

describe('/原文', () => {
  it('shows an article of the place that is set', () => {
    expect(say('/地区 甲川', '/原文 第二条')[1]).toContain('“违法收取押金的，处每人五百元罚款。”');
  });

  it('alone says how it is used', () => {
    expect(say('/原文')[0]).toContain('/原文 第二十九条');
  });

  it('says so when there is no such article', () => {
    expect(say('/地区 甲川', '/原文 第九十九条')[1]).toContain('没有找到这一条');
  });
});

describe('the other commands', () => {
  it('/帮助 names every command', () => {
    const help = say('/帮助')[0];
    for (const command of ['/地区', '/原文', '/帮助', '/再见']) expect(help).toContain(command);
  });

  it('/再见 ends the conversation and nothing else does', () => {
    expect(chat.isOver()).toBe(false);
    say('再见', '谢谢');
    expect(chat.isOver()).toBe(false);
    expect(say('/再见')[0]).not.toBe('');
    expect(chat.isOver()).toBe(true);
  });

  it.each(['/退出', '/help', '/constructor', '/toString', '/__proto__'])(
    '%s is not one, and is said not to be',
    (command) => {
      expect(say(command)[0]).toContain('没有这个命令');
    },
  );
});
