import { plainWords } from './plain-words.ts';
import type { Heard } from './understood.ts';

/** No answer at all, or both: 不知道, 可能吧, 有时候, 是不是. */
const OPEN =
  /签的是|不(?:是|大|太|怎么)?(?:很|太|大)?(?:知道|清楚|晓得|确定|懂|明白|记得|好说|一定|客气|好意思)|[没冇]搞懂|说不[清好准]|记不[清得]|忘了|可能|也许|或许|大概|好像|应该|有时|有的有|时有时无|看情况|对不起|随便|都行|都可以|[?]|什么意思|啥意思|为什么|怎么|咋|(?:是|有|能|对|行|要|会|得|可|好|中)不(?:是|有|能|对|行|要|会|得|可|好|中)|有没|有冇|有木|是否|吗$|么$|再说|等等|等一?下/;
/** Words with 不 or 没 that say yes. */
const YES_AFTER_ALL =
  /没(?:有)?错|不错|没(?:有|得|啥|什么)?问题|没毛病|冇问题|当然(?![不没])|怎么不|可不是?$|咋不是|不得了|没意见|不假|错不了|不是没有/;
const NO =
  /[没冇未唔毋莫]|木有|木得|^木|不|^否|^无|^莫|^哪里?有|有(?:个屁|啥$|毛|鬼)|别|甭|^非|^免|^算了|^拒绝|反对|^n$|^no|nope|^×|❌|^x$|👎|假的|错了?$|^错|从来没/;
const YES =
  /^(?:是|对|嗯|恩|唔该|有|中|得|要|行|可以|好|成|能|会|系|昂|哎|诶|欸|哦|噢|喔|确实|确定|同意|愿意|想|需要|肯定|没错|真的|必须|必|就是|y$|yes|yep|yeah|ok|okay|en$|enen$|右|正是|妥|管|阔以|口以|阔仪|使得|当真|√|✓|✔|✅|👌|👍|都有|全都?有|签|交|给|买|收|扣|加|参加|缴|入)/;
const DONE = /\p{Script=Han}(?:了|过)$/u;
const NOT_DONE = /^(?:死|够|完|累|烦|气死|忘|算|好像|别)/;

/** 是, 对, 嗯, 中, 要得, 冇得, 木有, 不是. The first clause that says either counts. */
export function parseYesNo(words: string): Heard<boolean> {
  const clauses = plainWords(words)
    .split(/[，,。.!！;；、\s~…]+/u)
    .filter((clause) => clause !== '')
    .slice(0, 3);
  const answers: boolean[] = [];
  for (const [i, clause] of clauses.entries()) {
    if (OPEN.test(clause)) break;
    // 嗯，没有: the sound before it says nothing.
    const answer = SOUND.test(clause) && i < clauses.length - 1 ? undefined : readClause(clause);
    if (answer !== undefined) answers.push(answer);
  }
  const [first, ...later] = answers;
  if (first === undefined) {
    const alone = clauses.every((clause) => !OPEN.test(clause)) && SOUND.test(clauses[0] ?? '');
    return alone ? { kind: 'understood', readings: [true] } : undefined;
  }
  // 是的，没签 and 没有，不对，有: one of the two is meant, and nobody knows which.
  const torn = later.some((answer) => answer !== first) && (AGREED.test(clauses[0] ?? '') || !first);
  return torn ? undefined : { kind: 'understood', readings: [first] };
}

const SOUND = /^(?:嗯+呐?|恩+|哦|噢|喔|哎|诶|欸|啊|呃|那个)$/;
const AGREED = /^(?:对|是|对的|是的|好|好的)$/;

function readClause(clause: string): boolean | undefined {
  if (YES_AFTER_ALL.test(clause)) return true;
  if (NO.test(clause)) return false;
  if (YES.test(clause)) return true;
  const short = clause.replace(/^(?:我们?|俺|咱|他们|站点|公司|平台|那个|当时|早就|已经|都|那)+/u, '');
  if (YES.test(short)) return true;
  return DONE.test(short) && short.length <= 6 && !NOT_DONE.test(short) ? true : undefined;
}
