import type { FileFault } from '../channels/channel.ts';

const MB = 1024 * 1024;
/** 兆 with one digit behind the point, none for whole ones. */
const megabytes = (bytes: number) => `${Math.round((bytes / MB) * 10) / 10}兆`;
const sizeOf = (bytes: number) =>
  bytes < MB ? `${Math.max(1, Math.round(bytes / 1024))}KB` : megabytes(bytes);

/** By Inbound's media: what it is called, and how it is counted. */
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  photo: ['照片', '张'],
  file: ['文件', '个'],
  voice: ['录音', '段'],
  video: ['视频', '段'],
};
const kindOf = (media: string) => KINDS[media] ?? ['文件', '个'];

/** What is said of pictures and files that people send. */
export const filesCopy = {
  /** A file that has no name of its own. */
  unnamed: (media: string) => kindOf(media)[0],
  /** Of somebody nameless, where a program may have written who made it. */
  mayName: (media: string) => `${kindOf(media)[0]}（里面可能记着名字）`,
  received: (media: string, count: number) =>
    `收到${kindOf(media)[0]}${count}${kindOf(media)[1]}，已加密存好。`,
  ask: '要留作证据吗？不留，一天后自动删。',
  typed: '要留，回四个字：留作证据。不要，回两个字：删掉。',
  keep: '留作证据',
  drop: '删掉',
  kept: (count: number, days: number) =>
    `留好了，一共${count}个。存${days}天，到期自动删。要看要删，打 /我的材料。`,
  dropped: (count: number) => `删了，一共${count}个。找不回来了。`,
  gone: '这个已经没有了，可能到期删了。',
  voice: '录音我听不懂。有事要问，请打字说。',

  lost: (media: string, count: number, reason: FileFault, maxBytes: number) => {
    const what = `有${count}${kindOf(media)[1]}${kindOf(media)[0]}`;
    switch (reason) {
      case 'too-large':
        return `${what}太大，没收下，最多${megabytes(maxBytes)}。压缩一下，或者截图再发。`;
      case 'full':
        return `${what}没收下，你存的满了。打 /我的材料，删几个再发。`;
      case 'empty':
        return `${what}是空的，没收下。请看看，再发一次。`;
      case 'refused':
        return `${what}没取到，是我这边没设好。请先自己存着，过几天再发。`;
      default:
        return `${what}没取到。请再发一次。`;
    }
  },
  notTaken: '图片和文件这里收不了。把事情打成字发来。',
  inGroup: '照片和文件请私聊发我。群里发的我不看，也不存。',
  inGroupToo: '照片我没看。要留证据，请私聊发我。',

  list: {
    none: '你没有存材料。有照片、文件，直接发给我。',
    heading: (count: number, bytes: number) => `你存的材料，一共${count}个，${sizeOf(bytes)}：`,
    item: (at: number, name: string, size: number, day: string, kept: boolean) =>
      `${at}. ${name}，${sizeOf(size)}，${day}发的${kept ? '' : '，还没说留不留'}`,
    more: (count: number) => `还有${count}个没列出来。删掉几个就能看到。`,
    get: (at: number) => `取回${at}`,
    drop: (at: number) => `删掉${at}`,
    dropAll: '全部删掉',
    typed: '取回一个，打：/我的材料 取回 1。删一个，打：/我的材料 删掉 1。全删，打：/我的材料 全删。',
    sent: (name: string) => `你的材料：${name}`,
    cannotSend: '这里发不了文件。材料还存着，在这里只能看清单和删。',
    unknown: '没有这一个。打 /我的材料 看看有哪些。',
  },
  privacy: (days: number) => `你发的照片和文件：加密存，说要留的存${days}天，没说的一天就删。`,
  export: {
    key: '材料',
    name: '名字',
    size: '大小',
    time: '收到的时间',
    kept: '留作证据',
    left: (count: number) => `还有${count}个材料没放进来。打 /我的材料，一个一个取。`,
    cannot: '材料的文件这里发不了，清单在上面的数据里。',
  },
} as const;
