import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUrgency } from '../../../bot/guides/urgent.ts';
import { ORDINARY, URGENT } from './urgent-examples.ts';

describe('danger is heard', () => {
  const cases = Object.entries(URGENT).flatMap(([urgency, list]) => list.map((words) => [words, urgency]));
  it.each(cases)('%s: %s', (words, urgency) => {
    expect(findUrgency(words ?? '')).toBe(urgency);
  });

  it('wherever in a long message it stands', () => {
    const complaint = '平台又降了单价，超时还要罚款，'.repeat(300);
    for (const cry of ['我不想活了', '我被关在宿舍里', '刚才被车撞了']) {
      expect(findUrgency(`${complaint}。${cry}。`)).toBeDefined();
      expect(findUrgency(`${cry}。${complaint}`)).toBeDefined();
    }
  });

  it('with invisible characters and full width between', () => {
    expect(findUrgency('我\u200b不\u200b想\u200b活了')).toBe('self-harm');
  });
});

describe('every day is not danger', () => {
  it.each(ORDINARY)('%s', (words) => {
    expect(findUrgency(words)).toBeUndefined();
  });

  it('holds for any two complaints side by side', () => {
    const calm = fc.constantFrom(...ORDINARY);
    fc.assert(
      fc.property(calm, calm, (a, b) => {
        expect(findUrgency(`${a}。${b}`)).toBeUndefined();
      }),
    );
  });
});

it('a cry is heard between any complaints', () => {
  const cries = Object.values(URGENT).flat();
  fc.assert(
    fc.property(
      fc.constantFrom(...cries),
      fc.constantFrom(...ORDINARY),
      fc.constantFrom(...ORDINARY),
      (cry, a, b) => {
        expect(findUrgency(`${a}。${cry}。${b}`)).toBeDefined();
      },
    ),
  );
});
