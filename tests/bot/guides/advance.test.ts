import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { advance, type Input, pathOf, revive } from '../../../bot/guides/advance.ts';
import type { Guide } from '../../../bot/guides/guide.ts';
import { RESULT, REVIEW, type RunData, startRun } from '../../../bot/guides/run.ts';
import {
  choiceStep,
  filesStep,
  regionStep,
  severalStep,
  stepOf,
  textStep,
} from '../../../bot/guides/steps.ts';
import { quietScene } from './walks.ts';

const guide: Guide = {
  id: 'complaint',
  code: 'cp',
  version: 1,
  kind: 'complaint',
  name: '试办',
  summary: '',
  intro: [],
  about: [],
  isAskedFor: () => false,
  prefill: () => ({}),
  steps: [
    regionStep({ id: 'region', label: '地方', prompt: ['在哪儿'] }),
    choiceStep({
      id: 'what',
      label: '什么事',
      prompt: ['什么事'],
      choices: [
        { id: 'pay', label: '欠钱', aliases: ['没发钱'] },
        { id: 'hurt', label: '受伤' },
      ],
    }),
    stepOf(
      {
        id: 'much',
        label: '多少钱',
        prompt: ['多少'],
        optional: true,
        applies: ({ answers }) => answers.what === 'pay',
      },
      {
        takes: 'words',
        schema: z.number(),
        understand: (words) => {
          if (words === '一两千') return { kind: 'options', values: [1000, 2000] };
          if (words.startsWith('-')) return { kind: 'problem', text: '不能是负数。' };
          return /^\d+$/.test(words) ? { kind: 'value', value: Number(words) } : { kind: 'none' };
        },
        format: (yuan) => `${yuan}元`,
      },
    ),
    severalStep({
      id: 'proof',
      label: '证据',
      prompt: ['有什么'],
      optional: true,
      choices: [
        { id: 'photo', label: '照片' },
        { id: 'chat', label: '聊天记录' },
      ],
    }),
    filesStep({ id: 'files', label: '材料', prompt: ['发来'] }),
    textStep({ id: 'story', label: '经过', prompt: ['说说'], most: 20 }),
  ],
  finish: () => ({ blocks: [], papers: [], handOver: null }),
};
const scene = quietScene();

function walk(...inputs: (Input | string)[]) {
  let data: RunData = startRun(guide, 'r', 0).data;
  let note = null;
  for (const input of inputs) {
    const move = advance(
      guide,
      data,
      typeof input === 'string' ? { kind: 'words', words: input } : input,
      scene,
    );
    data = move.data;
    note = move.note;
  }
  return { data, note };
}

