import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerSchema } from '../../knowledge/answer/answer.ts';
import { publish, temporaryFolder } from '../fixtures.ts';
import { MADE_UP } from '../made-up.ts';
import { runProgram } from '../run.ts';

const data = temporaryFolder();
beforeAll(async () => {
  await publish(join(data.path, 'library'), MADE_UP);
});
afterAll(data.dispose);

const env = { DATA_DIR: data.path };
const ask = (args: readonly string[], input = '') =>
  runProgram('bot/ask.ts', args, { folder: data.path, env, input });
const chat = (input: string, more: Record<string, string> = {}) =>
  runProgram('bot/chat.ts', [], { folder: data.path, env: { ...env, ...more }, input });
const json = (text: string): unknown => JSON.parse(text);

describe('ask', { timeout: 30_000 }, () => {
  it('prints the answer to a question in a region', () => {
    const { code, stdout, stderr } = ask(['入职收押金合法吗', '--region', '甲川']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('“企业不得收取押金。”');
    expect(stdout).toContain('——《甲川省骑手办法》（甲人社〔2021〕1号）第一条');
  });

  it('prints the object and its rendering with --json, and nothing else', () => {
    const { stdout } = ask(['入职收押金合法吗', '--region', '甲川', '--json']);
    const { text, ...answer } = z.looseObject({ text: z.string() }).parse(json(stdout));
    expect(answerSchema.parse(answer).citations[0]?.id).toBe('a/1');
    expect(text).toContain('“企业不得收取押金。”');
  });

  it('asks for the place when none is given', () => {
    expect(ask(['入职收押金合法吗']).stdout).toContain('甲川、戊原');
  });

  it('stops at an unknown region with the regions there are, and no stack', () => {
    const { code, stdout, stderr } = ask(['入职收押金合法吗', '--region', '火星']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('甲川、戊原');
    expect(stderr).not.toContain('at ');
  });

  it('stops at an unknown option instead of guessing', () => {
    const { code, stderr } = ask(['--regoin', '甲川', '问题']);
    expect(code).toBe(1);
    expect(stderr).toContain('regoin');
  });

  it('names the variable of a bad configuration', () => {
    const { code, stderr } = runProgram('bot/ask.ts', ['问题'], { folder: data.path, env: { PORT: 'x' } });
    expect(code).toBe(1);
    expect(stderr).toContain('PORT');
  });

  it('refuses a library that was changed, says what to run, and does not make another behind anybody’s back', async () => {
    const broken = temporaryFolder();
    const manifest = await publish(join(broken.path, 'library'), MADE_UP);
    writeFileSync(join(broken.path, 'library/releases', manifest.id, 'knowledge.json'), '{}');
    const { code, stderr } = runProgram('bot/ask.ts', ['问题'], {
      folder: broken.path,
      env: { DATA_DIR: broken.path },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('npm run ingest');
    expect(readdirSync(join(broken.path, 'library/releases'))).toEqual([manifest.id]);
    broken.dispose();
  });
});

describe('ask --batch', { timeout: 30_000 }, () => {
  const file = join(data.path, 'questions.jsonl');
  const batch = (...lines: string[]) => {
    writeFileSync(file, `${lines.join('\n')}\n`);
    return ask(['--batch', file]);
  };

  it('writes one line per question, in order, each with its id, the answer and its text', () => {
    const { code, stdout } = batch(
      '{"id":"1","region":"甲川","question":"入职收押金合法吗"}',
      '{"id":"2","region":null,"question":"入职收押金合法吗"}',
      '{"id":"3","question":"你好呀"}',
    );
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => z.looseObject({ id: z.string(), text: z.string() }).parse(json(line)));
    expect(lines.map((line) => [line.id, line.status])).toEqual([
      ['1', 'answer'],
      ['2', 'ask_region'],
      ['3', 'abstain'],
    ]);
    for (const { id: _, text: __, ...answer } of lines) answerSchema.parse(answer);
  });

  it('treats every question by itself: no place is carried over', () => {
    const { stdout } = batch(
      '{"id":"1","region":"甲川","question":"入职收押金合法吗"}',
      '{"id":"2","region":null,"question":"那罚多少"}',
    );
    expect(stdout.trim().split('\n')[1]).toContain('"status":"ask_region"');
  });

  it.each(['这不是 JSON', '{"id":"2"}'])(
    'stops at a line that is no question (%s) with its number',
    (bad) => {
      const { code, stdout, stderr } = batch('{"id":"1","region":"甲川","question":"入职收押金合法吗"}', bad);
      expect(code).toBe(1);
      expect(stderr).toContain('第 2 行');
      expect(stdout.trim().split('\n')).toHaveLength(1);
    },
  );

  it('counts lines as an editor does, blank ones too', () => {
    expect(batch('', '{"id":"1","question":"你好呀"}', '', '坏').stderr).toContain('第 4 行');
  });

  it('says which file is not there', () => {
    const { code, stderr } = ask(['--batch', join(data.path, 'nowhere.jsonl')]);
    expect(code).toBe(1);
    expect(stderr).toContain('nowhere.jsonl');
  });
});

describe('the chat in a pipe', { timeout: 30_000 }, () => {
  it('answers line by line until the input ends', () => {
    const { code, stdout, stderr } = chat('入职收押金合法吗\n甲川\n\n那罚多少\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('你在哪儿干活');
    expect(stdout).toContain('“企业不得收取押金。”');
    expect(stdout).toContain('五百元罚款');
  });

  it('ends at /再见 and does not read on', () => {
    const { code, stdout } = chat('/再见\n/帮助\n');
    expect(code).toBe(0);
    expect(stdout).toContain('平安');
    expect(stdout).not.toContain('直接说你遇到的事就行');
  });

  it('prints no colours and no prompt into a pipe', () => {
    const { stdout } = chat('/地区 甲川\n入职收押金合法吗\n', { NO_COLOR: '1' });
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('你说');
  });

  it('takes bytes that are no UTF-8 for what they are and goes on', () => {
    const { code, stdout } = chat(`${String.fromCharCode(0xfffd)}\u0000\n/帮助\n`);
    expect(code).toBe(0);
    expect(stdout).toContain('/原文');
  });
});
