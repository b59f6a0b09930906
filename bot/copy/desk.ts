import type { IllegalMove, IllegalMoveName, TicketState } from '../desk/ticket.ts';
import type { TicketKind } from '../desk/ticket-draft.ts';

const KIND: Readonly<Record<TicketKind, string>> = {
  membership: '入会',
  complaint: '维权',
  help: '困难帮扶',
  injury: '受伤',
  agreement: '协议',
  question: '提问',
  urgent: '紧急',
};

/** Why a move is refused, as staff read it. */
const ILLEGAL: Readonly<Record<IllegalMoveName, string>> = {
  'not-for-worker': '这一步要由工会的人来做。',
  'not-for-staff': '这一步要由工友本人来做。',
  'not-for-system': '这一步要由人来做。',
  'claimed-by-other': '别人已经接了这张工单。',
  'claimed-by-you': '你已经接了这张工单。',
  'not-claimed': '还没有人接这张工单，请先认领。',
  'is-resolved': '这张工单已经办结，要接着办请先重开。',
  'not-resolved': '这张工单还没有办结。',
  'already-open': '这张工单本来就在办。',
  'is-closed': '这张工单已经关了，要接着办请先重开。',
  'is-merged': '这张工单已经并到另一张里了。',
  'is-withdrawn': '工友已经撤回了这张工单。',
  'into-itself': '不能并到它自己里。',
  'to-holder': '这张工单本来就在他手里。',
  'no-words': '还没有写内容。',
  'not-for-agent': '这一步要由主管来做。',
  'already-held': '你已经在直接跟工友说了。',
  'not-held': '现在没有人在直接跟工友说。',
  'not-over': '这件事还没有办完，不用打分。',
  'already-rated': '这件事已经打过分了。',
};

const heldBy = (name: string) => `现在是${name}在办。`;

