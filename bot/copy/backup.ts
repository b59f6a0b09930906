/** What `npm run backup` and `npm run restore` say to whoever runs the server. */
export const backupCopy = {
  backupUsage: [
    '用法：',
    '  npm run backup -- 文件名            备份全部内容',
    '  npm run backup -- --check 文件名    查一个备份好不好',
  ].join('\n'),
  restoreUsage: ['用法：', '  npm run restore -- 文件名    把备份放回空的数据文件夹'].join('\n'),

  saving: '正在备份。工友照常开着，不用停。内容多的要几分钟，请不要关。',
  saved: (file: string, megabytes: string) => `备份好了：${file}，${megabytes} MB。`,
  held: (rows: number, tickets: number, release: string | null) =>
    `里面有 ${rows} 行资料，${tickets} 张工单，${release === null ? '没有文件库' : `文件库 ${release}`}。`,
  keyApart: (place: string) =>
    `密钥不在里面：${place}。请另外抄一份，放在别处。没有密钥，备份里的内容谁也打不开。不要和备份放在一起。`,
  envApart: '.env 也不在里面。请也另外存一份，和密钥一样收好。',
  sameDisk: '这个文件和数据在同一个盘上，盘坏了就一起没了。请再拷到别的机器或者 U 盘。',
  keyFromEnv: '它写在 DATA_KEY 里',
  keyFromFile: (file: string) => `它在 ${file}`,

  whole: (made: string, version: string) =>
    `这个备份没有坏。是 ${made}（北京时间）做的，程序版本 ${version}。`,

  restoring: '正在查这个备份，查好了再放回去。内容多的要几分钟，请不要关。',
  restored: (rows: number, made: string) =>
    `恢复好了，放回 ${rows} 行资料，是 ${made}（北京时间）的。在那以后来的内容没有了。`,
  factsAt: (folder: string) => `资料表放在 ${folder}。请在 .env 里写：FACTS_DIR=${folder}`,
  next: [
    '下一步：',
    '  1. 旧机器上的工友不要再开，不然会抢消息。',
    '  2. 运行 npm run doctor 查一遍，再 npm start。',
    '  3. 坐席都要重新登录。那以后离开的坐席，再移一次：npm run staff -- remove 名字。',
    '  4. 那以后有人删掉的内容又回来了，请告诉大家再删一次。',
    '备份的时候正等着发的话，可能早就发过，会再发一次，大多写明可能重复。',
  ].join('\n'),

  database: '数据库',

  /** For admins, in the console. */
  never: '这里的内容还没有备份过。请管服务器的人运行 npm run backup。',
  old: (days: number) => `已经${days}天没有备份了。请管服务器的人运行 npm run backup。`,

  problem: {
    noFile: (file: string) => `找不到 ${file}。`,
    folderGiven: (folder: string) => `${folder} 是文件夹。后面再写上文件名。`,
    noFolder: (folder: string) => `没有 ${folder} 这个文件夹。先建好，再来。`,
    full: (folder: string) => `${folder} 满了，备份没有做成。清出空间，或者换一个盘，再来。`,
    tooLarge: (folder: string) => `${folder} 那个盘放不下这么大的文件，备份没有做成。换一个盘，再来。`,
    restoreFull: '磁盘满了，恢复没有做完。清出空间，用同一个备份再运行一次 npm run restore。',
    exists: (file: string) => `${file} 已经有了，不会盖掉它。换一个文件名。`,
    noDatabase: '还没有数据库，没有东西可以备份。先启动一次工友。',
    moved: '备份的时候文件库变了。再备份一次。',
    notOurs: '这个文件不是工友的备份。',
    damaged: '这个备份坏了，或者没有传完。什么都没有动。换一个备份。',
    forged: '这个备份被人改过，或者不是用这个密钥做的。什么都没有动。换一个备份。',
    wrongKey:
      '密钥不对，打不开这个备份，所以什么都没有动。用做备份时的密钥：DATA_KEY，或者数据文件夹里的 data.key。',
    newer: '这个备份是新版本的程序做的。先换上新版本，再恢复。',
    notEmpty: (where: string) =>
      `${where}里已经有内容，不会盖掉它。停掉工友，换一个空的 DATA_DIR 或者空的数据库，只放进密钥，再来。`,
    libraryNotEmpty: (folder: string) => `文件库 ${folder} 里已经有内容，不会盖掉它。把它移开，再来。`,
    factsNotEmpty: (folder: string) => `资料表 ${folder} 里已经有内容，不会盖掉它。把它移开，再来。`,
    otherUnfinished: '上次恢复的是另一个备份，没有做完。用上次那个文件再恢复一次，或者换一个空的 DATA_DIR。',
    unfinished: '上次恢复没有做完，里面的内容不全，先不能用。用同一个备份再运行一次 npm run restore。',
  },
} as const;
