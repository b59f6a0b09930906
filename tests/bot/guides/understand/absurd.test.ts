import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understoodCopy } from '../../../../bot/copy/understood.ts';
import * as door from '../../../../bot/guides/understand/index.ts';
import { findUrgency } from '../../../../bot/guides/urgent.ts';

const TODAY = '2026-11-05';
const CHOICES = [
  { id: 'a', label: '少发工资', aliases: ['欠薪'] },
  { id: 'b', label: '押金不退' },
];
const { parseClock, parseDay, parseEmployer, parseMoney, parseName, parsePhone, parsePlatform, parseTrade } =
  door;

/** Every parser, with what says its readings back. */
const PARSERS: Readonly<Record<string, (words: string) => readonly string[] | string | undefined>> = {
  day: (words) => back(parseDay(words, TODAY), (reading) => door.formatDay(reading, TODAY)),
  clock: (words) => back(parseClock(words), JSON.stringify),
  money: (words) => back(parseMoney(words), door.formatMoney),
  hours: (words) => back(door.parseHoursADay(words), JSON.stringify),
  platform: (words) => back(parsePlatform(words), door.formatPlatform),
  trade: (words) => back(parseTrade(words), String),
  employer: (words) => back(parseEmployer(words), String),
  choice: (words) => back(door.parseChoice(words, CHOICES), String),
  phone: (words) => back(parsePhone(words), door.formatPhone),
  name: (words) => back(parseName(words), String),
  urgency: findUrgency,
};

function back<T>(heard: door.Heard<T, string>, format: (reading: T) => string) {
  if (heard === undefined) return undefined;
  return heard.kind === 'problem' ? heard.problem : heard.readings.map(format);
}

const PIECES = [
  ...'零一二两三四五六七八九十百千万亿半几多来点年月日号天周个块毛角分到前后上下在我是不没了被打锁关撞刚扣:：,，.。-−~/ 0123456789kwｗ😀\u200b\u0000\ud800被',
  '礼拜',
  '星期',
  '小时',
  '身份证',
  '美团',
  '去年',
  '上个月',
  '车祸',
  '站长',
  '朝阳',
];
const words = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe.each(Object.keys(PARSERS))('%s', (name) => {
  const parse = (said: string) => PARSERS[name]?.(said);

  it('answers anything, and what it says back is short and whole', () => {
    fc.assert(
      fc.property(words, (said) => {
        const answer = parse(said);
        for (const reading of Array.isArray(answer) ? answer : []) {
          expect(reading).not.toMatch(/NaN|Infinity|undefined|null|Invalid/);
          expect(reading.length).toBeGreaterThan(0);
          expect(reading.length).toBeLessThan(200);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('says the same twice', () => {
    fc.assert(
      fc.property(words, (said) => {
        expect(parse(said)).toEqual(parse(said));
      }),
      { numRuns: 50 },
    );
  });

  // What is exponential or cubic in the length would not end here within the runner's own limit.
  it('ends for long messages of one piece over and over', () => {
    for (const piece of [
      ...PIECES,
      '被打',
      '一千',
      '10.',
      '3月',
      '1-',
      '不是',
      '把我',
      '站长打',
      '昨晚的',
      '到10点',
      ',000',
    ])
      parse(piece.repeat(Math.ceil(5000 / piece.length)));
  });

  it('ends for long messages of any two pieces', () => {
    const piece = fc.constantFrom(...PIECES);
    fc.assert(
      fc.property(piece, piece, fc.nat(2500), (a, b, count) => {
        parse(a.repeat(count) + b.repeat(5000 - count));
        parse((a + b).repeat(2500));
      }),
      { numRuns: 20 },
    );
  });
});

it('days that are understood are days of the calendar, in order, from 2010 on', () => {
  fc.assert(
    fc.property(words, (said) => {
      const heard = parseDay(said, TODAY);
      for (const { from, to } of heard?.kind === 'understood' ? heard.readings : []) {
        for (const day of [from, to]) {
          const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
          expect(door.isoDay(year, month, date)).toBe(day);
        }
        expect(from <= to && from >= '2010-01-01').toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

it('any day of the calendar is understood as itself, in every form', () => {
  const days = fc.date({ min: new Date('2010-01-01'), max: new Date('2026-11-05'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
      for (const form of [
        iso,
        `${year}年${month}月${day}日`,
        `${year}/${month}/${day}`,
        `${year}.${month}.${day}号`,
      ])
        expect(parseDay(form, TODAY)).toEqual({ kind: 'understood', readings: [{ from: iso, to: iso }] });
    }),
  );
});

it('any sum is understood as itself, in figures and as it is said back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (cents) => {
      const money = { from: cents, to: cents, about: false };
      const spoken = door.formatMoney(money);
      expect(parseMoney(spoken)).toEqual({ kind: 'understood', readings: [money] });
      expect(parseMoney(`扣了我${spoken}`)).toEqual({ kind: 'understood', readings: [money] });
    }),
  );
});

it('what is understood of money lies between a 分 and ten million yuan', () => {
  fc.assert(
    fc.property(words, (said) => {
      const heard = parseMoney(said);
      for (const { from, to } of heard?.kind === 'understood' ? heard.readings : []) {
        expect(Number.isInteger(from) && Number.isInteger(to)).toBe(true);
        expect(from > 0 && from <= to && to <= 1_000_000_000).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

it('the copy is short', () => {
  for (const sentence of Object.values(understoodCopy.problems)) expect(sentence.length).toBeLessThan(40);
});
