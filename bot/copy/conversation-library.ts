import type { PreparationProgress, Prepared } from '#ingest/office';
import type { PublicationKind } from '#knowledge';

const STAGES: Readonly<Record<PreparationProgress['stage'], string>> = {
  parse: '读文件',
  index: '建文件库',
  compare: '和现在用的比',
  check: '问检查题',
  propose: '找问法建议',
};

const KINDS: Readonly<Record<PublicationKind, string>> = {
  first: '第一次建的',
  publish: '发布的',
  rollback: '退回的',
  reindex: '重建的',
};

const CHANGES: Readonly<Record<Prepared['diff']['instruments'][number]['kind'], string>> = {
  added: '新加',
  replaced: '换成',
  ended: '停用',
  resumed: '恢复',
  removed: '去掉',
  facts: '改登记',
};

const FIGURES: Readonly<Record<Prepared['gate']['falls'][number]['figure'], string>> = {
  hit1: '第一条就对',
  hit3: '前三条里有',
  quote: '引的话对',
  abstain: '不该答的没答',
};

const SETS: Readonly<Record<Prepared['gate']['sets'][number]['name'], string>> = {
  'built-in': '程序带的题',
  own: '工会自己的题',
};

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const shown = (share: number | null) => (share === null ? '没有' : percent(share));

