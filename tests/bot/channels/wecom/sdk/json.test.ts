import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../../bot/channels/wecom/sdk/index.ts';

describe('JSON from outside', () => {
  it('integers that a number cannot hold are strings of their digits, at any depth', () => {
    expect(parseJson('{"a":4561255354251345929,"b":[{"c":-9007199254740993}],"d":9007199254740991}')).toEqual(
      {
        ...{ a: '4561255354251345929', b: [{ c: '-9007199254740993' }], d: 9007199254740991 },
      },
    );
  });

  it('a number in a string is a string anyway, a fraction a number', () => {
    expect(parseJson('{"a":"4561255354251345929","b":0.1234567890123456,"c":1e300}')).toEqual({
      ...{ a: '4561255354251345929', b: 0.1234567890123456, c: 1e300 },
    });
  });

  it('every integer comes back as its own digits', () => {
    fc.assert(
      fc.property(fc.bigInt(), (id) => {
        expect(digitsOf(parseJson(`{"id":${id}}`))).toBe(String(id));
      }),
    );
  });

  it('is what JSON.parse makes of it otherwise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        if (!/\d{16}/.test(text)) expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['', '{', '{"a":}', 'undefined', '{"a":1}x', "{'a':1}"])('%j is refused', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('a megabyte of brackets is refused or read, and breaks nothing', () => {
    const deep = `${'['.repeat(400_000)}4561255354251345929${']'.repeat(400_000)}`;
    expect(() => parseJson(deep)).toThrow(SyntaxError);
  });

  it('a field called __proto__ changes no other object', () => {
    parseJson('{"__proto__":{"polluted":1},"id":4561255354251345929}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

function digitsOf(parsed: unknown): string {
  if (typeof parsed !== 'object' || parsed === null || !('id' in parsed)) throw new Error('no id');
  return String(parsed.id);
}
