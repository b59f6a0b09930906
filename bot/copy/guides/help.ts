/** Nobody begs here: to ask one's union is a member's right, and everybody else's good idea. */
export const helpCopy = {
  name: '困难帮扶',
  summary: '有难处，请工会帮一把',
  intro: ['有难处就说，不丢人。', '问你几句，不想说的都能跳过。', '交不交由你，平台和公司看不到。'],
  what: {
    label: '难处',
    prompt: ['遇到了什么难处？'],
    choices: {
      ill: { label: '生病', aliases: ['病了', '家里人生病', '住院', '看病'] },
      accident: { label: '意外受伤', aliases: ['受伤', '出事故', '摔了', '车祸', '意外'] },
      disaster: { label: '遭了灾', aliases: ['火灾', '水灾', '失火', '发大水', '地震'] },
      school: { label: '孩子上学', aliases: ['上学', '学费', '孩子学费'] },
      income: { label: '没了收入', aliases: ['没活干', '没收入', '没钱', '失业', '没单'] },
      other: { label: '别的', aliases: ['其他', '其它', '都不是'] },
    },
  },
  story: {
    label: '经过',
    prompt: ['出了什么事？想要什么帮助？', '用你自己的话说，几句就行。'],
  },
  household: {
    label: '家里情况',
    prompt: ['家里几口人，靠谁挣钱？', '大概说说，不用报数字。'],
  },
  union: { label: '你的工会', prompt: ['你入的是哪家工会？', '记不清就跳过。'] },
  firm: { label: '公司或站点', prompt: ['现在在哪家公司、站点或平台干？', '好找该帮你的工会。'] },

  named: { prompt: ['你叫什么名字？', '不想说就跳过，一样能交。'] },

  lead: '你说的记好了。先看文件怎么写。',
  heading: {
    hardship: '有难处找工会，文件这样写：',
    school: '孩子上学，文件这样写：',
  },
  silent: (place: string) => `${place}的文件没写到这种难处。照样能交，工会的人会回你。`,
  /** Words in quotes are as the texts write them: what is said of them is said only where they stand. */
  accident: { words: '因意外致困', only: '文件写的是“因意外致困”。算不算，由工会来看。' },
  membersOnly: '会员',
  conditional: ['符合条件', '建档标准'],
  conditions: '要合什么条件，这些话里没写。工会的人会告诉你。',
  decides: '帮不帮得上、怎么帮，由工会来定。这里不替它答应。',
  member: {
    clause: '这一条写的是会员。你还没入会，也照样能交。',
    unsure: '这一条写的是会员。你算不算，工会的人能查。',
    join: '想入会，打 /入会。两件事不耽误。',
    yours: (union: string) => `你说你在“${union}”。这份可以转给它。`,
  },
  documents: '要带什么，工会的人会告诉你。文件里没写。',
  aside: {
    accident: '工伤、保险是另一条路，别耽误。打 /受伤了。',
    income: '是被欠了工钱的，打 /维权。',
    school: '是上不了学、入不了学的，直接问我“孩子怎么入学”。',
  },
  paper: '帮扶申请书',
} as const;
