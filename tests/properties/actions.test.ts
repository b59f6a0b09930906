import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_ACTION_BYTES } from '../../bot/channels/message.ts';
import { type Action, formatAction, parseAction } from '../../bot/conversation/actions.ts';
import { formatCarried, parsePayload } from '../../bot/conversation/payload.ts';
import { realLibrary } from '../real-release.ts';

const TAG = 'Ab3_-9';
const { assistant, release } = await realLibrary();

/** Words as a program writes them: no colon. */
const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes(':'));
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('region' as const), id: word, for: fc.constantFrom('', TAG) }),
  fc.record({ kind: fc.constant('erase' as const), yes: fc.boolean() }),
  fc.record({ kind: fc.constant('command' as const), name: word }),
  fc.record({
    kind: fc.constant('ticket' as const),
    op: fc.constantFrom('solved' as const, 'unsolved' as const, 'answer' as const),
    id: word,
  }),
  fc.record({
    kind: fc.constant('library' as const),
    op: fc.constantFrom('state' as const, 'publish' as const, 'backYes' as const),
    args: fc.array(word, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('handoff' as const),
    op: fc.constantFrom('give' as const, 'only' as const, 'cancel' as const),
  }),
);

describe('what a button carries', () => {
  it('comes back as what it was', () => {
    fc.assert(
      fc.property(action, (one) => {
        expect(parseAction(formatAction(one))).toEqual(one);
      }),
    );
  });

  it('is read from any text without an error, and only in the one form that is written', () => {
    const near = fc
      .array(
        fc.constantFrom(
          'region',
          'erase',
          'command',
          'ticket',
          'handoff',
          'library',
          'publish',
          'solved',
          'give',
          ':',
          'yes',
          'no',
          '甲川省',
          '',
        ),
        { maxLength: 6 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const read = parseAction(text);
        if (read !== undefined) expect(formatAction(read)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it('fits the smallest button for every place that is offered, and leads back to that place', () => {
    expect(assistant.places.length).toBeGreaterThan(3);
    for (const place of assistant.places) {
      const text = formatAction({ kind: 'region', id: place.id, for: TAG });
      expect(Buffer.byteLength(text), text).toBeLessThanOrEqual(MOST_ACTION_BYTES);
      expect(assistant.placeById(place.id)).toEqual({ id: place.id, name: place.short, covered: true });
    }
  });

  it('leads to the place that its words name, where two bear one name', () => {
    for (const [words, id] of [
      ['河北省石家庄市桥西区', '河北省/石家庄市/桥西区'],
      ['河北省张家口市桥西区', '河北省/张家口市/桥西区'],
      ['河北省沧州市新华区', '河北省/沧州市/新华区'],
    ] as const)
      expect(assistant.placeOf(words)?.id).toBe(id);
    const { choices } = assistant.ask({ question: '朝阳区扣押金合法吗', region: null }).answer;
    expect(choices.length).toBeGreaterThan(1);
    for (const name of choices) expect(assistant.placeOf(name)?.id.replaceAll('/', '')).toBe(name);
  });

  it('of the least known place leads to that place', () => {
    const { all } = release.regions;
    expect(all.filter(({ id }) => assistant.placeById(id)?.id !== id)).toEqual([]);
    expect(assistant.placeById('火星')).toBeUndefined();
  });
});

describe('what a link carries', () => {
  it('comes back as what it was, in 64 letters at most', () => {
    const token = fc.stringMatching(/^[A-Za-z0-9_-]{16,40}$/);
    fc.assert(
      fc.property(token, (one) => {
        const payload = formatCarried(one);
        expect(payload).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
        expect(parsePayload(payload)).toEqual({ kind: 'question', token: one });
      }),
    );
  });

  it('is read from any text without an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parsePayload(text);
        if (read !== undefined) expect(formatCarried(read.token)).toBe(text);
      }),
    );
  });
});