/** What is said of tickets: to their owners in the chat, to staff in a group and in a terminal. */
export const deskCopy = {
  kind: KIND,
  illegal: ILLEGAL,
  heldBy,
  /** Why a move is refused, for staff. */
  whyNot: ({ illegal, holder }: IllegalMove) => ILLEGAL[illegal] + (holder === null ? '' : heldBy(holder)),

  alias: {
    first: '青白赤金银碧苍朗晴远',
    second: '石松竹溪岭舟帆桥星禾',
    format: (name: string) => `工友·${name}`,
  },

  /** What is due. */
  due: { reply: '工会回话' },

  progress: {
    none: '你还没有交给工会的事。要找人，发“转人工”。',
    head: '你交给工会的事：',
    title: (id: string, kind: string, topic: string) => {
      const about = topic.startsWith(`${kind}：`) ? topic.slice(kind.length + 1) : topic;
      return `${id}　${kind}${about === '' || about === kind ? '' : `：${about}`}`;
    },
    state: {
      open: '已经交到工会，还没有人接。',
      claimed: '工会的人接了，正在看。',
      'waiting-worker': '工会在等你回话。',
      'waiting-staff': '工会在办。',
      resolved: '工会说办完了，等你说解决没有。',
      reopened: '又打开了，工会接着办。',
      transferred: '转给另一位工会的人，还没有接。',
      closed: '办完了。',
      merged: '和另一件事合在一起办。',
      withdrawn: '你撤回了。',
    } satisfies Record<TicketState, string>,
    due: (what: string, when: string) => `下一步：${what}，${when}前。`,
    overdue: (what: string, when: string) => `${what}已经超时，${when}就该做到。要催，发“/补充 请尽快”。`,
    /** `binds`: in the words of the text. */
    clause: (binds: string, quote: string, head: string) => `文件对${binds}的要求：“${quote}”（${head}）`,
    own: '这个时间是工会自己定的。',
    more: (count: number) => `还有 ${count} 件办完的，没有列出来。`,
    how: '要补充，发“/补充 编号 内容”。要撤回，发“/撤回 编号”。',
    /** Typed as they are, they ask for it. */
    words: [
      '进度',
      '我的进度',
      '查进度',
      '看进度',
      '办到哪了',
      '办到哪儿了',
      '办到哪一步了',
      '我的事办到哪了',
    ] as readonly string[],
  },

  handoff: {
    ask: '你要找工会的人说什么？一两句话写给我。',
    consent: (question: string) => `把你刚才问的话一起交给工会？\n你刚才问的：“${question}”`,
    seen: '工会接单的人会看到这些话，看不到你的账号。',
    /** Where people of the union come into the chat itself. */
    inChat: [
      '工会的人可能会进到这个聊天里，能看到前面的话和你的微信。',
      '不想让人知道是你，别转人工。打 /办事，选“匿名交”。',
    ].join('\n'),
    give: '交',
    only: '只说这一句',
    cancel: '不找了',
    typed: '回“交”、“只说这一句”或者“不找了”。',
    typedAlone: '回“交”或者“不找了”。',
    expired: '等得太久了。要找人，再发一次“转人工”。',
    saidWith: (words: string, question: string) => `${words}\n刚才问的：${question}`,
    openPrivate: '和我单独聊',
    cancelled: '好，不找了。有事随时问我。',
    opened: (id: string, due: string) => `交给工会了，编号 ${id}。${due}`,
    dueBy: (when: string) => `最晚${when}前回你。`,
    already: (id: string) => `你有一张工单还在办，编号 ${id}。这句话加进去了。`,
    where: '工会的回话会发到这里。发“/进度”看办到哪一步。',
    pushless: '这个渠道只能等你来问才发。过一阵来发“/进度”，就能收到回话。',
    onlyPrivate: '找工会的人要私下说，别在群里说。点开和我单独聊。',
    onlyPrivateTyped: '找工会的人要私下说，别在群里说。请单独找我，发“转人工”。',
    topic: '想找工会的人',
    question: '想说的话',
    /** Typed as they are, they ask for a person. */
    words: [
      '转人工',
      '找人工',
      '人工',
      '我要找人',
      '找真人',
      '人工客服',
      '转人工客服',
      '我要找人工',
      '找工会的人',
      '联系工会',
      '联系工会的人',
      '找工会',
      '找个人',
      '找个真人',
      '我要找工会',
    ],
  },

  say: {
    done: (id: string) => `加到工单 ${id} 里了，工会能看到。`,
    usage: '写法：/补充 后面写要补充的话。有几件事的，先写编号。',
    which: '你有几件事在办，请先写编号，比如：/补充 T-0102-ABCD 内容。',
    none: '你没有正在办的事。要找人，发“转人工”。',
    now: '请写要补充的话，发给我就行。',
    answer: '回工会',
    unknown: '没有找到这个编号。发“/进度”看你的编号。',
  },

  /** Under words that may be an answer to staff, typed without the button. */
  meant: {
    offer: (id: string) => `工会在等你回话（${id}）。这句话要转给工会吗？`,
    tell: '转给工会',
    untold: '不是，我问你',
    typed: '回“转给工会”或者“不是”。',
    expired: '等得太久了。要回工会，发“/补充 内容”。',
    yes: ['转给工会', '回工会', '转', '是', '是的', '对', '要', '好'] as readonly string[],
    no: ['不是，我问你', '不是', '不', '不用', '不要', '不转'] as readonly string[],
  },

  withdraw: {
    usage: '写法：/撤回 编号。发“/进度”看你的编号。',
    done: (id: string) => `工单 ${id} 撤回了，内容已经删掉。`,
  },

  /** What staff wrote, as it reaches the worker. */
  letter: {
    reply: (id: string, words: string) => `工会回你（${id}）：\n${words}`,
    ask: (id: string, words: string) => `工会问你（${id}）：\n${words}`,
    resolved: (id: string, words: string) => `工会办完了（${id}）：\n${words}\n\n解决了吗？`,
    reopened: (id: string) => `工会把这件事又打开了（${id}），接着办。`,
    merged: (id: string, into: string) =>
      `${id} 和你的另一件事 ${into} 是一回事，合在一起办。\n回话都写 ${into}。`,
    mergedAway: (id: string) =>
      `${id} 说的事，工会已经在办了，合在一起办。\n这张就关了。还有话，发“转人工”。`,
    taken: (id: string) =>
      `现在是工会的人在跟你说（${id}），我先不插话。\n你发的话和照片，都直接给他。\n要我回来，打 /机器人`,
    handedBack: (id: string) => `我回来了，有事接着问我。\n要再跟工会说（${id}），发“/补充 内容”。`,
    answerTyped: '要回话，发“/补充 内容”。',
    confirmTyped: '回“解决了”或者“没解决”。',
    solved: '解决了',
    unsolved: '没解决',
    thanks: '好，这件事关了。以后有事再找我。',
    again: (id: string) => `知道了，工单 ${id} 又打开了，工会接着办。`,
    againHow: '哪里没解决？写给我，我转给工会。',
    notWaiting: '这件事不用再答了。发“/进度”看办到哪一步。',
  },

  /** While staff speak with the worker themselves. */
  held: {
    passed: '转给工会的人了。要我回来，打 /机器人',
    /** In the list of what was handed over. */
    now: '工会的人在直接跟你说。要我回来，打 /机器人',
    unpassable: '这个转不过去。写成字发给我，我转给工会。',
    back: '我回来了，有事接着问我。\n要再跟工会说，发“/补充 内容”。',
    notHeld: '我一直都在，直接问就行。',
  },

  rate: {
    ask: '给工会这次办事打个分？1 最差，5 最好。不打也行。',
    stars: ['1', '2', '3', '4', '5'],
    thanks: '记下了，谢谢。只记分数，不记是谁打的。',
  },

  /** For the worker, where a wish cannot be met. */
  refused: {
    'is-closed': '这件事已经办完了。要再找人，发“转人工”。',
    'is-merged': '这件事和另一件事合在一起办了。有话，发“转人工”。',
    'is-withdrawn': '这件事你已经撤回了。',
    'already-rated': '这件事你打过分了，谢谢。',
    'not-over': '这件事还没办完，办完再打分。',
    'not-resolved': '这件事还在办，不用答。',
    other: '现在不能这样做。发“/进度”看办到哪一步。',
  },

  privacy: (days: number) => `交给工会的事，办完以后留 ${days} 天。没办完的一直留着。`,

  erase: (count: number) => `你交给工会的 ${count} 件事也会撤回，内容都删掉。`,

  export: {
    keys: {
      tickets: '交给工会的事',
      id: '编号',
      kind: '类别',
      state: '进度',
      opened: '提交时间',
      topic: '事由',
      answers: '填写的内容',
      shared: '交给工会的聊天',
      contact: '联系方式',
      events: '经过',
      at: '时间',
      who: '谁',
      what: '做了什么',
      words: '内容',
    },
    who: { worker: '我', staff: '工会', system: '程序' },
  },

  /** What happened, for a list. */
  event: {
    opened: '提交',
    flagged: '可能重复',
    claimed: '认领',
    replied: '回复',
    said: '工友补充',
    noted: '内部备注',
    resolved: '办结',
    confirmed: '工友说解决了',
    reopened: '重开',
    closed: '到期关闭',
    transferred: '转交',
    merged: '合并',
    joined: '并进来一张',
    taken: '直接跟工友说',
    'handed-back': '交还给机器人',
    bounced: '没送到',
    rated: '打了分',
    withdrawn: '已撤回',
  },

  /** In the staff's group: no word of anybody's. */
  alert: {
    opened: (what: string) => `新工单 ${what}`,
    urgent: (what: string) => `【急】新工单 ${what}`,
    soon: (what: string, when: string) => `快到时间：${what}，${when}前要回`,
    overdue: (what: string, when: string) => `已经超时：${what}，${when}就该回了`,
    danger: (what: string) => `【急】工友说有危险：${what}，请马上看`,
    nobody: (what: string) => `没有人接：${what}`,
    role: { supervisor: '主管', admin: '管理员' },
    /** Behind a line: who is asked to act. */
    ask: (names: string) => `，请${names}看`,
    with: (name: string) => `，${name}在办`,
    what: (id: string, kind: string, region: string) =>
      [id, kind, region].filter((part) => part !== '').join('，'),
    rest: (count: number) => `还有 ${count} 条，运行 npm run desk 看全部。`,
  },
} as const;
