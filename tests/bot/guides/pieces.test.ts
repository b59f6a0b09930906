import { describe, expect, it } from 'vitest';
import { advance, type Input } from '../../../bot/guides/advance.ts';
import type { Guide } from '../../../bot/guides/guide.ts';
import { REVIEW, type RunData, startRun } from '../../../bot/guides/run.ts';
import { piecesStep, severalStep } from '../../../bot/guides/steps.ts';
import { quietScene } from './walks.ts';

const guide: Guide = {
  id: 'agreement',
  code: 'ag',
  version: 1,
  kind: 'agreement',
  name: '试办',
  summary: '',
  intro: [],
  about: [],
  isAskedFor: () => false,
  prefill: () => ({}),
  steps: [
    piecesStep({ id: 'paste', label: '原文', prompt: ['发来'], most: 20 }),
    severalStep({
      id: 'signs',
      label: '情形',
      prompt: ['有哪些'],
      choices: [{ id: 'a', label: '甲' }],
      none: '都没有',
      noneNames: ['没有'],
    }),
  ],
  finish: () => ({ blocks: [], papers: [], handOver: null }),
};
const scene = quietScene();
const DONE: Input = { kind: 'done', step: 'paste' };

function walk(...inputs: (Input | string)[]) {
  let data: RunData = startRun(guide, 'r', 0).data;
  let note = null;
  for (const input of inputs) {
    const asked: Input = typeof input === 'string' ? { kind: 'words', words: input } : input;
    ({ data, note } = advance(guide, data, asked, scene));
  }
  return { data, note };
}

describe('a long text', () => {
  it('is taken in as many messages as it needs, and ends when the person says so', () => {
    const open = walk('第一条 报酬', ' 第二条 时间 ');
    expect(open.data).toMatchObject({ at: 'paste', answers: {}, picked: ['第一条 报酬', '第二条 时间'] });
    expect(walk('第一条 报酬', '第二条 时间', DONE).data).toMatchObject({
      at: 'signs',
      answers: { paste: '第一条 报酬\n第二条 时间' },
      picked: [],
    });
  });

  it('refuses the message that is too much for the whole, and keeps those before it', () => {
    const { data, note } = walk('字'.repeat(15), '长'.repeat(15));
    expect(note?.kind).toBe('problem');
    expect(data.picked).toEqual(['字'.repeat(15)]);
  });

  it('does not end before anything came', () => {
    expect(walk(DONE)).toMatchObject({ data: { at: 'paste' }, note: { kind: 'needed' } });
    expect(walk('   ').data).toMatchObject({ at: 'paste', picked: [] });
  });

  it('is pasted anew when it is gone back to, and stays when nothing comes', () => {
    const back = walk('第一条', DONE, { kind: 'back' });
    expect(back.data).toMatchObject({ at: 'paste', picked: [], answers: { paste: '第一条' } });
    expect(walk('第一条', DONE, { kind: 'back' }, { kind: 'keep' }).data.answers.paste).toBe('第一条');
    expect(walk('第一条', DONE, { kind: 'back' }, '第二条', DONE).data.answers.paste).toBe('第二条');
  });

  it('is said back in short and handed over whole', () => {
    const [paste] = guide.steps;
    expect(paste?.format('第一条', scene)).toBe('3个字');
    expect(paste?.inFull('第一条', scene)).toBe('第一条');
    expect(guide.steps[1]?.inFull(['a'], scene)).toBe('甲');
  });
});

describe('several of which none may be chosen', () => {
  it('takes nothing chosen for an answer, pressed or said', () => {
    const inputs: (Input | string)[] = [{ kind: 'done', step: 'signs' }, '都没有', '没有', ' 都没有 '];
    for (const input of inputs) {
      const { data } = walk('第一条', DONE, input);
      expect(data).toMatchObject({ at: REVIEW, answers: { signs: [] } });
    }
    expect(guide.steps[1]?.format([], scene)).toBe('都没有');
  });

  it('asks again where nothing chosen is no answer', () => {
    const strict = severalStep({ id: 'x', label: 'x', prompt: [], choices: [{ id: 'a', label: '甲' }] });
    expect(strict.none).toBeNull();
    expect(strict.fits([], scene)).toBe(false);
  });
});
