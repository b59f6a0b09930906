import { describe, expect, it } from 'vitest';
import { webCopy } from '../../bot/copy/web.ts';
import { ask, PLACE } from '../asking.ts';

/** Who touches one to see what this is must not be told that it is not written. */
describe('the examples on the empty page', () => {
  for (const question of webCopy.examples) {
    it(`${question} is answered by each place’s own text`, () => {
      for (const place of Object.values(PLACE)) {
        const { status, citations, elsewhere } = ask(question, place);
        expect([status, elsewhere], place).toEqual(['answer', []]);
        expect(
          citations.some(({ main }) => main),
          place,
        ).toBe(true);
      }
    });
  }
});
