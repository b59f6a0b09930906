import { plainWords } from '../understand/plain-words.ts';
import { hurtIn, isDeath, kindIn } from './case.ts';

const BEFORE = /^(?:你好|您好|工友|请问?|麻烦你?|拜托|师傅|喂|那个|[,，。!！\s])*/u;
const INJURY = '(?:工伤|受伤|伤|事故|车祸|意外险?|保险|理赔|赔偿)';
/** 帮我报工伤, 我要办受伤的事, 报意外险. */
const WANTS = new RegExp(
  `^(?:我们?|俺|咱)?(?:想|要|得|准备|打算|需要|来|去|帮|替|给|陪|教|带|我|俺|一下|一起|下|可以|能)*(?:报|办|弄|申请|处理|走|认定|跑|做|搞|申报|上报)(?:一下|下|个|一个)*(?:我的?|这个?|的)*${INJURY}`,
  'u',
);
const NAMED =
  /^(?:我|俺|人)?(?:干活时?|上班时?|送单时?|送餐时?|跑单时?|派件时?)?受(?:了)?(?:点|轻|重)?伤(?:了)?(?:[,，]?(?:帮帮我|帮我|帮个忙|救救我|来帮我))?$/u;
const ALONE = /^(?:办|弄|报)?(?:工伤|受伤)(?:的事|指引|登记)?$/u;
/** Somebody who tells that they, or one of theirs, were hurt at work. */
const PERSON =
  /我|俺|咱|老公|老婆|丈夫|妻子|爱人|爸|妈|儿子|女儿|哥|弟|姐|妹|家里?人|工友|同事|兄弟|(?:送|派|跑|拉|卸|搬|取)(?:单|餐|货|件|外卖|快递|客|活)/u;
const HURT =
  /受(?:了)?(?:重|轻)?伤|骨折|(?:摔|撞|砸|打|扭|烫|咬|压|夹|烧)(?:伤|断|折|成)|住院|闪了?腰|养伤|断了|缝了?\d*[几]?针|去世|猝死/u;
/** Asking about it is for the answerer. */
const QUESTION =
  /[?？]|[吗么嘛]$|怎么|怎样|咋|如何|去哪|到哪|哪里|哪儿|哪个|找谁|谁|多久|多长|几天|多少|合法|违法|凭什么|凭啥|为什么|为啥|什么|啥|会不会|是不是|有没有|能不能|可不可以|算不算|该不该|要不要|不想|别|不用|算了|万一|如果|要是|假如|怕|电动车坏|车坏/u;
/** 能帮我报工伤吗 asks for the guide. */
const POLITE = /[，,\s]*(?:可以|行|好|能|成)?[吗么嘛不]?[?？]*$/u;

/** 我受伤了, 帮我报工伤, 昨天送餐摔骨折了: somebody asks to be led through it. Questions are for the answerer. */
export function asksForInjury(words: string): boolean {
  if (words.length > 80) return false;
  const text = plainWords(words)
    .trim()
    .replace(BEFORE, '')
    .replace(/[吧呗啊呀啦哦哈。.!！~～\s]+$/u, '');
  const polite = text.replace(POLITE, '');
  if (/^(?:你|能|可以|可不可以|能不能)*(?:帮|替|陪|教|带)/u.test(text)) {
    const asked = polite.replace(/^(?:你|能不能|可不可以|能|可以)+/u, '');
    return WANTS.test(asked) && !QUESTION.test(asked);
  }
  if (QUESTION.test(text)) return false;
  if (WANTS.test(text) || NAMED.test(text) || ALONE.test(text)) return true;
  return (
    PERSON.test(text) && (HURT.test(text) || isDeath(text)) && (kindIn(text) ?? hurtIn(text)) !== undefined
  );
}
