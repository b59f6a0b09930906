import { describe, expect, it } from 'vitest';
import { EMPTY, join, mapped, remove, slice, trim } from '#knowledge/build';

describe('text that remembers its place in the source', () => {
  it('a piece stands where it was cut from', () => {
    expect(slice(mapped('企业应当', 10), 2)).toEqual({ text: '应当', at: [12, 13] });
    expect(slice(mapped('企业应当', 10), 0, 2)).toEqual({ text: '企业', at: [10, 11] });
  });

  it('join drops empty pieces, and glue stands where the unit before it stood', () => {
    const joined = join([mapped('甲', 3), EMPTY, mapped('乙', 9)], '\n');
    expect(joined).toEqual({ text: '甲\n乙', at: [3, 3, 9] });
    expect(join([])).toEqual(EMPTY);
  });

  it('remove keeps the places of what stays and returns what went', () => {
    const { kept, removed } = remove(mapped('<p>甲</p>乙'), /<[^>]*>/g);
    expect(kept).toEqual({ text: '甲乙', at: [3, 8] });
    expect(removed.map(({ text, at }) => `${text}@${at[0]}`)).toEqual(['<p>@0', '</p>@4']);
  });

  it('remove of nothing gives the same piece back', () => {
    const whole = mapped('甲');
    expect(remove(whole, /x*/g)).toEqual({ kept: whole, removed: [] });
  });

  it('trim takes blanks of any width from both ends, and all of a blank piece', () => {
    expect(trim(mapped('\u3000 甲 乙\t', 5))).toEqual({ text: '甲 乙', at: [7, 8, 9] });
    expect(trim(mapped(' \n '))).toEqual(EMPTY);
  });
});
