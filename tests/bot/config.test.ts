import { describe, expect, it } from 'vitest';
import { BadConfig, parseConfig } from '../../bot/config.ts';

describe('parseConfig', () => {
  it('needs nothing: the data folder has a default', () => {
    expect(parseConfig({})).toEqual({ dataDir: './data' });
  });

  it('takes the data folder from DATA_DIR and leaves other variables alone', () => {
    expect(parseConfig({ DATA_DIR: '/srv/gongyou', HOME: '/root' })).toEqual({ dataDir: '/srv/gongyou' });
  });

  it('names the variable that is wrong', () => {
    expect(() => parseConfig({ DATA_DIR: '' })).toThrow(BadConfig);
    expect(() => parseConfig({ DATA_DIR: '' })).toThrow(/DATA_DIR/);
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(parseConfig({}))).toBe(true);
  });
});
