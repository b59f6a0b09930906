import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bare, fold } from '#knowledge';
import { createLexicon, lexiconSchema } from '#knowledge/build';
import { articles, KNOWLEDGE, sources } from '../../policies.ts';

const own = lexiconSchema.parse(parse(readFileSync(join(KNOWLEDGE, 'lexicon/lexicon.yaml'), 'utf8')));

describe('terms', () => {
  const { terms } = createLexicon([
    { say: ['押金', 'YaJin'], mean: ['保证金', '财物'], example: '押金不退' },
    { say: ['押金条'], mean: ['收据'], example: '押金条丢了' },
    { say: ['站长'], mean: ['用工合作企业'], example: '站长' },
  ]);

  it('finds each word of speech inside a sentence, the longer as well as the shorter', () => {
    expect(terms(fold('站长不给押金条'))).toEqual(['用工合作企业', '保证金', '财物', '收据']);
  });

  it('gives each term once, however often it is said', () => {
    expect(terms(fold('押金押金YAJIN'))).toEqual(['保证金', '财物']);
  });

  it('says nothing of a sentence without a known word, or of none', () => {
    expect(terms(fold('今天下雨'))).toEqual([]);
    expect(terms('')).toEqual([]);
  });

  it('an empty lexicon knows nothing', () => {
    expect(createLexicon([]).terms('押金')).toEqual([]);
  });
});

describe('the lexicon of worker speech, as data', () => {
  it('has at least 400 entries', () => {
    expect(own.length).toBeGreaterThanOrEqual(400);
  });

  it('every official term stands in one of the five texts', () => {
    const printed = bare(articles.map(({ text, path }) => [...path, text].join('')).join(''));
    const missing = own.flatMap(({ mean }) => mean).filter((term) => !printed.includes(bare(term)));
    expect(missing).toEqual([]);
  });

  it('a word of speech has one entry', () => {
    const words = own.flatMap(({ say }) => [...new Set(say.map(fold))]);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });

  it('every example, of every file, shows its word', () => {
    const silent = sources.lexicon.filter(
      ({ say, example }) => !say.some((word) => fold(example).includes(fold(word))),
    );
    expect(silent).toEqual([]);
  });

  it('every official term, of every file, is made of Chinese words', () => {
    const odd = sources.lexicon.filter(({ mean }) =>
      mean.some((term) => !/^[\p{Script=Han}0-9、]{2,}$/u.test(term)),
    );
    expect(odd).toEqual([]);
  });

  it('an entry with an unknown field or no word is refused', () => {
    expect(lexiconSchema.safeParse([{ say: [], mean: ['甲'], example: '' }]).success).toBe(false);
    expect(lexiconSchema.safeParse([{ say: ['甲'], mean: ['乙'], example: '', note: '' }]).success).toBe(
      false,
    );
  });
});
