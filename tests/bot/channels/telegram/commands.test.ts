import { describe, expect, it } from 'vitest';
import { isOwnCommand } from '../../../../bot/channels/telegram/commands.ts';
import { commandNames } from '../../../../bot/conversation/commands.ts';

describe('a bare command in a group', () => {
  it('is ours by every name that the conversation knows', () => {
    expect(commandNames().filter((name) => !isOwnCommand(`/${name}`))).toEqual([]);
    expect(isOwnCommand('／办事 维权')).toBe(true);
  });

  it('is another bot’s by any other name', () => {
    for (const text of ['/weather', '/helpme', '/入会费多少', '办事', 'a /help'])
      expect(isOwnCommand(text), text).toBe(false);
  });
});
