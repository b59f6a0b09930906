import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { article, articles, articlesOf } from '../policies.ts';
import { describeWithShared } from '../shared.ts';

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => `${first + i}`);

/** The contract: what an answer may cite by id, per instrument. Anything saved with an id relies on it. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'jilin-measures': range(1, 48),
  'hebei-measures': range(1, 31),
  'yunnan-opinions': range(1, 24),
  'zibo-opinions': range(1, 18),
  'nanchang-plan': range(1, 23),
  'shijiazhuang-plan': [
    '1',
    ...range(1, 10).map((n) => `2.${n}`),
    ...range(1, 3).map((n) => `3.${n}`),
    ...range(1, 4).map((n) => `4.${n}`),
  ],
};
const IDS = Object.entries(RULES).flatMap(([instrument, keys]) => keys.map((key) => `${instrument}/${key}`));

describe('the 162 article ids', () => {
  it('are all there, each once, as articles that a worker can be answered from', () => {
    expect(IDS).toHaveLength(162);
    for (const id of IDS) {
      const same = articles.filter((candidate) => candidate.id === id);
      expect(
        same.map((candidate) => candidate.kind),
        id,
      ).toEqual(['rule']);
    }
  });

  it('no id stands for two articles anywhere, notices and task rows included', () => {
    expect(new Set(articles.map((candidate) => candidate.id)).size).toBe(articles.length);
  });

  it('an instrument has no rule beside its contract but 南昌 一, 二 and 四、工作要求', () => {
    const more = articles.filter((candidate) => candidate.kind === 'rule' && !IDS.includes(candidate.id));
    expect(more.map((candidate) => candidate.id)).toEqual(
      ['s1', 's2', 's4.1', 's4.2', 's4.3'].map((key) => `nanchang-plan/${key}`),
    );
  });

  it('the sections of the notices and the task rows have ids too', () => {
    const keys = (instrument: string) =>
      articlesOf(instrument).map(({ id }) => id.slice(instrument.length + 1));
    expect(keys('jilin-notice')).toEqual(['0', '1', '2', '2.1', '2.2', '2.3', '3.1', '3.2', '3.3']);
    expect(keys('jilin-tasks')).toEqual([...range(1, 18), ...range(29, 38)]);
  });
});

describe('labels read as the source prints them', () => {
  it.each([
    ['jilin-measures/29', '第二十九条'],
    ['hebei-measures/31', '第三十一条'],
    ['yunnan-opinions/21', '四、（二十一）'],
    ['zibo-opinions/5', '二、（五）'],
    ['nanchang-plan/6', '三、（二）6'],
    ['nanchang-plan/s4.2', '四、（二）'],
    ['shijiazhuang-plan/1', '一'],
    ['shijiazhuang-plan/2.10', '二、（十）'],
    ['jilin-tasks/35', '序号35'],
    ['jilin-notice/3.2', '三、（二）'],
  ])('%s is %s', (id, label) => {
    expect(article(id).label).toBe(label);
  });

  it('a heading path names every heading above the article, outermost first', () => {
    expect(article('jilin-measures/41').path).toEqual(['第八章 法律责任']);
    expect(article('nanchang-plan/6').path).toEqual(['三、主要任务', '（二）完善保障制度，补齐保障短板']);
    expect(article('yunnan-opinions/24').path).toEqual(['四、健全劳动者权益保障协同工作机制']);
  });
});

describe('款 and 项', () => {
  it('第四十四条 is one 款 with four 项', () => {
    const { items, paragraphs, text } = article('jilin-measures/44');
    expect(paragraphs).toHaveLength(1);
    expect(items.map(({ label, paragraph }) => `${label}@${paragraph}`)).toEqual([
      '（一）@1',
      '（二）@1',
      '（三）@1',
      '（四）@1',
    ]);
    expect(items.map(({ start, end }) => text.slice(start, end))).toContain('（三）安排加班不支付加班费的；');
  });

  it('第十一条 is three 款 without a 项', () => {
    const { items, paragraphs, text } = article('jilin-measures/11');
    expect(items).toEqual([]);
    expect(paragraphs.map(({ start, end }) => text.slice(start, end).slice(0, 8))).toEqual([
      '符合确立劳动关系',
      '不完全符合确立劳',
      '个人依托平台自主',
    ]);
  });
});

describeWithShared(
  'the article texts of ../shared/eval/articles.json',
  (shared) => {
    const contract = z
      .record(z.string(), z.string())
      .parse(JSON.parse(readFileSync(join(shared, 'eval/articles.json'), 'utf8')));
    /** White space, width, the list mark of `- (一)` and `.` for 。 are print; everything else is text. */
    const plain = (text: string) =>
      text.normalize('NFKC').replace(/\s/g, '').replaceAll('-(', '(').replaceAll('。', '.');

    it('has the ids of the contract and no other', () => {
      expect(Object.keys(contract).sort()).toEqual([...IDS].sort());
    });

    it.each(Object.entries(contract))('%s says the same', (id, text) => {
      expect(plain(article(id).text)).toBe(plain(text));
    });
  },
  'eval/articles.json',
);
