import { wecomConfigCopy } from './wecom-config.ts';

/** What a person who sets the server up reads about its configuration. */
export const configCopy = {
  /** `value`: as it was written. */
  problem: (name: string, value: string, hint: string) => `${name}（现在是“${value}”）写得不对。${hint}`,
  secretProblem: (name: string, length: number, hint: string) =>
    `${name}（现在是 ${length} 个字符）写得不对。${hint}`,
  heading: '配置有问题，改好再启动：',
  /** A name that looks like one of ours. `nearest`: what may be meant. */
  unknownName: (name: string, nearest: readonly string[]) => {
    if (nearest.includes(name)) return `${name} 前后夹了别的符号，也可能看不见。请把这一行重打一遍。`;
    const advice =
      nearest.length === 0 ? '能写的都在 .env.example 里。' : `是不是 ${nearest.join(' 或者 ')}？`;
    return `没有 ${name} 这一项，写了不算数。${advice}`;
  },

  hints: {
    ...wecomConfigCopy.hints,
    HOST: '请写这台电脑的地址，不带 http:// 和端口。只给本机用写 127.0.0.1，给别人用写 0.0.0.0。',
    PORT: '请写 0 到 65535 之间的整数，比如 3000。',
    TRUST_PROXY: '请写前面那个代理的 IP 地址，几个用逗号隔开，比如 127.0.0.1,::1。没有代理就写 off。',
    DATA_DIR: '请写一个文件夹，比如 ./data。',
    LIBRARY_DIR: '请写一个文件夹。不写就用数据文件夹里的 library。',
    LIBRARY_MARGIN: '请写 0 到 100 之间的整数。不写就是 1。',
    DATABASE_URL: '请写 postgres://用户:密码@地址:5432/库名。不写就用数据文件夹里的 SQLite 文件。',
    DATA_KEY:
      '请写 32 个字节的 base64，一共 44 个字符，可以用 openssl rand -base64 32 生成。已经有数据的，要用原来那一个。',
    PUBLIC_URL:
      '请写别人打开网页用的网址，http:// 或 https:// 开头，域名后面什么都不带，比如 https://gongyou.example.org。',
    TELEGRAM_BOT_TOKEN: '请写 @BotFather 给的口令，样子是 数字:字母。不用 Telegram 就空着。',
    TELEGRAM_API_ROOT: '请写 Bot API 的网址，http:// 或 https:// 开头。一般不用写。',
    TELEGRAM_MODE: '请写 polling 或者 webhook。不清楚就写 polling。',
    TELEGRAM_WEBHOOK_SECRET:
      '请写 16 到 256 个英文字母、数字、下划线或短横，可以用 openssl rand -hex 32 生成。',
    TELEGRAM_BOT_NAME: '请写机器人的用户名，比如 gongyou_bot。不印二维码就空着。',
    WECOM_KF_LINK: '请写微信客服的链接，https:// 开头。不印二维码就空着。',
    LOG_LEVEL: '请写 debug、info、warn、error 或者 silent。',
    RETAIN_MESSAGES_DAYS: '请写天数，1 到 36500 之间的整数，比如 30。',
    RETAIN_MEMORY_DAYS: '请写天数，1 到 36500 之间的整数，比如 180。',
    RETAIN_EVIDENCE_DAYS: '请写天数，1 到 36500 之间的整数，比如 180。',
    MAX_FILE_MB: '请写兆数，1 到 100 之间的整数，比如 20。',
    MAX_FILES_PER_PERSON_MB: '请写兆数，1 到 100000 之间的整数，比如 200。',
    RETAIN_ERASURE_PROOFS_DAYS: '请写天数，1 到 36500 之间的整数，比如 1095。',
    RETAIN_TICKETS_DAYS: '请写天数，1 到 36500 之间的整数，比如 365。',
    RETAIN_MISSES_DAYS: '请写天数，1 到 36500 之间的整数，比如 90。',
    INSIGHT_K: '请写人数，2 到 1000 之间的整数，比如 5。',
    DESK_FIRST_REPLY_HOURS: '请写小时数，1 到 720 之间的整数，比如 24。',
    DESK_URGENT_HOURS: '请写小时数，1 到 720 之间的整数，比如 2。',
    DESK_CLOSE_DAYS: '请写天数，1 到 365 之间的整数，比如 14。',
    DESK_ESCALATE: '请写多久没人接就告诉谁，比如 2h=supervisor,due=admin。不要就写 off。',
    DESK_QUIET: '请写安静的时间，比如 22:00-07:00。不要就写 off。',
    DESK_TELEGRAM_CHAT: '请写群的编号，-100 开头，比如 -1001234567890。没有这样的群就空着。',
    SEND_TIMEOUT_SECONDS: '请写秒数，1 到 600 之间的整数，比如 20。',
    FACTS_DIR: '请写一个文件夹，里面放自己填的表。不写就用程序自带的空表。',
    URGENT_NUMBERS:
      '请写 号码=名字，用逗号隔开，比如 120=急救,110=报警。一个号码只写一次，名字最多 12 个字。',
    SLOW_DOWN_PERSON_PER_MINUTE: '请写每个人一分钟最多几条，1 到 10000 之间的整数，比如 12。',
    SLOW_DOWN_GROUP_PER_MINUTE: '请写每个群一分钟最多几条，1 到 10000 之间的整数，比如 15。',
  },

  webhookNeedsUrl:
    'TELEGRAM_MODE 是 webhook，PUBLIC_URL 就要写 https:// 开头的网址，端口只能是 443、80、88 或 8443。没有的话，TELEGRAM_MODE 请写 polling。',
  webhookNeedsSecret:
    'TELEGRAM_MODE 是 webhook，就要写 TELEGRAM_WEBHOOK_SECRET，不然谁都能冒充 Telegram。可以用 openssl rand -hex 32 生成。',
  modeNeedsToken:
    'TELEGRAM_MODE 是 webhook，就要写 TELEGRAM_BOT_TOKEN。不用 Telegram，就把 TELEGRAM_MODE 空着。',
  deskNeedsToken: '写了 DESK_TELEGRAM_CHAT，就要写 TELEGRAM_BOT_TOKEN。不用那个群，就把它空着。',

  openWithoutUrl: (host: string) =>
    `HOST 是 ${host}，别的电脑能打开网页，可是没有写 PUBLIC_URL。请写上对外的网址，消息里的链接才打得开。`,
  plainHttp: 'PUBLIC_URL 是 http 开头，路上的内容别人能看到。请换成 https。',
} as const;
