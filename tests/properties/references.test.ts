import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegions, formatNumeral } from '#knowledge';
import { findReferences } from '../../knowledge/policy/reference.ts';
import { regions } from '../policies.ts';

const small = fc.integer({ min: 1, max: 150 });
const print = fc.tuple(small, fc.constantFrom('han', 'ascii', 'wide')).map(([n, way]) => ({
  n,
  text:
    way === 'han'
      ? formatNumeral(n)
      : way === 'ascii'
        ? `${n}`
        : [...`${n}`].map((d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)).join(''),
}));
const around = fc.constantFrom('', '请问', '吉林的', '我想知道');

describe('references', () => {
  it('第N条第M款第（K）项 is found however its numbers are printed and whatever stands around it', () => {
    fc.assert(
      fc.property(
        print,
        fc.option(print),
        fc.option(print),
        around,
        fc.boolean(),
        (a, p, i, before, round) => {
          const item = i === null ? '' : round ? `第（${i.text}）项` : `第${i.text}项`;
          const text = `${before}第${a.text}条${p === null ? '' : `第${p.text}款`}${item}说了什么`;
          expect(findReferences(text)).toEqual([
            { kind: 'article', number: a.n, paragraph: p?.n, item: i?.n, title: undefined },
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a document number is found with brackets of any sort', () => {
    const brackets = fc.constantFrom('〔〕', '[]', '()', '（）', '【】', '［］', '  ');
    const office = fc.constantFrom('吉人社联', '石人社发', '冀人社规', '云人社发', '淄人社发', '洪人社发');
    fc.assert(
      fc.property(office, fc.integer({ min: 2000, max: 2029 }), small, brackets, (name, year, n, pair) => {
        const [found] = findReferences(`${name}${pair[0]}${year}${pair[1]}${n}号`);
        expect(found).toEqual({ kind: 'document', number: `${name}〔${year}〕${n}号` });
      }),
      { numRuns: 300 },
    );
  });

  it('any message gives a list of references with whole numbers, and never an error', () => {
    const soup = fc.string({
      unit: fc.constantFrom(...'第条款项（）()一二十百0９号〔〕2021年人社发、 '),
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.oneof(soup, fc.string()), (text) => {
        for (const reference of findReferences(text)) {
          const numbers =
            reference.kind === 'article'
              ? [reference.number]
              : reference.kind === 'outline'
                ? reference.path
                : [];
          for (const number of numbers) expect(Number.isInteger(number)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('places in any message', () => {
  const names = regions.all.map(({ name }) => name);
  const unit = fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom('我在', '和', '，', '送外卖', '老家', '市', '路'),
  );

  it('are cut out of the text where they stand, in order, without overlap', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        let last = 0;
        for (const { start, end, name, regions: candidates } of findRegions(text, regions)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(text.slice(start, end).endsWith(name.slice(-2))).toBe(true);
          expect(candidates.length).toBeGreaterThan(0);
          last = end;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('the full name of a province or city is always found as itself', () => {
    const wide = regions.all.filter(
      ({ level, name }) => (level !== 'county' && name.endsWith('市')) || level === 'province',
    );
    for (const place of wide) {
      const found = findRegions(`我在${place.name}，跑单`, regions).flatMap((mention) => mention.regions);
      expect(found, place.id).toContain(place);
    }
  });
});
