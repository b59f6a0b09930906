/** What people read in WeCom and in 微信客服 beside what is said in every channel. */
export const wecomCopy = {
  source: '看原文：',
  leftOut: '（还有几条没列完，想看就接着问。）',
  /** A file that is shown as text and has no room. */
  /** Beside a file that has no words of its own. */
  file: '文件在这儿。',
  noFile: (name: string) => `文件“${name}”在这里发不了。要它，请找管这个机器人的人。`,
  fileCut: '（太长，这里放不下全部。要全部，请找管这个机器人的人。）',
  choose: '选一个：',
  submit: '就选这个',
  /** Stands on a card after a press. */
  pressed: '按过了',
  /** Choices that no button shows. */
  say: (labels: readonly string[]) => `打字回其中一个：${labels.join('、')}`,
  alsoSay: (labels: readonly string[]) => `打字回也行：${labels.join('、')}`,
  alone: (label: string) => `${label}：请私聊我。`,
  repeated: '刚才断线了，这条可能重复。',
  openSource: '看原文',
  /** The first frame of an answer that takes longer, and what stands in its place when it comes too late. */
  looking: '正在查条文…',
  late: '查得太久了，结果稍后发给你。',
  lost: '这条没查成，请再问一次。',
  /** Ends what was opened for a message that came twice. */
  twice: '这条已经在答了，看上一条。',
  /** What the robot tells staff; `event` is a name in the log. */
  alert: {
    head: '工友出了点问题，请管服务器的人看看：',
    line: (event: string, count: number) => `· ${event}（${count}次）`,
    rest: (kinds: number) => `另有${kinds}种，见日志。`,
  },
  /** What an operator reads of a channel that is not ready. */
  state: {
    connecting: '正在连企业微信',
    credentials: '企业微信不认：请核对企业 ID 和应用的 Secret。',
    ip: '这台服务器的 IP 不在“企业可信IP”里。到应用详情页加上，等一分钟。',
    kfMode: '微信客服没开“通过API管理”。到管理后台打开。',
    privilege: '应用没有这个权限。到管理后台给应用授权。',
    network: '连不上企业微信，正在重试。',
    robotGone: '群机器人停用了，或被移出了群。到群里看看。',
    refused: (errcode: number) => `企业微信现在不答（${errcode}），正在重试。`,
    inside: '这台服务器自己出了错，正在重试。看看数据库和日志。',
    standby: '另一台服务器连着机器人，这台备用。',
    botCredentials: '机器人不认：请核对 Bot ID 和 Secret。',
    kicked: '别处有程序连着同一个机器人。停掉那一个，过一分钟会自己连上。',
    kickedAgain: '别处有程序一直连着同一个机器人，这边不再抢。停掉那一个，再重启工友。',
  },
} as const;
