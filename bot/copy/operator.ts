/** What whoever runs the server reads in the terminal. */
export const operatorCopy = {
  ready: (url: string, channels: string) => `工友开好了：${url}　${channels}`,
  newKey: (file: string) => `密钥刚生成，在 ${file}。请抄一份放到别处：没有它，备份也打不开。`,
  channel: {
    names: {
      web: '网页',
      telegram: 'Telegram',
      'wecom-app': '企业微信自建应用',
      'wecom-kf': '微信客服',
      'wecom-bot': '企业微信智能机器人',
    } as Readonly<Record<string, string>>,
    ready: '好',
    connecting: '正在连',
    down: '断了',
    off: '没开',
  },
  stopping: '正在收尾：已经收到的先办完。再按一次就马上停。',
  diskFailed: '硬盘写不进去了，先停下，免得丢东西。请看看硬盘满没满、坏没坏，再启动。',
  stopped: '停好了。没办完的都存着，下次启动接着办。',
  problem: {
    alreadyRunning: '这个数据文件夹已经有一个工友在用。先停掉那一个，或者换一个 DATA_DIR。',
    newerSchema: '数据库是新版本的程序写的，这个旧版本读不了。请换回新版本，或者用备份恢复。',
    database: {
      unfinished: '数据库文件上次没有正常关好，或者正被别的程序独占。先启动工友，再运行这个命令。',
      oldSchema: '数据库还是旧版本的。先启动一次工友，让它升级，再运行这个命令。',
    },
    release: '文件库打不开：坏了，或者不是这个版本的程序做的。先运行 npm run ingest 重新整理，再启动。',
    listen: {
      taken: (where: string) => `${where} 已经有别的程序在用。停掉那个程序，或者把 PORT 换成别的数，再启动。`,
      forbidden: (where: string) => `这个用户不能用 ${where}。把 PORT 换成 1024 以上的数，再启动。`,
      'not-ours': (where: string) => `这台电脑没有 ${where} 这个地址。把 HOST 改成 127.0.0.1，再启动。`,
      unknown: (where: string) => `找不到 ${where} 这个地址。把 HOST 改成 127.0.0.1，再启动。`,
      other: (where: string) => `${where} 用不了。检查 HOST 和 PORT，再启动。`,
    },
    noAccess: (path: string) => `${path} 不能读写。检查它的权限，再启动。`,
    notAFolder: (path: string) =>
      `${path} 建不了：路上有一个同名的文件。检查 DATA_DIR，它要是一个文件夹，再启动。`,
    store: {
      full: '磁盘满了，什么都记不下来。清出空间，再启动。',
      locked: '数据库被别的程序占着。关掉那个程序，再启动。',
      'read-only': '数据文件夹不能写。检查 DATA_DIR 的权限，再启动。',
      broken: '数据库文件坏了。请用备份恢复。',
      unreachable: '数据库连不上。检查 DATABASE_URL 或 DATA_DIR，再启动。',
    },
  },
} as const;
