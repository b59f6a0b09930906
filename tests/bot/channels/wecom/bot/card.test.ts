import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionOf,
  cardEventSchema,
  cardSchema,
  formatCard,
  formatSpentCard,
  formatWholeCard,
  type Offer,
  parsePress,
} from '../../../../../bot/channels/wecom/bot/card.ts';
import { wecomCopy as copy } from '../../../../../bot/copy/wecom.ts';
import { pressOf, templateCard } from '../../../../fakes/template-card.ts';

const offer = (count: number, words: string | null = '选一个'): Offer => ({
  words,
  choices: Array.from({ length: count }, (_, at) => ({
    label: `地${at}`,
    action: `region:a1b2c3:省/市${at}`,
  })),
});
const pressed = (card: unknown, label: string) => parsePress(cardEventSchema.parse(pressOf(card, label)));
const actionIn = (card: unknown, label: string) => {
  const press = pressed(card, label);
  return press && actionOf(press);
};

describe('a card', () => {
  it.each([1, 2, 6, 7, 20])(
    'with %i choices is one that WeCom takes, and a press brings back its action',
    (count) => {
      const made = offer(count);
      const card = formatCard(made, 'key-1');
      expect(templateCard.safeParse(card).error).toBeUndefined();
      // It waits in the store until WeCom asks for it.
      expect(cardSchema.parse(card)).toEqual(card);
      for (const { label, action } of made.choices) expect(actionIn(card, label)).toBe(action);
    },
  );

  it('has the same id at every try of a message, and another in every message', () => {
    const ids = ['a', 'a', 'b'].map((name) => formatCard(offer(20), name).task_id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
    expect(Buffer.byteLength(ids[0] ?? '')).toBeLessThanOrEqual(128);
  });

  it('carries whatever an action and a label are made of', () => {
    const letters = fc.constantFrom('a', ':', '|', '｜', '省', '/', ' ', '😀', '"', '\\');
    fc.assert(
      fc.property(
        fc.string({ unit: letters, minLength: 1, maxLength: 12 }),
        fc.string({ unit: letters, minLength: 1, maxLength: 14 }),
        (action, label) => {
          const card = formatCard({ words: null, choices: [{ label, action }] }, 'key');
          const [shown] = card.button_list ?? [];
          expect(actionIn(card, shown?.text ?? '')).toBe(action);
          expect([...(shown?.text ?? '')].length).toBeLessThanOrEqual(10);
        },
      ),
    );
  });
});

describe('a press', () => {
  const card = formatCard(offer(3), 'key-1');
  const event = cardEventSchema.parse(pressOf(card, '地1'));

  it.each([
    ['an action that this card never had', { event_key: 'erase:yes|地1' }],
    [
      'a key of another card',
      { event_key: formatCard(offer(9), 'key-1').checkbox?.option_list[8]?.id ?? '' },
    ],
    ['the id of a card of somebody else', { task_id: 't123_1' }],
    ['nothing chosen', { card_type: 'vote_interaction' }],
  ])('is none with %s', (_, change) => {
    expect(parsePress({ ...event, ...change })).toBeUndefined();
  });

  it('spends the card: what stands there then looks done with, and is known when it is pressed again', () => {
    const press = pressed(card, '地1');
    if (press === undefined) throw new Error('no press');
    const spent = formatSpentCard(press);
    expect(templateCard.safeParse(spent).error).toBeUndefined();
    expect(spent).toMatchObject({ task_id: card.task_id, button_list: [{ text: '地1', style: 4 }] });
    expect(actionIn(spent, '地1')).toBe('region:a1b2c3:省/市1');
  });
});

describe('a card that is the whole message', () => {
  const words = (...lines: number[]) => lines.map((length) => '话'.repeat(length)).join('\n');

  it.each<[number, string, object | undefined]>([
    [2, words(26), { main_title: { title: words(26) } }],
    [2, words(26, 112), { main_title: { title: words(26) }, sub_title_text: words(112) }],
    [2, words(112), { sub_title_text: words(112) }],
    [2, words(27, 84), { sub_title_text: words(27, 84) }],
    [2, words(27, 85), undefined],
    [2, words(26, 113), undefined],
    [7, words(26, 30), { main_title: { title: words(26), desc: words(30) } }],
    [7, words(26, 31), undefined],
    [7, words(27), undefined],
  ])('with %i choices and %j', (count, said, head) => {
    const card = formatWholeCard(offer(count, said), 'k');
    if (head === undefined) return expect(card).toBeUndefined();
    expect(card).toMatchObject(head);
    expect(templateCard.safeParse(card).error).toBeUndefined();
  });

  it('is none for what has to be shown with marks', () => {
    expect(formatWholeCard(offer(2, null), 'k')).toBeUndefined();
  });

  it('never says what stands above it already', () => {
    expect(formatCard(offer(2), 'k').main_title).toEqual({ title: copy.choose });
  });
});
