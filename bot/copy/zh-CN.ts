/** Every sentence of the faces that a user can see. The sentences inside answers stand in knowledge/answer/copy.ts. */
export const zhCN = {
  terminal: {
    welcome: (places: string) => `我是工友。跑单、送货、开车、直播遇到的事，直接说。现有${places}的文件。`,
    hint: '换地区：/地区 云南　看原文：/原文 第二十九条　帮助：/帮助　离开：/再见',
    prompt: '你说：',
    promptWith: (place: string) => `你说（${place}）：`,
    building: (detail: string, done: number, total: number) =>
      `第一次打开，正在整理文件（${done}/${total}）：${detail}`,
    wordsOnly: '提示：向量索引没装好，只按字词查找。重新运行 npm ci 可以修好。',
    indexing: '正在做索引，马上好…',
    regionSet: (place: string) => `好，记住了：${place}。`,
    regionUnknown: (places: string) => `没认出这个地方。现在有这些地方的文件：${places}。`,
    regionNotCovered: (place: string, places: string) => `${place}的文件这里还没有。现在有：${places}。`,
    regionNow: (place: string) => `现在按${place}的文件回答。换地方：/地区 云南`,
    regionNone: (places: string) => `还没选地区。可选：${places}。例：/地区 云南`,
    sourceUsage: '这样用：/原文 第二十九条，或者 /原文 （十二）',
    help: [
      '直接说你遇到的事就行，用自己的话。',
      '/地区 地名　　换成那里的文件',
      '/原文 第几条　看那一条的原文',
      '/帮助　　　　看这几行',
      '/再见　　　　离开',
    ],
    bye: '路上慢点，平安。',
    unknownCommand: '没有这个命令。打 /帮助 看看。',
  },
  telegram: {
    repeat: '刚才断线了，这条可能重复。',
    commands: {
      help: '帮助',
      region: '换地区',
      source: '看原文',
      privacy: '隐私',
      export: '导出我的数据',
      delete: '删除我的数据',
    },
    state: {
      connecting: '正在连接 Telegram。',
      unreachable: '连不上 Telegram，会一直重试。请看看这台电脑能不能上网，能不能打开 Telegram。',
      badToken: 'Telegram 不认这个机器人口令。请向 @BotFather 要新的，改好 TELEGRAM_BOT_TOKEN 再启动。',
      conflict: '有别的程序在用同一个机器人收消息。请停掉那一个，这里会自己接上。',
      badWebhook: 'Telegram 不收这个回调地址。请改好 TELEGRAM_WEBHOOK_URL，要 https 开头，再启动。',
      storeFull: '消息存不下来，先留在 Telegram 那里，存得下就收。请看看硬盘满了没有。',
    },
  },
  errors: {
    badBatchLine: (file: string, line: number) =>
      `${file} 第 ${line} 行读不懂。每行要有 id、region、question。`,
    noRelease: '还没有可用的文件库。先运行：npm run ingest',
  },
  key: {
    badInEnvironment:
      'DATA_KEY 写得不对。要写 32 个字节的 base64，一共 44 个字符。可以用 openssl rand -base64 32 生成。已经有数据的，要用原来那一个。',
    badInFile: (file: string) => `密钥文件 ${file} 坏了。请用备份换回原来的文件，不要自己改里面的内容。`,
    readableByOthers: (file: string) =>
      `密钥文件 ${file} 别的用户也能看，这样不安全。先运行：chmod 600 "${file}"，再启动。`,
    lost: (file: string) =>
      `数据是加密过的，可是密钥文件 ${file} 不见了。请从备份里放回这个文件，或者把原来的密钥写进 DATA_KEY。没有原来的密钥，数据打不开。`,
    wrong:
      '密钥不对，打不开以前的数据，所以没有启动。请换回原来的密钥：DATA_KEY，或者数据文件夹里的密钥文件。换了新密钥，旧数据就再也打不开了。',
  },
  /** What stands where a personal number stood. */
  redacted: {
    mobile: '〔手机号已遮住〕',
    landline: '〔电话号码已遮住〕',
    identity: '〔身份证号已遮住〕',
    bankcard: '〔银行卡号已遮住〕',
    plate: '〔车牌号已遮住〕',
  },
  /** What the server says where there is no page to say it. */
  http: {
    notFound: '没有这个页面。',
    failed: '服务出了点问题，过一会儿再试。',
    tooLarge: '内容太长了，收不下。',
  },
} as const;
