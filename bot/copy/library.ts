import type { NoteCode, UnreadableCode } from '#ingest';

/** Why a file was not read, and what to do: first what is wrong, then the way on. */
const REFUSED: Readonly<Record<UnreadableCode, string>> = {
  empty: '里面没有字。请打开看看，是不是发错了。',
  'too-large': '太大了。请拆成几个小的再发。',
  'not-text': '打不开，里面不是文字。请存成 Word 或文本再发。',
  'unknown-format': '这种格式我不认识。请存成 Word、PDF 或文本。',
  picture: '这是一张图片，我读不了。请发原来的 Word。',
  'old-office': '这是老式的 Word。请另存为 docx 再发。',
  'other-office': '这种文档我读不了。请另存为 docx 或 PDF。',
  'other-archive': '这种压缩包打不开。请压成 zip 再发。',
  encrypted: '加了密码，打不开。请去掉密码再发。',
  damaged: '文件坏了。请打开原件，另存一份再发。',
  'tracked-changes': '里面有修订或划掉的字，不知道哪句算数。请在 Word 里全部接受或拒绝修订，再发。',
  scanned: '有的页是扫描的图片，没有字。请发原来的 Word。',
  garbled: '里面的字认不出来，怕弄错。请发原来的 Word。',
  'archive-too-large': '压缩包里东西太多。请分几个包再发。',
  'archive-too-deep': '压缩包套得太深。请先解开，再发里面的文件。',
  'archive-name': '压缩包里有不该有的路径。请重新压一个。',
  'archive-empty': '压缩包里没有能读的文件。请放进文件再压。',
  time: '读得太久，停了。请存成文本再发。',
  memory: '太复杂，读不下来。请存成文本再发。',
  aborted: '没读完就停了。请再发一次。',
  closed: '正在关机，没有读。请过一会儿再发。',
};

/** What was left out of a file, or should be looked at. */
const NOTES: Readonly<Record<NoteCode, (count: string) => string>> = {
  macros: () => '里面有宏，没有运行，也没有读。',
  contents: () => '目录没有收进来。',
  hidden: (count) => `有${count}处看不见的字，没有收。`,
  comments: (count) => `有${count}条批注，没有收。`,
  footnotes: (count) => `有${count}处脚注，请看看位置对不对。`,
  'text-boxes': (count) => `有${count}个文本框，请看看位置对不对。`,
  pictures: (count) => `有${count}张图，图里的字没有收。`,
  menus: (count) => `去掉了${count}处网页菜单。`,
  furniture: (count) => `去掉了${count}处页眉、页脚、页码或印章字。`,
  columns: (count) => `有${count}页是分栏的，请看看顺序对不对。`,
  'machine-read': (count) => `有${count}页的字是机器认的，请对着原件看。`,
  skipped: (count) => `压缩包里有${count}个没用的小文件，没有读。`,
  'unknown-numbering': (count) => `有${count}处编号认不准，请对着原件看。`,
};

/** What is said about the policy library. */
export const libraryCopy = {
  reader: {
    refused: (file: string, code: UnreadableCode) => `${file}：${REFUSED[code]}`,
    note: (code: NoteCode, count: string) => NOTES[code](count),
  },
};
