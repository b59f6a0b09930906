import { isUnreadableCode } from '#ingest/office';
import type { FileOutcome } from '../library/intake.ts';
import type { OfficeRefusal } from '../library/refused.ts';
import type { PreparationFailure } from '../library/state.ts';
import { libraryCopy } from './library.ts';

const REFUSALS: Readonly<Record<OfficeRefusal, string>> = {
  'not-admin': '只有管理员可以做这件事。',
  stale: '草稿刚刚改过了。请先看新的，再做一次。',
  busy: '有人正在检查草稿。请等它做完。',
  unchanged: '没有变化，不用再做。',
  'none-prepared': '没有检查好的，不能发布。请先检查草稿。',
  'other-release': '检查好的已经换了一份。请重新看一遍。',
  'moved-on': '现在用的文件库刚换过。请重新检查，再看一遍。',
  'needs-second': '有的问题答得比以前差。要另一位管理员同意，并写原因。',
  'second-not-needed': '没有变差，不用第二个人同意。',
  'same-person': '同意的人和发布的人不能是同一个人。',
  'no-why': '请写一句原因。',
  'too-much': '太长或太多了。请分开写。',
  'no-such-file': '草稿里没有这个文件。',
  'no-such-instrument': '没有找到这份文件。',
  'no-such-article': '没有找到这一条。',
  'no-such-matter': '题库里没有这个事项。',
  'no-such-proposal': '没有这条建议。请自己写上条文里的话。',
  'no-such-question': '没有这道检查题。',
  'no-such-place': '没有这个地方。请写到省、市或县。',
  'no-such-release': '这一版没有留下来。',
  'not-its-words': '条文里没有这句话。请照原文抄。',
  'bad-day': '日期不对。请写成 2026-01-31 这样。',
  'bad-fact': '这一项写得不对。请看看是不是空的。',
  'bad-question': '这道题不完整。请写清问题和该引哪一条。',
  'known-question': '题库和检查题不能有同样的问法。请换个说法。',
  'release-unusable': '这一版坏了，或是旧程序做的，用不了。',
};

/** Why a file that was read is not in the draft, or no release came of it. */
const FILES = new Map([
  ['already-there', '已经有了，不用再交。'],
  ['lost-text', '有的字没有认出放在哪里，所以没有收。'],
  ['missing-source', '原文件不在了。请再发一次。'],
  ['disk-full', '服务器的硬盘满了，没有做成。请先腾出地方。'],
  ['broken', '让程序出错了。请存成文本再发。'],
  ['cancelled', '没看完就停了。请再发一次。'],
]);

const FAILED: Readonly<Record<Exclude<PreparationFailure['kind'], 'refused'>, string>> = {
  time: '做得太久，停下了。',
  memory: '文件太多，内存不够，没有做成。',
  broken: '检查时程序出错了。请再试一次。',
  cancelled: '停下了，没有做完。',
  died: '做到一半，程序停了。请再做一次。',
};

const fileWords = (file: string, code: string): string => {
  if (isUnreadableCode(code)) return libraryCopy.reader.refused(file, code);
  const why = FILES.get(code) ?? '没有收。';
  return file === '' ? why : `${file}：${why}`;
};

/** What the office of the library says to admins, wherever they act. */
export const libraryOfficeCopy = {
  refused: (refusal: OfficeRefusal): string => REFUSALS[refusal],
  file: ({ file, code }: Extract<FileOutcome, { kind: 'refused' }>): string => fileWords(file, code),
  failed: ({ kind, file, code }: PreparationFailure): string =>
    kind === 'refused' ? fileWords(file ?? '', code) : FAILED[kind],
  /** A file that came without a name. */
  unnamed: '未命名',
  /** Written to admins in person. */
  news: {
    died: '政策资料没有检查完：程序停了。请再检查一次。',
    second: (by: string): string =>
      `${by}检查了新的政策资料。有的问题答得比以前差。要你同意，才能发布。请先看看，再发 /同意 和原因。`,
  },
} as const;
