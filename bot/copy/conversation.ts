/** What the bot says in a conversation, in every channel. The sentences inside answers stand in knowledge/answer/copy.ts. */
export const conversationCopy = {
  welcome: (places: string) => `我是工友。跑单、送货、开车、直播遇到的事，直接说。现有${places}的文件。`,
  whereQuestion: '你在哪儿干活？选一个，或者直接说地名。',
  whereTyped: '你在哪儿干活？直接说地名。',
  groupWelcome: '我是工友。群里 @我 问就行，我照文件原文答。自己的事，私聊我说。',
  help: {
    private: [
      '直接说你遇到的事就行，用自己的话。',
      '/地区 地名：换成那里的文件',
      '/原文 第几条：看那一条的原文',
      '/转人工：找工会的人',
      '/进度：交给工会的事办到哪一步',
      '/我的材料：看你存的照片和文件',
      '/隐私：我记了什么',
      '/导出我的数据：拿一份走',
      '/删除我的数据：全部删掉',
    ],
    group: ['@我，再说你遇到的事。', '/地区 地名：换成那里的文件', '自己的事，私聊我说。'],
  },
  unknownCommand: '没有这个命令。打 /帮助 看看。',
  sourceUsage: '这样用：/原文 第二十九条，或者 /原文 （十二）',

  region: {
    set: (place: string) => `好，记住了：${place}。`,
    setForGroup: (place: string) => `好，这个群以后都按${place}的文件答。`,
    now: (place: string) => `现在按${place}的文件回答。换地方：/地区 云南`,
    none: '还没选地区。选一个，或者直接说地名。',
    unknown: (places: string) => `没认出这个地方。现在有这些地方的文件：${places}。`,
    notCovered: (place: string, places: string) => `${place}的文件这里还没有。现在有：${places}。`,
    notYours: '这是给提问的人选的。你有事，直接问我。',
    ask: '选一个，或者直接说地名：',
  },

  group: {
    more: '私聊细说',
    source: '看原文',
    private: '说自己的事，请私聊我。',
    redacted: '群里别发电话、证件号、卡号和车牌，人人都看得见。我没有记下来。',
    onlyPrivate: '这件事只在私聊里办，别人看不见。',
    openPrivate: '去私聊',
  },

  button: { again: '这个已经选过了。', unknown: '这个按钮用不了了，直接说就行。' },
  media: {
    other: '我只看得懂文字。把事情打成字，或者用语音转文字发来。',
    location: '定位我看不懂，直接说地名就行。',
  },
  slowDown: (seconds: number) =>
    `问得有点快，我跟不上了。歇${seconds}秒再问。这段时间发的不会答，到时候请再说一遍。`,
  slowDownGroup: (seconds: number) => `群里问得有点快。歇${seconds}秒再问，急事请私聊我。`,
  failed: '对不住，这条没办成。请换个说法再说一遍，急事请直接联系当地工会。',
  tooLong: '你说得太长，我只看了前面两千字。后面的请分开再说。',
  updated: '（这一条并到上面的回答里了。）',
  thanks: '收到，多谢。',

  privacy: {
    text: (messages: number, memory: number, links: boolean) => [
      '我记的东西，都加了密，只用来回答你。',
      `你说的话和我的回答：留${messages}天，到期自动删。`,
      `你的地区和上一个问题：${memory}天没来就删。`,
      '平台给的账号编号：只用来把话送到，不给别人看。',
      links ? '私聊的话，不会带到群里。群里问的，你点“私聊细说”才带到私聊。' : '私聊的话，不会带到群里。',
    ],
    exportLabel: '导出我的数据',
    eraseLabel: '删除我的数据',
  },
  export: {
    caption: '这是我记下的：你说过的话，和记住的事。',
    name: '我的数据.json',
    keys: {
      at: '导出时间',
      channel: '渠道',
      chats: '会话',
      remembered: '记住的',
      region: '地区',
      lastQuestion: '上一个问题',
      said: '你说过的',
      time: '时间',
      words: '内容',
      replies: '我回复的条数',
    },
  },
  erase: {
    ask: '真的全部删掉？删了找不回来。我记的地区、你说过的话都会没有。',
    yes: '全部删掉',
    no: '先不删',
    typed: '确认删除',
    type: '要删，就回四个字：确认删除',
    done: (proof: string) => `都删了。凭据编号：${proof}。编号里没有你的任何内容。`,
    kept: '好，没删。',
    expired: '这次没删。要删，再发一次 /删除我的数据。',
  },
} as const;
