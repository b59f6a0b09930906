import { plainWords } from './plain-words.ts';
import { type Heard, offer } from './understood.ts';

/** Who organises the work. `station`: a partner of the platform: station, franchisee, fleet, guild of streamers. */
export type EmployerId = 'platform' | 'station' | 'outsourcing' | 'dispatch' | 'alone';

const WORDS: readonly (readonly [RegExp, readonly EmployerId[]])[] = [
  [/派遣/g, ['dispatch']],
  [/外包|众包公司|人力资源|灵活用工|灵工|云账户|好活|第三方/g, ['outsourcing']],
  [/劳务公司|中介|劳务/g, ['outsourcing', 'dispatch']],
  [
    /站点|站长|站里|加盟|代理商|承包|网点|配送商|合作商|服务商|租赁公司|车队|公会|工会主播|mcn|经纪公司|挂靠|驿站老板|队长/g,
    ['station'],
  ],
  [
    /平台(?:直接|自己|自营|直营|直属|官方|管|派|签|总部|的人)|(?:跟|和|与|归|是|由)平台|自营|直营|直签|总部|^(?:就是|是)?平台$/g,
    ['platform'],
  ],
  [
    /单干|没(?:有)?人管|没(?:有)?(?:公司|站点|老板|单位|站)|自己(?:干|跑|做|接单?|开|找|注册|一个人|管)|一个人(?:干|跑|做)|散户|自由(?:职业|接单|人)?|个体户?|个人|靠自己|^自己$|^(?:就)?我自己$/g,
    ['alone'],
  ],
  [/众包|兼职/g, ['alone', 'platform']],
  [/平台/g, ['platform']],
];

const NOT = /(?:不是|没有?|无|不归|不算|不属于|并非|没跟|没和|不跟|不和)(?:什么|任何|跟|和|归)?$/;

/** 站点, 加盟商, 外包, 劳务派遣, 自己单干. 劳务公司 may be two things. */
export function parseEmployer(words: string): Heard<EmployerId> {
  const text = plainWords(words);
  const found: EmployerId[] = [];
  for (const [pattern, ids] of WORDS) {
    const said = [...text.matchAll(pattern)].some(
      (match) => !NOT.test(text.slice(Math.max(0, match.index - 6), match.index)),
    );
    // 平台 and 众包 say something only where nothing clearer was said.
    const weak = ids.length > 1 || pattern.source === '平台';
    if (said && !(weak && found.length > 0)) found.push(...ids);
  }
  return offer(found, (id) => id);
}
