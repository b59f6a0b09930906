import type { CardForm } from '../cards/card.ts';
import type { CardFault } from '../cards/make-card.ts';
import type { Outdated } from '../cards/outdated.ts';

const forms: Readonly<Record<CardForm | 'book', string>> = {
  png: '图片',
  a6: 'A6 打印',
  a4: 'A4 打印（四张，可裁开）',
  book: '口袋书',
};

const faults: Readonly<Record<CardFault, string>> = {
  'no-such-matter': '题库里没有这个事项。',
  'no-such-article': '现在用的文件里没有这一条。',
  'no-such-place': '没有这个地方。',
  'no-place': '请先选地方。',
  silent: '那里没有文件写这件事，做不了卡。',
  'too-long': '这一条太长，做不了卡。请按事项做。',
};

const outdated: Readonly<Record<Outdated, string>> = {
  text: '条文变了，重新做一张。',
  gone: '现在用的文件里没有了，不要再发。',
  facts: '文件的说明变了，重新做一张。',
};

/** Of 明白卡 and 口袋书: on paper, in the console, in the terminal. */
export const cardsCopy = {
  /** On the card. */
  name: '工友 · 明白卡',
  file: '明白卡',
  bookFile: '口袋书',
  about: {
    matter: (name: string) => `这张卡说的是“${name}”。`,
    article: (names: readonly string[]) => `这一条说到：${names.join('；')}。`,
    heading: (heading: string) => `这一条写在“${heading}”这一部分。`,
    plain: (label: string) => `这是文件里的${label}。`,
  },
  binding: {
    to: (lead: string, to: string) => `${lead.replace(/。$/, '')}，是${to}。`,
    softer: '里面也有不硬的话，要整句看。',
    over: '这次行动已经结束，只能作参考。',
  },
  ask: {
    lead: (names: string) => `原文写的牵头部门是${names}，可以去问。`,
    responsible: (names: string) => `原文写的责任单位有${names}，可以去问。`,
    shared: (names: string) => `原文写明按职责分工的有${names}，可以去问。`,
    others: '等',
    code: '想有人帮，扫下面的码，找当地工会。',
    union: '想有人帮，联系当地工会。',
  },
  also: (heads: string) => `还写在：${heads}。`,
  /** Over the title, which is what people say and not what the text promises. */
  says: (place: string) => `${place}的文件怎么说`,
  more: '接下页',
  before: '接上页',
  codes: { page: '看原文', telegram: '在 Telegram 问', wecom: '在微信问', site: '打开网页问' },
  release: (release: string, day: string) => `文件版本 ${release} · ${day}制作`,
  quoted: '引号里是文件原文，不是律师意见。',
  changes: '文件会变，扫码看现在的写法。',

  /** Of the book. */
  book: {
    count: (count: number) => `共 ${count} 张明白卡`,
    places: (names: readonly string[], count: number) =>
      names.join('、') + (count > names.length ? `等${count}个地方` : ''),
    contents: '目录',
    page: (page: number) => `${page}`,
  },

  forms,
  faults,
  outdated,
  notMade: '没有做出来。请再试一次。',

  console: {
    menu: '明白卡',
    title: '明白卡',
    how: '先选地方，再找一件事或者一条，做成卡。',
    search: '找什么',
    place: '哪里',
    anyPlace: '请选',
    find: '查找',
    nothing: '没有找到。换个说法再找一次。',
    matters: '事项',
    articles: '条文',
    make: '做卡',
    again: '重新做一张',
    made: '做好的卡',
    none: '还没有做好的卡。',
    by: (staff: string, at: string) => `${staff} · ${at}`,
    version: (release: string) => `版本 ${release}`,
    tick: '选几张，做成一本口袋书。',
    bookTitle: '书名',
    makeBook: '做口袋书',
    noTicks: '请先选几张没有变的卡。',
    tooMany: (most: number) => `一本最多${most}张。请少选几张。`,
    older: '更早做的卡',
    noTitle: '请写书名，不超过四十个字。',
    mixed: '选的卡里有变了的。请先重新做。',
    tooFast: (seconds: number) => `做得太快了。请等${seconds}秒。`,
    preview: '样子',
    download: '下载',
    back: '回到明白卡',
    noCode: '卡上没有二维码：还没有设网址。请装程序的人设好（PUBLIC_URL）。',
    gone: '没有这张卡。',
    contents: '里面有',
  },

  terminal: {
    usage: [
      '用法：npm run card -- 事项或条文的编号 … --region 吉林 --out 文件夹',
      '  --form png,a6,a4  要哪几种；不写就都要',
      '  --book 书名       把这些做成一本口袋书',
    ].join('\n'),
    /** Whoever made it, in the console's list. */
    by: '终端',
    kept: '记进了控制台的“做好的卡”。文件变了，那里会写。',
    notKept: '没有记进控制台，这里没有它的数据库。文件变了没有人提醒。',
    wrote: (file: string) => `写好了：${file}`,
    failed: (subject: string, why: string) => `${subject}：${why}`,
    badBook: '书名要写，不超过四十个字。一本不超过六十张。',
    badForm: (form: string) => `没有这种：${form}。可以写 png、a6、a4。`,
  },
} as const;
