export const membershipCopy = {
  name: '入会',
  summary: '加入工会，找到该找的那一家',
  intro: ['一共八九句话，几分钟。', '填好由你说交不交，不交谁也看不到。'],
  hours: {
    label: '一天干多久',
    prompt: ['一天大概干多久？'],
    choices: {
      full: { label: '天天干，八小时上下', aliases: ['全天', '全职', '天天干', '八小时'] },
      long: { label: '天天干，十小时以上', aliases: ['十小时以上', '从早到晚'] },
      part: { label: '有空才干', aliases: ['兼职', '偶尔'] },
    },
  },
  member: {
    label: '入过会没有',
    prompt: ['以前入过工会没有？'],
    choices: {
      no: { label: '没入过', aliases: ['没有', '没', '还没'] },
      yes: { label: '入过', aliases: ['有', '入了', '是会员'] },
      unsure: { label: '说不清', aliases: ['不清楚', '不知道'] },
    },
  },
  union: { label: '原来的工会', prompt: ['入的是哪家工会？'] },
  wish: { label: '想要的帮助', prompt: ['有什么想让工会帮忙的？没有就跳过。'] },

  lead: {
    unit: (firm: string) => `先看“${firm}”有没有工会，有就入那一家。`,
    unitUnknown: '先看你的单位有没有工会，有就入那一家。',
    area: '没有固定单位，也能入会。',
    member: '你入过会了。不用重新入，把会员关系转过来，具体由工会告诉你。',
  },
  routes: {
    heading: '怎么入，文件这样写：',
    silent: (place: string) => `${place}的文件没写怎么入会。工会的人会告诉你。`,
  },
  directory: '就近的工会：',
  office: (name: string, contact: string, hours: string, note: string) =>
    `${name}，${contact}${hours === '' ? '' : `，${hours}`}（${note}）`,
  noDirectory: '这里还没有录你那儿的工会名单。交上去，工会的人帮你找。',
  benefits: {
    heading: '入了会，文件里写的帮助：',
    silent: (place: string) => `${place}的文件没写入会以后有什么帮助。`,
  },
  paper: '入会申请书',
  topic: '申请入会',
} as const;
