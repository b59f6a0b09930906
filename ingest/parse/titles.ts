import type { InstrumentKind } from '#knowledge/build';
import type { Line } from './clean.ts';

/** Title endings, longest first, and the kind each makes. */
const KINDS: readonly (readonly [RegExp, InstrumentKind])[] = [
  [/(任务分工|任务|责任|分工)清单$|任务分工(表|方案)$/, 'tasks'],
  [/(组成人员|成员|人员)(及(其)?职责(分工)?|名单)?$|名单$/, 'roster'],
  [/(解释|批复|答复|复函|解答)$/, 'interpretation'],
  [/(通知|通告|公告|函)$/, 'notice'],
  [/(办法|细则)$/, 'measures'],
  [/(方案|计划|规划|要点)$/, 'plan'],
  [/(意见|措施)$/, 'opinions'],
  [/条例$/, 'regulations'],
  [/(规定|规则|规程|规范|准则|标准|目录|章程)$/, 'rules'],
  [/(决定|决议|修正案)$/, 'decision'],
  [/法$/, 'law'],
];

const TRIAL = /（(试行|暂行|草案|修订|修正|征求意见稿|送审稿|[0-9]{4}年版|[一二三四五六七八九十]+)）$/;
/** What belongs to a title also where it is printed under it. */
const TITLE_TAIL = /^（(试行|暂行|草案|征求意见稿|送审稿|[0-9]{4}年版)）$/;
const NUMBER = /^[\p{Script=Han}]{1,12}[〔［[(（【][0-9]{4}[〕］\])）】]第?[0-9]{1,5}号$/u;
const ORGANISATION =
  /^[\p{Script=Han}、]{2,40}(厅|局|委员会|委|法院|检察院|总工会|工会|办公室|人民政府|银行|部|署|会)$/u;
const DATE =
  /^[0-9〇零一二三四五六七八九十]{2,4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日(印发?|发布|公布)?$/;

/** The kind of a title, or undefined when the text is not one. */
export function titleKind(text: string): InstrumentKind | undefined {
  const core = text.replace(TRIAL, '');
  return KINDS.find(([pattern]) => pattern.test(core))?.[1];
}

export function isDocumentNumber(text: string): boolean {
  return NUMBER.test(text.replace(/^（(.*)）$/, '$1'));
}

export function isDate(text: string): boolean {
  return DATE.test(text);
}

export function isOrganisation(text: string): boolean {
  return ORGANISATION.test(text) && text.length <= 40;
}

/** 000001, 机密★1年, 特急: what stands above a letterhead. */
const ABOVE_LETTERHEAD = /^([0-9]{6}|特急|加急|平急|特提|急件|(绝密|机密|秘密)(★.{0,8})?)$/;
/** 某某厅令 and 某某局公告 stand over their number; some print both on one line. */
const ORDER =
  /^(?!.*关于)[\p{Script=Han}、]{3,40}(令|公告)(([0-9]{4}年)?第[0-9]{1,5}号)?$|^([0-9]{4}年)?第[0-9]{1,5}号$/u;
/** The last lines of a print: who gets a copy, whom to ask, which office printed it when. */
const COLOPHON =
  /^(抄送|抄报|主送|分送)：|^（联系人：.*）$|^[\p{Script=Han}]{3,40}[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日印发?$/u;

export function isColophon(text: string): boolean {
  return COLOPHON.test(text);
}

export function isAttachmentLine(text: string): boolean {
  return /^附(件|录|表)?[\s0-9一二三四五六七八九十]*([:：]|$)|^附[件录表][0-9一二三四五六七八九十]+[.．、]/.test(
    text,
  );
}

const NUMBERED = /^附\s*[件录表]\s*[0-9一二三四五六七八九十]+/;

/** 附件1  某某标准, with nothing but a blank between. At the head of a line that goes on a sentence there is none: 附件1所列. */
export function namesAttachment({ raw, body }: Line): boolean {
  const number = NUMBERED.exec(raw)?.[0];
  if (number === undefined || /[\t，。；：]/.test(body.text)) return false;
  return /^\s/.test(raw.slice(number.length)) || titleKind(body.text) !== undefined;
}

/** 附件2 alone on its line: the next instrument of the file begins here. */
export function isAttachmentHead(text: string): boolean {
  return /^附(件|录)[\s0-9一二三四五六]*[:：]?$/.test(text);
}

/** Lines that are never part of a sentence: letterheads, numbers, dates, signatures, notes under them. */
export function isStandalone(text: string): boolean {
  return (
    isDocumentNumber(text) ||
    isDate(text) ||
    isOrganisation(text) ||
    isAttachmentLine(text) ||
    ABOVE_LETTERHEAD.test(text) ||
    ORDER.test(text) ||
    isColophon(text) ||
    (/^文件$|文件$/.test(text) && text.length <= 60 && !/[，。]/.test(text)) ||
    (/^（(此件|.{0,30}代章|.{0,20}通过|.{0,30}公布|.{0,20}施行)/.test(text) && text.endsWith('）')) ||
    /等[一二三四五六七八九十]+部门$/.test(text) ||
    /^(目录|总则)$/.test(text)
  );
}

/** A line that can only be the head of a title, whatever came before it. */
export function isTitleStart(text: string): boolean {
  return /^(关于印发|关于公布|关于发布)/.test(text) && !/[，。；]/.test(text);
}

/**
 * How many lines from `index` on make a title; 0 for none. The first line of a file is a title by its place,
 * the others by their wording: short, no sentence mark, brackets in pairs, ending as titles end.
 */
export function titleLength(lines: readonly Line[], index: number, first: boolean): number {
  let text = '';
  for (let count = 1; count <= 3; count++) {
    const line = lines[index + count - 1];
    if (line === undefined) return 0;
    if (count > 1 && (/^(第|[一二三四五六七八九十]+、|（)/.test(line.body.text) || line.heading > 0))
      return 0;
    text += line.body.text;
    if (text.length > 100 || /[，。；：！？]/.test(text) || isAttachmentLine(text) || NUMBERED.test(text))
      return 0;
    // 各级部门应当按照有关规定 is the first printed line of a paragraph, not a title that ends in 规定.
    if (!first && /应当|不得|必须|可以|按照|依照/.test(text)) return 0;
    if (
      count === 1 &&
      (isStandalone(text) || /^[0-9（第及和与或的]/.test(text) || /^[一二三四五六七八九十]+、/.test(text))
    )
      return 0;
    if (line.heading === 1) return 1 + tailLength(lines, index + 1);
    const least = first ? 2 : opensText(lines[index + count]?.body.text ?? '') ? 4 : 10;
    if (isBalanced(text) && titleKind(text) !== undefined && text.length >= least)
      return count + tailLength(lines, index + count);
    if (!isOpenTitle(text)) return 0;
  }
  return 0;
}

/** What stands under a title only: who passed the text when, its contents, its first article. */
function opensText(text: string): boolean {
  return /^（.{0,40}(?:通过|公布|发布|修正|修订|施行).*）$|^第一[编章条]|^目录$/.test(text);
}

/** 1 where the line at `index` is （试行） alone. */
export function tailLength(lines: readonly Line[], index: number): number {
  return TITLE_TAIL.test(lines[index]?.body.text ?? '') ? 1 : 0;
}

function isOpenTitle(text: string): boolean {
  return /关于/.test(text) || !isBalanced(text);
}

function isBalanced(text: string): boolean {
  const count = (char: string) => text.split(char).length;
  return count('《') === count('》') && count('（') === count('）') && count('〔') === count('〕');
}
