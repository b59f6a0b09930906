/** Every sentence of the faces that a user can see. The sentences inside answers stand in knowledge/answer/copy.ts. */
export const zhCN = {
  terminal: {
    hint: '办事：/办事　换地区：/地区 云南　看原文：/原文 第二十九条　帮助：/帮助　离开：/再见',
    prompt: '你说：',
    building: (detail: string, done: number, total: number) =>
      `第一次打开，正在整理文件（${done}/${total}）：${detail}`,
    wordsOnly: '提示：向量索引没装好，只按字词查找。重新运行 npm ci 可以修好。',
    olderRelease: (newest: number, used: number) =>
      `第${newest}次发布的文件打不开，先用第${used}次的回答。请运行 npm run doctor。`,
    indexing: '正在做索引，马上好…',
    bye: '路上慢点，平安。',
  },
  errors: {
    badBatchLine: (file: string, line: number) =>
      `${file} 第 ${line} 行读不懂。每行要有 id、region、question。`,
    noRelease: '还没有可用的文件库。先运行：npm run ingest',
    regionUnknown: (places: string) => `没认出这个地方。现在有这些地方的文件：${places}。`,
  },
  key: {
    badInEnvironment:
      'DATA_KEY 写得不对。要写 32 个字节的 base64，一共 44 个字符。可以用 openssl rand -base64 32 生成。已经有数据的，要用原来那一个。',
    badInFile: (file: string) => `密钥文件 ${file} 坏了。请换回另外抄的那一份，不要自己改里面的内容。`,
    readableByOthers: (file: string) =>
      `密钥文件 ${file} 别的用户也能看，这样不安全。先运行：chmod 600 "${file}"，再启动。`,
    lost: (file: string) =>
      `数据是加密过的，可是密钥文件 ${file} 不见了。请放回另外抄的那一份，或者把原来的密钥写进 DATA_KEY。没有原来的密钥，数据打不开。`,
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
