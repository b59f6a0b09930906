/** What people see of Telegram: the menu of commands and what whoever runs the bot reads of its state. */
export const telegramCopy = {
  repeat: '刚才断线了，这条可能重复。',
  commands: {
    help: '帮助',
    region: '换地区',
    source: '看原文',
    guides: '陪我办事：入会、维权…',
    resume: '接着办',
    human: '找工会的人',
    progress: '办到哪一步',
    bot: '叫机器人回来',
    files: '我的材料',
    work: '开工',
    off: '收工',
    privacy: '隐私',
    export: '导出我的数据',
    delete: '删除我的数据',
  },
  state: {
    connecting: '正在连接 Telegram。',
    unreachable: '连不上 Telegram，会一直重试。请看看这台电脑能不能上网，能不能打开 Telegram。',
    badToken: 'Telegram 不认这个机器人口令。请向 @BotFather 要新的，改好 TELEGRAM_BOT_TOKEN 再启动。',
    conflict: '有别的程序在用同一个机器人收消息。请停掉那一个，这里会自己接上。',
    badWebhook: 'Telegram 不收这个回调地址。请改好 PUBLIC_URL，要 https 开头，外面打得开，再启动。',
    storeFull: '消息存不下来，先留在 Telegram 那里，存得下就收。请看看硬盘满了没有。',
  },
} as const;
