/** What `npm run doctor` says to whoever runs the server. */
export const doctorCopy = {
  level: { ok: '　好', warn: '注意', bad: '要修' },
  title: (title: string) => `【${title}】`,
  advice: (advice: string) => `→ ${advice}`,
  summary: (bad: number, warn: number) =>
    bad > 0
      ? `查完了：${bad} 处要修${warn > 0 ? `，${warn} 处要注意` : ''}。`
      : warn > 0
        ? `查完了：都能用，${warn} 处要注意。`
        : '查完了：都好。',
  sections: {
    program: '程序',
    config: '配置',
    folder: '数据文件夹',
    database: '数据库',
    key: '密钥',
    library: '文件库',
    facts: '自填的表',
    publicUrl: '对外网址',
    web: '网页',
    telegram: 'Telegram',
    wecom: '企业微信',
  },
  notChecked: (error: string) => `这一项没查成（${error}）。`,

  program: {
    node: (version: string) => `Node ${version}`,
    oldNode: (version: string, least: number) => `Node 是 ${version}，要 ${least} 以上。`,
    oldNodeAdvice: '在程序的文件夹里运行 npm ci，再用 npm run 启动。',
  },

  config: {
    good: '都写得对。',
    fromFile: '读了这个文件夹里的 .env。',
    noFile: '这个文件夹里没有 .env，没写的都按默认的来。',
    unreadLines: (lines: string) => `.env 的第 ${lines} 行没读懂，没有算数。`,
    unreadLinesAdvice: '一行写一项，样子是 名字=值，等号用英文的。说明文字前面加 #。',
    repeated: (name: string) => `.env 里 ${name} 写了不止一次，只算最后一次，空着也算。`,
    repeatedAdvice: '只留一行，别的删掉。',
    badFile: '.env 读不了。',
    badFileAdvice: '检查 .env：它要是一个文件，这个用户要能读。',
    readableFile: '.env 里有口令，可是别的用户也能看。',
    readableFileAdvice: '运行：chmod 600 .env',
    restSkipped: '配置改好以后再运行一次，其余的才能查。',
  },

  folder: {
    missing: (folder: string) => `${folder} 还没有，第一次启动会建。`,
    notAFolder: (folder: string) => `${folder} 不是文件夹。`,
    halfRestored: '上次恢复没有做完，里面的内容不全，工友不会启动。',
    halfRestoredAdvice: '用同一个备份再运行一次 npm run restore。',
    notAFolderAdvice: '把 DATA_DIR 改成一个文件夹，或者把这个文件挪走。',
    notWritable: (folder: string) => `${folder} 不能写。`,
    notWritableAdvice: '检查这个文件夹的权限，让启动工友的用户能写。',
    writable: (folder: string) => `${folder} 能读能写。`,
    space: (free: string) => `磁盘还剩 ${free}。`,
    littleSpaceAdvice: '清出一些空间。磁盘满了，什么都记不下来。',
  },

  database: {
    none: '还没有数据库，第一次启动会建。',
    file: (file: string) => `SQLite 文件 ${file}`,
    postgres: (where: string) => `PostgreSQL ${where}，连得上。`,
    postgresLost: (where: string) => `PostgreSQL ${where}，连不上。`,
    postgresAdvice: {
      user: '用户名或密码不对。检查 DATABASE_URL。',
      name: '没有这个库。先建好这个库，或者改 DATABASE_URL。',
      network: '检查 DATABASE_URL 里的地址和端口，看看数据库开了没有，防火墙放行没有。',
    },
    unfinished: '数据库文件上次没有正常关好，或者正被别的程序独占，现在看不了里面。',
    unfinishedAdvice: '关掉正在打开这个文件的别的程序，再启动工友，它自己会补好。',
    whole: '文件没有坏。',
    damaged: '数据库文件坏了。',
    damagedAdvice: '停掉工友，用备份恢复这个文件。没有备份的话，先把坏的文件另存一份，不要删。',
    schemaCurrent: '表的版本和程序一样。',
    schemaOld: (names: string) => `表的版本比程序旧，下次启动会升级：${names}。`,
    schemaOldAdvice: '启动以前先备份。',
    schemaNew: (names: string) => `数据库是新版本的程序写的，这个程序读不了：${names}。`,
    schemaNewAdvice: '换回新版本的程序，或者用备份恢复。',
    waiting: (inbox: number, outbox: number, failed: number) =>
      inbox + outbox === 0
        ? '没有等着办的消息。'
        : `等着回答的 ${inbox} 条，等着发出去的 ${outbox} 条${failed > 0 ? `（其中 ${failed} 条发过没成，会再发）` : ''}。`,
    noTickets: '没有没办完的工单。',
    tickets: (open: number, unclaimed: number) =>
      `没办完的工单 ${open} 张，没人接的 ${unclaimed} 张，都没有超时。`,
    overdue: (open: number, unclaimed: number, overdue: number) =>
      `没办完的工单 ${open} 张，没人接的 ${unclaimed} 张，超时的 ${overdue} 张。`,
    overdueAdvice: '运行 npm run desk -- list overdue 看是哪些。',
    noStaff: '工会还没有人能进控制台。',
    noStaffAdvice:
      '加一个管理员：npm run staff -- add 名字 --role admin，再 npm run staff -- link-for 名字。',
    staff: (count: number, admins: number, away: number) =>
      `工会的人 ${count} 个，管理员 ${admins} 个，不在的 ${away} 个。`,
    noAdmin: (count: number) => `工会的人 ${count} 个，没有一个是管理员，查看记录没人能看。`,
    noAdminAdvice: '定一个：npm run staff -- role 名字 admin。',
    unlinked: (count: number) => `${count} 个人没有绑账号，要不到登录链接。`,
    unlinkedAdvice: '给他们绑定码：npm run staff -- invite 名字。',
    neverBackedUp: '还没有备份过。机器坏了，这里的内容就都没了。',
    backedUp: (at: string) => `最近一次备份：${at}（北京时间）。`,
    backupAdvice: '运行 npm run backup -- 文件名。每天自动备份，照 docs/howto/backup.zh-CN.md。',
    undelivered: (count: number) => `工会的回话还没送到的 ${count} 条，等工友来了就送。`,
    dead: (count: string) => `有 ${count} 条消息办不了，要人来看。`,
    deadAdvice: '运行 npm run dead-letters 看是哪些、为什么。',
  },

  key: {
    fromEnvironment: '用的是 DATA_KEY。',
    fromFile: (file: string) => `用的是密钥文件 ${file}，只有这个用户能看。`,
    copyAdvice: '还没有另抄一份的，现在抄，放在没有备份的地方。没有它，备份也打不开。',
    none: '还没有密钥，第一次启动会生成。',
    noneAdvice: '生成以后另存一份，放在别的地方。密钥丢了，数据就打不开。',
    missing: (file: string) => `没有密钥文件 ${file}。数据库没打开，不知道要不要紧。`,
    sealed: '能打开数据库里的资料。',
    nothing: '数据库里还没有资料，谈不上配不配。',
    unknown: '数据库看不了，不知道这个密钥配不配。',
  },

  library: {
    none: '还没有文件库，第一次启动会自动整理。',
    noneAdvice: '也可以现在就运行 npm run ingest。',
    damaged: '文件库打不开：坏了，或者不是这个版本的程序做的。',
    damagedAdvice: '运行 npm run ingest 重新整理，再重启工友。',
    good: (id: string, texts: number, articles: number) =>
      `文件库 ${id}：${texts} 份文件，${articles} 条，都打得开。`,
    places: (places: string) => `有这些地方的文件：${places}。`,
    wordsOnly: '向量索引没装好，只按字词查找。',
    wordsOnlyAdvice: '运行 npm ci，再重启工友。',
  },

  publicUrl: {
    none: '没有写 PUBLIC_URL，消息里不带网页链接。',
    noneAdvice: '网页要给别人看的话，把对外的网址写进 PUBLIC_URL。',
    good: (url: string) => `${url}（只看了写法，没有去连）`,
    notPublic: (url: string) => `${url} 只有这台电脑或者同一个局域网打得开，别人的手机打不开。`,
    notPublicAdvice: '换成外面打得开的网址。',
    noConsoleLinks: '没有 PUBLIC_URL，机器人给不了控制台的登录链接。',
    noPasskeys: '网址不是 https，控制台用不了通行密钥，登录也没有加密。',
    noPasskeysAdvice: '给网址配上证书，PUBLIC_URL 写成 https://。',
  },

  facts: {
    folder: (folder: string) => `用的是 ${folder}。`,
    shipped: '用的是程序自带的表。',
    empty: '表都空着：最低工资、期限、热线、办事地点、工会、驿站，工友都不说。',
    emptyAdvice: '要填就照 docs/howto/keep-facts.md。',
    table: (file: string, rows: number, ended: number) =>
      `${file} 有 ${rows} 条${ended > 0 ? `，其中 ${ended} 条过了期，不再给人看` : ''}。`,
    stale: (file: string, count: number) => `${file} 有 ${count} 条一年多没核对了。`,
    staleAdvice: '再查一查，改好以后把 checked 写成今天。',
    badAdvice: '改好这些，不然启动不了。',
    noRegions: '文件库打不开，不知道有哪些地区，表还查不了。',
    noRegionsAdvice: '先把文件库弄好，再运行一次。',
  },

  web: {
    anyPort: 'PORT 是 0，每次启动都换，查不了有没有在跑。',
    anyPortAdvice: '写一个固定的 PORT，比如 3000。',
    notRunning: (url: string) => `${url} 没有开。`,
    notRunningAdvice: '要开的话运行 npm start。',
    silent: (url: string) => `${url} 有程序在听，可是不回话。`,
    silentAdvice: '停掉那个程序，再运行 npm start。要是工友自己，就重启它。',
    barred: (url: string) => `${url} 这个端口浏览器不让打开。`,
    barredAdvice: '把 PORT 换成别的数，比如 3000。',
    other: (url: string) => `${url} 是别的程序，不是工友。`,
    otherAdvice: '停掉那个程序，或者把 PORT 换成别的数。',
    sick: (url: string) => `工友开在 ${url}，可是现在答不了。`,
    sickAdvice: '先看上面的数据库和磁盘，改好以后重启。',
    running: (url: string) => `工友正开在 ${url}。`,
    sameRelease: (id: string) => `正在用文件库 ${id}。`,
    otherRelease: (theirs: string, ours: string) => `正在用文件库 ${theirs}，可是现在的文件库是 ${ours}。`,
    otherReleaseAdvice:
      '等几秒再查一次。还是这样，就是新的打不开：看“文件库”怎么说，或者在控制台退回上一版。',
    channel: (name: string, state: string) => `正在跑的工友说：${name} ${state}。`,
    channelAdvice: '看下面这个渠道的结果，或者看日志。',
  },

  telegram: {
    off: '没有开。要开就写 TELEGRAM_BOT_TOKEN。',
    me: (username: string, name: string) => `机器人 @${username}（${name}），口令没问题。`,
    badToken: 'Telegram 不认这个机器人口令。',
    badTokenAdvice: '向 @BotFather 要新的（发 /token），改好 TELEGRAM_BOT_TOKEN，再重启。',
    unreachable: (root: string) => `连不上 ${root}。`,
    unreachableAdvice:
      '看看这台电脑能不能上网，能不能打开 Telegram。自己搭了 Bot API 的，检查 TELEGRAM_API_ROOT。',
    slow: (root: string) => `${root} 没有好好回话：断了，或者太慢。`,
    notTelegram: (root: string) => `${root} 回的不是 Bot API 的话。`,
    notTelegramAdvice:
      '中间的代理出了错，或者 TELEGRAM_API_ROOT 写错了。过一会儿再查一次，还这样就检查这两样。',
    refused: (code: number) => `Telegram 现在不答（${code}）。`,
    refusedAdvice: '过几分钟再查一次。',
    groupsOff: '这个机器人不能拉进群。',
    groupsOffAdvice: '要进群的话，对 @BotFather 发 /setjoingroups，打开它。',
    privacyOn: '群隐私模式开着：群里只收得到 @它、回复它和发给它的命令。这样正好。',
    privacyOff: '群隐私模式关着：群里每句话都会送到这里来。没有叫它的话，它不回答。',
    privacyOffAdvice:
      '对 @BotFather 发 /setprivacy，选 Enable，再把机器人移出群重新拉进来，收得少一些更稳妥。',
    polling: '用长轮询收消息。',
    strayWebhook: (where: string) =>
      `配置是长轮询，可是 Telegram 那边登记了 webhook（${where}），现在收不到消息。`,
    strayWebhookAdvice:
      '启动工友会自动取消。工友正开着还这样，就是别的程序在用同一个口令：停掉那个程序，再重启工友。',
    webhookMissing: '配置是 webhook，可是 Telegram 那边还没有登记，收不到消息。',
    webhookElsewhere: (where: string) => `Telegram 那边登记的 webhook 是别的地址（${where}），收不到消息。`,
    webhookAdvice: '启动工友会自动登记。工友正开着还这样，看看有没有别的程序在用同一个口令。',
    webhookSet: (where: string) => `webhook 登记好了（${where}）。`,
    pending: (count: number) => `有 ${count} 条消息在 Telegram 那边等着。`,
    pendingAdvice: '工友开着就会收。一直不少，看看日志。',
    lastError: (words: string, at: string) =>
      `Telegram 上次送消息没送到${at === '' ? '' : `（${at}）`}，它说：${words}`,
    lastErrorAdvice: '从外面打开 PUBLIC_URL 试试，看证书和反向代理对不对。已经好了就不用管。',
    unsaid: '没说原因',
  },

  wecom: {
    off: '没有开。要开就照 docs/howto/wecom.md 写 WECOM_ 开头的几项。',
    reach: {
      app: '自建应用开着：只有企业成员能用，跟应用私聊。微信里的人用不了。',
      kf: '微信客服开着：微信里的人能问，不用进企业。',
      bot: '智能机器人开着：只有企业成员能用，私聊或者在企业内部群里 @它。外部群、微信里的人用不了。',
      robot: '群机器人开着：只往那个群里发提醒，听不见话。',
    },
    noKf: '微信客服没开：微信里的人还问不了。要开就写 WECOM_KF=on。',
    agent: (name: string) => `应用“${name}”：企业 ID、Secret、AgentId 都对，这台机器的 IP 也可信。`,
    agentClosed: (name: string) => `应用“${name}”停用了。`,
    agentClosedAdvice: '到管理后台打开应用，点“启用”。',
    wrongAgent: 'AgentId 不是这个 Secret 的应用。',
    wrongAgentAdvice: '到应用详情页，把 AgentId 和 Secret 重新抄一遍，要是同一个应用的。',
    untrusted: (address: string) =>
      `这台机器的 IP 不在“企业可信IP”里（60020）。${address === '' ? '' : `企业微信看到的 IP 是 ${address}。`}`,
    untrustedAdvice: '到应用详情页的“企业可信IP”，加上这个 IP，等一分钟再查。',
    credentials: (errcode: number) => `企业 ID 和 Secret 对不上（${errcode}）。`,
    credentialsAdvice:
      '先停掉工友：错的次数多了，企业微信会把这个 IP 封一小时。再到管理后台把两样重新抄一遍。',
    failed: (words: string, errcode: number) => `企业微信不让查（${errcode}）：${words}`,
    rightsAdvice: '到管理后台“微信客服”，在“可调用接口的应用”里勾上这个应用。',
    refused: (errcode: number) => `企业微信没答应（${errcode}）。`,
    refusedAdvice:
      '过几分钟再查。还这样，到 https://developer.work.weixin.qq.com/document/path/90313 查这个数。',
    noLine: '连不上企业微信。',
    inside: '这台服务器自己出了错。看看数据库和日志。',
    silent: (root: string) => `${root} 没有好好回话：连不上、断了，或者太慢。`,
    silentAdvice: '看看这台电脑能不能上网。用代理的，检查 WECOM_API_ROOT。',
    kfAccounts: (count: number) => `有 ${count} 个客服账号归这个应用管。`,
    kfNone: '一个客服账号都没有，或者这个应用一个都管不了。',
    kfNoneAdvice: '到管理后台“微信客服”里建账号，再在“可调用接口的应用”里勾上这个应用。',
    kfUnmanaged: (names: string) => `客服账号“${names}”没有交给 API 管，这里发不出话。`,
    kfUnmanagedAdvice: '到管理后台“微信客服”，在这个账号里选“通过API管理”，应用选这一个。',
    hook: {
      app: '自建应用和微信客服的回调',
      bot: '智能机器人的回调',
    },
    called: (what: string, at: string) => `${what}通着：企业微信最近一次打来是 ${at}。`,
    neverCalled: (what: string, url: string) => `${what}还没有打来过，应填的网址是 ${url}。`,
    neverCalledAdvice:
      '先启动工友，再在管理后台保存这个网址，保存时它就会打来。还不来，看看反向代理和防火墙。',
    refusedCall: (what: string, at: string) => `${what}有人打来（${at}），可是没放进来，之后再没有通过的。`,
    refusedAdvices: {
      secrets:
        '打到了，网络没问题。拿管理后台的 Token、EncodingAESKey、企业 ID 跟 .env 对一遍。改好重启，再保存。',
      stale: '这台机器的时钟和企业微信差了五分钟以上。校准时间。',
      'other-bot': '打来的是另一个机器人。把 WECOM_BOT_ID 改对，或者空着。',
    },
    unknownCalls: '数据库现在读不了（看上面“数据库”），不知道回调通不通。',
    noPublicUrl: '没有写 PUBLIC_URL，不知道回调网址对外是什么。',
    noPublicUrlAdvice: '把企业微信能打开的网址写进 PUBLIC_URL。域名要备案，主体要和企业一致。',
    yourUrl: '（你的网址）',
    socket:
      '智能机器人用长连接。这里不试连，一试就会把正在用的踢下线。工友开着，上面“网页”里没提它，就是连着。',
    parts: {
      'wecom-app': '自建应用',
      'wecom-kf': '微信客服',
      'wecom-bot': '智能机器人',
      'wecom-robot': '群机器人',
      'wecom-desk': '企业微信里办工单',
    },
    lastError: (part: string, at: string, words: string) => `${part}上次出错（${at}）：${words}`,
    lastErrorAdvice: '已经好了就不用管。',
    unnamed: (name: string) => `程序里记的是 ${name}，看日志。`,
  },
} as const;
