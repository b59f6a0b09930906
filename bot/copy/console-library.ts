import type { PreparationProgress } from '#ingest/office';
import type { PublicationKind } from '#knowledge';

const stages: Readonly<Record<PreparationProgress['stage'], string>> = {
  parse: '读文件',
  index: '建文件库',
  compare: '和现在用的比',
  check: '问检查题',
  propose: '找问法建议',
};

const kinds: Readonly<Record<PublicationKind, string>> = {
  first: '第一次',
  publish: '发布',
  rollback: '退回',
  reindex: '重建',
};

const MB = 1024 * 1024;

/** The console's pages of the policy library, for a clerk who has never done this before. */
export const consoleLibraryCopy = {
  title: '政策资料',
  nav: { home: '总览', changes: '变化', gate: '检查题', proposals: '问法建议', questions: '工会自己的题' },
  onlyRead: '你可以看。要改，请找管理员。',
  back: '回总览',
  live: { lost: '连不上，过一会儿再看。', signedOut: '登录过期了。', enter: '再登录' },

  said: {
    started: '开始了。做好了会显示在这里。',
    cancelled: '停下了。',
    idle: '没有在做的，不用停。',
    discarded: '草稿放弃了，和现在用的一样。',
    removed: '已从草稿里去掉。发布以后才算数。',
    published: '发布了。几秒钟后，回答都用新的。',
    'rolled-back': '退回了。几秒钟后，回答都用这一版。',
    second: '记下了你的同意。可以发布了。',
  },

  inForce: {
    title: '现在用的',
    release: (release: string, seq: number) => `第${seq}次发布，编号${release}`,
    since: (when: string, by: string, how: string) => `${when}起，${by}${how}`,
    program: '程序',
    why: (why: string) => `原因：${why}`,
    second: (by: string, why: string) => `${by}也同意。原因：${why}`,
    kinds,
    reindex: '重建',
    reindexHow: '文件不变，用程序里新的问法再建一次。做好后再发布。',
  },

  upload: {
    title: '加新文件',
    how: 'Word（docx）、PDF、网页、文本都行，也可以打成 zip。',
    most: (one: number, all: number) => `一个不超过${one / MB}兆，一次不超过${all / MB}兆。`,
    drop: '选文件，或者拖到这里',
    tooLarge: '太大了。请分几次交。',
    go: '交上去',
    busy: '正在读，请等一等…',
    none: '还没有选文件。',
    result: '收到的文件',
    added: (file: string) => `${file}：收下了，放进了草稿。`,
    nothing: '没有认出文件的标题。请检查草稿后再看。',
    next: '下一步：点“检查草稿”。检查时，回答不会变。',
    again: '没有收下的，改好后再交一次。',
    facts: '看一看，改一改',
    more: '再加文件',
  },

  fact: {
    title: '标题',
    number: '文号',
    issuers: '发文单位',
    date: '印发日期',
    region: '适用地区',
    level: '级别',
    status: '状态',
    from: '从哪天起用',
    to: '用到哪天',
    ended: '失效',
  },
  level: { national: '全国', province: '省', city: '市', county: '县', unknown: '不知道' },
  status: { 'in-force': '现行', trial: '试行', interim: '暂行', campaign: '专项行动' },
  national: '全国',
  unknown: '没有认出来',
  articles: (count: number) => `${count}条`,
  warnings: (count: number) => `${count}处要看一看`,

  draft: {
    title: '草稿',
    same: '草稿和现在用的一样。先加文件，或者改资料。',
    changed: '草稿改过了，还没有发布。回答还用现在的。',
    by: (by: string, when: string) => `${by}最后改的，${when}`,
    check: '检查草稿',
    checkHow: '检查会建好新的文件库，再和现在用的比。要一两分钟。',
    discard: '放弃草稿',
    discardSure: '草稿里改的都会没有。真的放弃吗？',
    discardYes: '放弃',
    fresh: '新加的文件',
    gone: '去掉的文件',
    remove: '去掉',
    removeSure: '发布以后，这个文件就查不到了。',
    removeYes: '从草稿里去掉',
  },

  preparing: {
    title: '正在检查',
    by: (by: string, when: string) => `${by}点的，${when}开始`,
    stage: (progress: PreparationProgress) =>
      `${stages[progress.stage]}：${progress.done} / ${progress.total}`,
    elsewhere: '在另一台机器上做，请等一等。',
    cancel: '停下',
    failed: '上次没有做成',
  },

  prepared: {
    title: '检查好的',
    reindexTitle: '重建好的',
    old: '检查以后又改过了。请再检查一次，才能发布。',
    by: (by: string, when: string) => `${by}做的，${when}`,
    changes: (instruments: number, articles: number) => `变化：${instruments}份文件，${articles}条`,
    answers: (worse: number, better: number) => `检查题：${worse}道变差，${better}道变好`,
    proposals: (count: number) => `问法建议：${count}条`,
    fell: '有的数比以前低。要另一位管理员同意才能发布。',
    fine: '检查题没有变差。',
    publish: '发布…',
    seconded: (by: string, why: string) => `${by}同意了。原因：${why}`,
    secondSame: '同意的人和发布的人不能是同一个人。',
    second: '我同意发布',
    secondWhy: '为什么变差了也可以发布？',
  },

  gate: {
    set: { 'built-in': '程序带的题', own: '工会自己的题' },
    columns: ['题', '道数', '第一条就对', '前三条里有', '引的话对', '不该答的没答'],
    before: '以前',
    after: '现在',
    none: '—',
    percent: (share: number) => `${(share * 100).toFixed(1)}%`,
    figure: { hit1: '第一条就对', hit3: '前三条里有', quote: '引的话对', abstain: '不该答的没答' },
    fall: (set: string, figure: string, before: string, after: string) =>
      `${set}：${figure}，从${before}降到${after}`,
  },

  publish: {
    title: '发布新的文件库',
    sure: '发布以后，所有聊天马上用新的文件回答。',
    undo: '发错了可以退回，一步就行。',
    why: '为什么发布？',
    whyHint: '例如：市里发了新办法',
    go: '发布',
  },

  rollback: {
    title: '退回到以前的文件库',
    to: (seq: number, when: string) => `退回到第${seq}次发布的样子（${when}）。`,
    sure: '退回以后，所有聊天马上用这一版回答。草稿还在。',
    why: '为什么退回？',
    go: '退回',
    none: '没有这一次发布。',
  },

  history: {
    title: '发布记录',
    columns: ['第几次', '时间（北京）', '谁', '做了什么', '原因', ''],
    now: '现在用的',
    back: '退回到这一版',
    changes: '变化',
    gate: '检查题',
  },
} as const;
