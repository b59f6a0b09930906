/** What `npm run dead-letters` says to whoever runs the server. */
export const deadLettersCopy = {
  usage: [
    '用法：',
    '  npm run dead-letters                    看办不了的消息',
    '  npm run dead-letters -- retry all       全部再试一次',
    '  npm run dead-letters -- retry in 5      再回答一次收到的第 5 号',
    '  npm run dead-letters -- retry out 7     再发一次要发的第 7 号',
  ].join('\n'),

  none: '没有办不了的消息。',
  head: (count: number) => `办不了的消息，新的在前，共 ${count} 条：`,
  most: (count: number) => `只列了最近的，收的、发的各最多 ${count} 条。`,
  columns: ['方向', '编号', '渠道', '时间（北京）', '试过', '原因', '再试'],
  direction: { in: '收', out: '发' },
  attempts: (count: number) => `${count} 次`,
  retriable: (can: boolean) => (can ? '可以' : '内容已删'),
  how: '再试一次：npm run dead-letters -- retry all，或者 retry in 编号、retry out 编号（收的写 in，发的写 out）。',

  retried: (count: number) => `${count} 条放回去了。工友开着，一秒内就会接着办；没开，下次启动接着办。`,
  nothingToRetry: '没有能再试的消息。',
  notFound: (direction: string, id: number) =>
    `没有能再试的${direction} ${id} 号：编号不对，内容已删，或者已经不在这张表里。`,
  names: { in: '“收”', out: '“发”' },

  noDatabase: '还没有数据库，也就没有办不了的消息。',

  reason: {
    none: '没记原因',
    erased: '本人要求删了内容',
    unknownTwice: '两次都不知道送到没有',
    unknownOften: '程序一发它就断，断了十次，不知道送到没有',
    left: '机器人被移出去了，或者对方离开了',
    blocked: '对方拉黑了机器人',
    kicked: '机器人被移出群了',
    deactivated: '对方注销了，或者群解散了',
    chatGone: '找不到这个聊天',
    noRights: '机器人在群里不能说话',
    badToken: '平台不认机器人的口令',
    tooMany: '平台嫌发得太快',
    platform: '平台那边出错',
    unreachable: '连不上平台',
    noAnswer: '平台没有回音',
    otherVersion: '旧版本的程序留下的，现在发不了',
    otherKey: '解不开：密钥换过，或者内容坏了',
    program: (name: string) => `程序出错（${name}）`,
    refused: (words: string) => `平台不收（${words}）`,
    other: (words: string) => `别的原因（${words}）`,
  },
} as const;
