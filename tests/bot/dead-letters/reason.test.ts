import { expect, it } from 'vitest';
import { formatReason } from '../../../bot/dead-letters/reason.ts';

it.each([
  ['out', 'erased', '本人要求删了内容'],
  ['out', 'unknown-twice', '两次都不知道送到没有'],
  ['out', 'unknown-twice: gateway 502', '两次都不知道送到没有'],
  ['out', 'unknown-often', '程序一发它就断，断了十次，不知道送到没有'],
  ['out', 'left', '机器人被移出去了，或者对方离开了'],
  ['out', '403 Forbidden: bot was blocked by the user', '对方拉黑了机器人'],
  ['out', '403 Forbidden: bot was kicked from the supergroup chat', '机器人被移出群了'],
  ['out', '403 Forbidden: user is deactivated', '对方注销了，或者群解散了'],
  ['out', '400 Bad Request: chat not found', '找不到这个聊天'],
  ['out', '400 Bad Request: not enough rights to send text messages to the chat', '机器人在群里不能说话'],
  ['out', '401 Unauthorized', '平台不认机器人的口令'],
  ['out', '429 Too Many Requests: retry after', '平台嫌发得太快'],
  ['out', '500 Internal Server Error', '平台那边出错'],
  ['out', 'gateway 502', '平台那边出错'],
  ['out', 'NeverSent ECONNREFUSED', '连不上平台'],
  ['out', 'NoAnswer ECONNRESET', '平台没有回音'],
  ['out', 'payload of another version', '旧版本的程序留下的，现在发不了'],
  ['out', '400 Bad Request: message is too odd', '平台不收（400 Bad Request: message is too odd）'],
  ['out', 'something new', '别的原因（something new）'],
  ['out', '', '没记原因'],
  ['in', 'BrokenSeal', '解不开：密钥换过，或者内容坏了'],
  ['in', 'RangeError', '程序出错（RangeError）'],
] as const)('a message that went %s with “%s” failed because: %s', (direction, reason, words) => {
  expect(formatReason({ direction, reason })).toBe(words);
});
