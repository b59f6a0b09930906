import { describe, expect, it } from 'vitest';
import { dayStep, moneyStep, nameStep, phoneStep, platformStep } from '../../../bot/guides/heard-steps.ts';
import { quietScene } from './walks.ts';

const asked = { id: 'x', label: '某事', prompt: ['问'] };
const scene = quietScene();

/** What the person reads back; the words of a problem; which of several; null where nothing was understood. */
function heard(step: ReturnType<typeof dayStep>, words: string): string | readonly string[] | null {
  const reading = step.understand(words, scene);
  switch (reading.kind) {
    case 'value':
      expect(step.fits(reading.value, scene)).toBe(true);
      expect(step.fits(JSON.parse(JSON.stringify(reading.value)), scene)).toBe(true);
      return step.format(reading.value, scene);
    case 'options':
      for (const value of reading.values) expect(step.fits(value, scene)).toBe(true);
      return reading.values.map((value) => step.format(value, scene));
    case 'problem':
      return `!${reading.text}`;
    case 'none':
      return null;
  }
}

describe('questions in own words', () => {
  it('hears a day and says it back, and refuses days to come', () => {
    const step = dayStep(asked);
    expect(heard(step, '上礼拜三')).toBe('11月11日（上周三）');
    expect(heard(step, '今年3月到5月')).toBe('3月到5月');
    expect(heard(step, '明天')).toMatch(/^!这一天还没到/);
    expect(heard(step, '2027年3月5号')).toMatch(/^!这一天还没到/);
    expect(heard(step, '2月30号')).toMatch(/^!/);
    expect(heard(step, '反正就是不发')).toBeNull();
    expect(heard(step, '😀'.repeat(2500))).toBeNull();
  });

  it('hears a sum, asks which of two, and refuses what nobody can be owed', () => {
    const step = moneyStep(asked);
    expect(heard(step, '两千来块')).toBe('2000元左右');
    expect(heard(step, '扣了300块和500块')).toEqual(['300元', '500元']);
    expect(heard(step, '-3元')).toMatch(/^!/);
    expect(heard(step, '九九九九万')).toMatch(/^!/);
    expect(heard(step, '好多钱')).toBeNull();
  });

  it('hears platforms, telephones and names', () => {
    expect(heard(platformStep(asked), '美团专送')).toBe('美团（专送）');
    expect(heard(platformStep(asked), '京东')).toHaveLength(2);
    expect(heard(phoneStep(asked), '138-0013-8000')).toBe('138 0013 8000');
    expect(heard(phoneStep(asked), '12345')).toMatch(/^!/);
    expect(heard(nameStep(asked), '我叫欧阳小北')).toBe('欧阳小北');
    expect(heard(nameStep(asked), '12')).toMatch(/^!/);
  });

  it('hides at the desk who somebody is', () => {
    expect([nameStep(asked).personal, phoneStep(asked).personal, dayStep(asked).personal]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('knows a stored answer of another shape for what it is', () => {
    expect(platformStep(asked).fits('美团', scene)).toBe(false);
    expect(platformStep(asked).fits({ name: '美团', brand: 'no-such' }, scene)).toBe(false);
    expect(dayStep(asked).fits({ from: '2026-11-31', to: '2026-12-01' }, scene)).toBe(false);
    expect(moneyStep(asked).fits(300, scene)).toBe(false);
  });
});
