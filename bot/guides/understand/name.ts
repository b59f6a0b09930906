import { type Heard, problem } from './understood.ts';

export type NameProblem = 'too-short' | 'too-long' | 'not-a-name';

const BEFORE =
  /^(?:(?:你好|您好|好的?|嗯)[\s,，。!！]*)?(?:我的?(?:真实|大)?(?:名字|姓名|大名|全名)|名字|姓名|真名|实名|本人|我|俺|咱)?(?:(?:大家|别人|人家|他们)?都?叫我|免贵|(?:就)?(?:叫做?|是|姓|名叫))?[\s:：,，]*(?:叫做?|姓)?[\s:：]*/u;
const AFTER = /(?:就行|就好|就可以了?|即可|啦|哈|呀|哦|啊|吧|呢)+$/u;
const NO_NAME =
  /^(?:不|没|无|(?:都|全|全都|也|还|又)(?:没|不|有|是|行|可以|一样)|一样|同上|上面|刚才|算了|跟|别问|为[啥什]|怎么|多少|忘|记不|匿名|保密|跳过|随便|什么|啥|谁|有|对|嗯|好的?$|行$|哦$|骑手|司机|快递员|主播|外卖|工友|美团|饿了么|男$|女$|先生$|师傅$)/u;
const LONGEST = 20;

/** 我叫张伟 → 张伟. A person's name is kept as written: no simplifying, no lower case. */
export function parseName(words: string): Heard<string, NameProblem> {
  const text = words
    .slice(0, 400)
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Variation_Selector}]/gu, ' ')
    .trim();
  const said = text.replace(BEFORE, '');
  const name = (/^[^,，。.;；!！?？\n]+/u.exec(said)?.[0] ?? '')
    .replace(AFTER, '')
    .replace(/[•・．]/g, '·')
    .replace(/\s+/g, ' ')
    .trim();
  if (name === '' || NO_NAME.test(name) || /[?？]/.test(text)) return undefined;
  if (!/^[\p{Script=Han}a-zA-Z]/u.test(name) || !/^[\p{L}\p{M} ·'-]+$/u.test(name))
    return problem('not-a-name');
  if ([...name].length > LONGEST) return problem('too-long');
  const plain = /\p{Script=Han}/u.test(name) ? name.replaceAll(' ', '') : name;
  return [...plain].length < 2 ? problem('too-short') : { kind: 'understood', readings: [plain] };
}
