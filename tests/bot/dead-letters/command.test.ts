import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../bot/dead-letters/command.ts';

describe('parseCommand', () => {
  it('knows the list, all, and one by direction and number', () => {
    expect(parseCommand([])).toEqual({ kind: 'list' });
    expect(parseCommand(['retry', 'all'])).toEqual({ kind: 'retry', which: 'all' });
    expect(parseCommand(['retry', 'in', '5'])).toEqual({ kind: 'retry', which: { direction: 'in', id: 5 } });
    expect(parseCommand(['retry', 'out', '70'])).toEqual({
      kind: 'retry',
      which: { direction: 'out', id: 70 },
    });
  });

  it.each([
    [['retry']],
    [['retry', 'in']],
    [['retry', 'up', '5']],
    [['retry', 'in', '5', '6']],
    [['retry', 'in', '-5']],
    [['retry', 'in', '0']],
    [['retry', 'in', '0x5']],
    [['retry', 'in', '9'.repeat(20)]],
    [['retry', 'all', 'out']],
    [['--help']],
    [['delete', 'all']],
    [['']],
  ])('guesses nothing from %j', (args) => {
    expect(parseCommand(args)).toBeUndefined();
  });
});
