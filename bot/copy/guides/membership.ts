export const membershipCopy = {
  name: '入会',
  summary: '加入工会，找到该找的那一家',
  intro: ['问你十来句，几分钟。来单了随时能停。', '填好由你说交不交，不交谁也看不到。'],
  hours: {
    label: '一天干多久',
    prompt: ['一天大概干多久？'],
    choices: {
      full: { label: '天天干，八小时上下', aliases: ['全天', '全职', '天天干', '八小时'] },
      long: { label: '天天干，十小时以上', aliases: ['十小时以上', '从早到晚'] },
      part: { label: '有空才干', aliases: ['兼职', '偶尔'] },
    },
  },
  platform: ['用的是哪个平台？', '比如“美团专送”。'],
  firm: ['公司或者站点叫什么？', '有几家的，说干得最久的。'],
  longest: ['哪个平台干得最久？', '比如“美团众包”。'],
  attached: ['车挂靠在哪家公司？', '没有挂靠就跳过。'],
  union: { label: '原来的工会', prompt: ['入的是哪家工会？', '记不清就跳过。'] },
  wish: { label: '想要的帮助', prompt: ['有什么想让工会帮忙的？'] },

  lead: {
    unit: (firm: string) => `先看“${firm}”有没有工会，有就入那一家。`,
    unitUnknown: '先看你的单位有没有工会，有就入那一家。',
    free: '没有固定单位，也能申请入会。',
    /** Where the texts do not say it. */
    freeHere: '没有固定单位，也能在这里提申请。',
    member: '你入过会了，先不用重新申请。',
  },
  unitNone: '单位没有工会，也交上来。工会的人帮你找该入哪一家。',
  transfer: (union: string) => `你原来在“${union}”。要不要转、怎么转，工会的人会告诉你。`,
  transferUnknown: '要不要转、怎么转，工会的人会告诉你。记不清是哪家，也能帮你查。',
  notWritten: (place: string) => `${place}的文件没写没有固定单位的人该入哪一家。`,
  firmAsked: (firm: string) => `你说的是“${firm}”。它有没有工会，工会的人帮你查。`,
  routes: {
    heading: '入会的事，文件这样写：',
    silent: (place: string) => `${place}的文件没写怎么入会。工会的人会告诉你。`,
  },
  benefits: {
    heading: '工会能帮什么，文件这样写：',
    silent: (place: string) => `${place}的文件没写工会有什么帮助。`,
  },
  /** As the texts write it. */
  conditional: '符合条件',
  conditions: '“符合条件”是什么条件，这些话里没写。工会的人会告诉你。',
  paper: '入会申请书',
  topic: '申请入会',
  transferTopic: '转会员关系',
} as const;
