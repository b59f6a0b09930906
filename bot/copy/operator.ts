/** What whoever runs the server reads in the terminal. */
export const operatorCopy = {
  ready: (url: string, channels: string) => `工友开好了：${url}　${channels}`,
  channel: {
    names: { web: '网页', telegram: 'Telegram' } as Readonly<Record<string, string>>,
    ready: '好',
    connecting: '正在连',
    down: '断了',
    off: '没开',
  },
  stopping: '正在收尾：已经收到的先办完。再按一次就马上停。',
  stopped: '停好了。没办完的都存着，下次启动接着办。',
  problem: {
    alreadyRunning: '这个数据文件夹已经有一个工友在用。先停掉那一个，或者换一个 DATA_DIR。',
    newerSchema: '数据库是新版本的程序写的，这个旧版本读不了。请换回新版本，或者用备份恢复。',
    store: {
      full: '磁盘满了，什么都记不下来。清出空间，再启动。',
      locked: '数据库被别的程序占着。关掉那个程序，再启动。',
      'read-only': '数据文件夹不能写。检查 DATA_DIR 的权限，再启动。',
      broken: '数据库文件坏了。请用备份恢复。',
      unreachable: '数据库连不上。检查 DATABASE_URL 或 DATA_DIR，再启动。',
    },
  },
} as const;