describe('a guide', () => {
  it('asks one question after the other, and ends at the review and the result', () => {
    const all = walk('甲地', '欠钱', '300', '照片、聊天记录', { kind: 'skip' }, '站长不发');
    expect(all.data.at).toBe(REVIEW);
    expect(all.data.answers).toEqual({
      region: 'jia',
      what: 'pay',
      much: 300,
      proof: ['photo', 'chat'],
      story: '站长不发',
    });
    expect(all.data.skipped).toEqual(['files']);
    expect(walk('甲地', '欠钱', '300', '照片', { kind: 'skip' }, '短', { kind: 'confirm' }).data.at).toBe(
      RESULT,
    );
  });

  it('takes a choice by its number, its label or another name, and by a press on the present question only', () => {
    for (const words of ['1', '欠钱', '没发钱']) expect(walk('甲地', words).data.answers.what).toBe('pay');
    expect(walk('甲地', { kind: 'pick', step: 'what', choice: 'hurt' }).data.answers.what).toBe('hurt');
    const old = walk('甲地', '欠钱', { kind: 'pick', step: 'what', choice: 'hurt' });
    expect(old.note).toEqual({ kind: 'stale' });
    expect(old.data.answers.what).toBe('pay');
  });

  it('leaves out what does not apply, and forgets its answer when it applies no more', () => {
    expect(walk('甲地', '受伤').data.at).toBe('proof');
    const changed = walk('甲地', '欠钱', '300', { kind: 'edit', step: 'what' }, '受伤');
    expect(changed.data.answers).toEqual({ region: 'jia', what: 'hurt' });
    expect(changed.data.at).toBe('proof');
  });

  it('asks which of several readings was meant', () => {
    const which = walk('甲地', '欠钱', '一两千');
    expect(which.note).toEqual({ kind: 'which' });
    expect(which.data.options).toEqual([1000, 2000]);
    expect(walk('甲地', '欠钱', '一两千', '2').data.answers.much).toBe(2000);
    expect(walk('甲地', '欠钱', '一两千', '1000元').data.answers.much).toBe(1000);
    expect(walk('甲地', '欠钱', '一两千', { kind: 'option', step: 'much', at: 1 }).data.answers.much).toBe(
      2000,
    );
    // Neither: what is said instead counts.
    expect(walk('甲地', '欠钱', '一两千', '1500').data.answers.much).toBe(1500);
  });

  it('says why an answer cannot be, and counts what it did not understand', () => {
    expect(walk('甲地', '欠钱', '-3').note).toEqual({ kind: 'problem', text: '不能是负数。' });
    const twice = walk('甲地', '欠钱', '啥', '啥啥');
    expect(twice.note).toEqual({ kind: 'not-understood' });
    expect(twice.data.missed).toBe(2);
    expect(walk('甲地', '欠钱', '啥', '300').data.missed).toBe(0);
  });

  it('passes over what is optional and nothing else', () => {
    expect(walk('甲地', { kind: 'skip' }).note).toEqual({ kind: 'needed' });
    expect(walk('甲地', '欠钱', { kind: 'skip' }).data.skipped).toEqual(['much']);
    expect(walk('甲地', '受伤', { kind: 'done', step: 'proof' }).data.skipped).toEqual(['proof']);
  });

  it('goes back, and forward again to where it was', () => {
    const back = walk('甲地', '欠钱', '300', { kind: 'back' });
    expect(back.data.at).toBe('much');
    expect(walk('甲地', '欠钱', '300', { kind: 'back' }, '500').data).toMatchObject({
      at: 'proof',
      answers: { much: 500 },
    });
    expect(walk('甲地', '欠钱', '300', { kind: 'back' }, { kind: 'keep' }).data).toMatchObject({
      at: 'proof',
      answers: { much: 300 },
    });
    expect(walk({ kind: 'back' }).note).toEqual({ kind: 'at-start' });
  });

  it('collects several choices and several files before it goes on', () => {
    const pick = (choice: string): Input => ({ kind: 'pick', step: 'proof', choice });
    expect(walk('甲地', '受伤', pick('photo'), pick('chat'), pick('photo')).data).toMatchObject({
      at: 'proof',
      picked: ['chat'],
    });
    const sent = walk(
      '甲地',
      '受伤',
      pick('chat'),
      { kind: 'done', step: 'proof' },
      { kind: 'files', ids: ['a', 'b'] },
    );
    expect(sent.data).toMatchObject({ at: 'files', answers: { proof: ['chat'] }, files: ['a', 'b'] });
    const more: Input[] = [
      { kind: 'files', ids: ['b', 'c'] },
      { kind: 'done', step: 'files' },
    ];
    const done = walk(
      '甲地',
      '受伤',
      pick('chat'),
      { kind: 'done', step: 'proof' },
      { kind: 'files', ids: ['a', 'b'] },
      ...more,
    );
    expect(done.data).toMatchObject({ at: 'story', files: ['a', 'b', 'c'] });
    expect(done.data.answers.files).toBe(3);
  });

  it('does not take more words than it says', () => {
    const long = walk('甲地', '受伤', { kind: 'skip' }, { kind: 'skip' }, '长'.repeat(21));
    expect(long.data.at).toBe('story');
    expect(long.note?.kind).toBe('problem');
  });

  it('keeps of an older version what still fits', () => {
    const { data } = walk('甲地', '欠钱', '300');
    const old: RunData = { ...data, at: 'gone', answers: { ...data.answers, much: '三百', gone: 'x' } };
    expect(revive(guide, old, scene)).toMatchObject({ at: 'much', answers: { region: 'jia', what: 'pay' } });
  });

  it('asks in the same order whatever was answered', () => {
    expect(pathOf(guide, scene, { what: 'pay' }).map(({ id }) => id)).toEqual(
      guide.steps.map(({ id }) => id),
    );
  });
});