/** What admins hear of the policy library in a private chat. */
export const conversationLibraryCopy = {
  program: '程序',
  state: {
    inForce: (seq: number, when: string, by: string, kind: PublicationKind) =>
      `现在用的：第${seq}次，${when}，${by}${KINDS[kind]}。`,
    release: (release: string) => `编号：${release}`,
    why: (why: string) => `原因：${why}`,
    same: '草稿：和现在用的一样。',
    changed: (files: number) => `草稿：改过了，还没有发布。共${files}个文件。`,
    by: (by: string, when: string) => `草稿是${by}最后改的，${when}。`,
    preparing: (by: string, when: string) => `正在检查：${by}点的，${when}开始。`,
    stage: ({ stage, done, total }: PreparationProgress) => `做到：${STAGES[stage]}，${done} / ${total}。`,
    elsewhere: '正在做，请等一等。',
    failed: (why: string) => `上次没有做成。${why}`,
    prepared: (by: string, when: string) => `检查好的：${by}做的，${when}。`,
    old: '检查以后又变过了。要发布，先再检查一次。',
    check: '检查草稿',
    see: '看看再发布',
  },
  changes: {
    counts: (instruments: number, articles: number) => `变化：${instruments}份文件，${articles}条。`,
    one: (kind: keyof typeof CHANGES, title: string) => `${CHANGES[kind]}：《${title}》`,
    more: (count: number) => `还有${count}份，请到控制台看。`,
    lost: (count: number) => `有${count}条批过的问法用不上了，条文变了。请到控制台看。`,
    noPlace: (count: number) => `有${count}份不知道是哪里的，回答用不到。请到控制台填地方。`,
  },
  gate: {
    set: (set: keyof typeof SETS, questions: number, before: number | null, after: number | null) =>
      `${SETS[set]}${questions}道：第一条就对${shown(after)}，以前${shown(before)}。`,
    answers: (worse: number, better: number) => `${worse}道变差，${better}道变好。`,
    fine: '检查题没有变差。',
    fall: (set: keyof typeof SETS, figure: keyof typeof FIGURES, before: number, after: number) =>
      `${SETS[set]}：${FIGURES[figure]}，从${percent(before)}降到${percent(after)}。`,
    fell: '有的数比以前低。要另一位管理员同意。',
    how: '请他私聊我，发 /同意。',
    seconded: (by: string, why: string) => `${by}同意了。原因：${why}`,
    yours: '你已经同意了。要由另一位管理员发布。',
  },
  publish: {
    nothing: '草稿和现在用的一样，没有要发布的。',
    unchecked: '草稿还没有检查。先检查，再发布。',
    same: '做出来的和现在用的一样，不用发布。',
    oldReindex: '重建好以后又换过了。要用，就再发 /reindex。',
    sure: '发布以后，所有聊天马上用新的回答。',
    why: '要写原因，就发：/发布 原因',
    noWhy: '在聊天里发布，没有写原因',
    go: '发布',
    typed: '确认发布',
    type: '要发布，就回四个字：确认发布',
    done: (seq: number) => `发布了，这是第${seq}次。几秒钟后，回答都用新的。`,
    undo: '发错了，就发 /回滚。',
  },
  agree: {
    notNeeded: '现在没有要你同意的。',
    go: '我同意发布',
    typed: '确认同意',
    type: '同意，就回四个字：确认同意',
    ask: '为什么变差了也可以发布？同意就发：/同意 加上原因。',
    done: '记下了你的同意。请另一位管理员发 /发布。',
  },
  rollback: {
    none: '没有别的可以退回。',
    moved: '现在用的刚换过。要退回，请再发 /回滚。',
    list: '要退回到哪一个？',
    one: (no: number, seq: number, when: string, by: string) => `${no}. 第${seq}次，${when}，${by}发布`,
    button: (no: number) => `第${no}个`,
    typed: '回它前面的数字就行。',
    to: (seq: number, when: string, by: string) => `退回到第${seq}次：${when}，${by}发布的。`,
    sure: '退回以后，所有聊天马上用它回答。',
    draftStays: '草稿还在。',
    noWhy: '在聊天里退回，没有写原因',
    go: '退回',
    typedYes: '确认退回',
    type: '要退回，就回四个字：确认退回',
    done: (seq: number) => `退回了，这是第${seq}次。几秒钟后，回答都用它。`,
  },
  /** Before what is shown anew. */
  late: '请先看看现在的，再按一次。',
  nothingShown: '没有在等你确认的。请再发 /发布 或者 /回滚。',
  already: (when: string, by: string) => `这一版已经在用了：${when}，${by}换上的。`,
  started: '开始了。做的时候，回答不会变。',
  willTell: '做好了，我在这里告诉你。',
  willNotTell: '做好了我发不出消息。过一会儿发 /状态 看。',
  progress: '看做到哪儿了：/状态',
  busy: (by: string, when: string) => `${by}已经在做了，${when}开始。`,
  justOver: '刚做完一次。看看：/状态',
  over: '检查做完了。',
  overFailed: '检查没有做成。',
  overSame: '做出来的和现在用的一样，不用发布。',
  overNext: '要发布，发 /发布。',
  broken: '没有做成，程序出错了。请再试一次。',
  cancel: '取消',
  cancelled: '好，没有做。',
  file: {
    got: (names: readonly string[], count: number) =>
      `收到${count}个文件：${names.join('、')}${count > names.length ? '等' : ''}。`,
    ask: '是政策资料，要放进草稿吗？',
    take: '当政策资料收下',
    not: '不是',
    typed: '请回：当政策资料收下，或者：不是',
    gone: '文件收过了，或者不在了。请发 /状态 看看。',
    notTaken: '好，没有当政策资料。要留着吗？',
    added: (file: string) => `${file}：收下了，放进了草稿。`,
    text: (title: string, articles: number) => `《${title}》，${articles}条`,
    fact: (number: string, date: string) => `文号${number}，日期${date}`,
    place: (place: string) => `地方：${place}`,
    national: '全国',
    noPlace: '不知道是哪里的，回答用不到。请到控制台填地方。',
    unknown: '没有认出来',
    look: (count: number) => `有${count}处要看一看。请到控制台看。`,
    nothing: '没有认出文件的标题。请到控制台看。',
    more: (count: number) => `还有${count}个也收下了，请到控制台看。`,
    moreRefused: (count: number) => `还有${count}个没有收。请分开再发。`,
    next: '下一步：检查草稿。检查时，回答不会变。',
    check: '检查草稿',
    state: '看状态',
  },
} as const;
