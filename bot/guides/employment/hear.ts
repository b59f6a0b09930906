import type { Choice, Reading } from '../guide.ts';
import { parseChoice, parseHoursADay } from '../understand/index.ts';
import type { Factor } from './weigh.ts';

/** How workers say an answer, by question and answer. Two that are said at once are offered to choose from. */
const SAID: Readonly<Record<Factor | 'paper', Readonly<Record<string, RegExp>>>> = {
  amount: {
    full: /天天|每天|全职|整天|一天到晚|从早|没日没夜|全天|满勤|(?:一周|每周|一个?星期|一个?礼拜)[六七67]天|没休息/gu,
    some: /半天|半日|几个?(?:小时|钟头)/gu,
    spare: /有空|兼职|偶尔|闲(?:了|的|时)|下班|周末|副业|顺路|抽空|业余|不固定|看心情|三天打鱼/gu,
  },
  shift: {
    must: /排班|排好|请假|(?:听|按)(?:站长|公司|队长|老板|站里|车队|公会)|(?:站长|公司|队长|老板|站里|车队|公会)(?:定|说了算|安排|排)|必须(?:来|上|到|在)|早会|轮班|早班|晚班|坐班|旷工/gu,
    nudge: /少派|派单少|(?:没|不给)好?单|降(?:级|分|权)|影响派单|单(?:子)?(?:就)?少/gu,
    free: /自己(?:定|说了算|安排|做主)|想.{1,4}就.{1,4}|随便|自由|我(?:定|说了算)|看(?:自己|我|心情)/gu,
  },
  place: {
    fixed: /站点|站里|网点|仓库|公司|店里|固定|直播间|基地|办公室|厂里/gu,
    area: /片区|商圈|划|[几两三五]公里|一片|那一块/gu,
    free: /哪儿?都|哪里都|到处|全城|全市|满城|随便|家里|在家|不限|长途|全国|外地/gu,
  },
  pay: {
    monthly: /按月|月结|月发|底薪|月薪|每个?月(?:发|给|结)|固定工资/gu,
    order: /按单|一单|每单|一件|按件|计件|单价|日结|周结|随时提|抽成|分成|提成|打赏|派费|平台定/gu,
    price: /(?:自己|我|跟(?:货主|客户|老板))(?:来)?(?:谈|定|报)|谈价|报价|面议|讲价|还价|议价/gu,
  },
  tools: {
    theirs: /(?:公司|站点?|站里|老板|他们|车队|平台)(?:都?给|发|配|出|的)/gu,
    part: /租|一半|有的|部分|各(?:有|出)/gu,
    mine: /自己(?:的|买|掏|出|车|那)|我(?:自己)?的|自备|自家|自带/gu,
  },
  manage: {
    strict:
      /站长|队长|经理|组长|主管|运营|考勤|打卡|早会|开会|有人管|管得|(?:天天|老|总)(?:管|骂|催|盯)|必须接|不能拒|不让拒|领导|盯着|考核/gu,
    rules: /系统|算法|平台|规则|没人盯/gu,
    none: /没人管|没有人管|没人理|自己管自己/gu,
  },
  penalty: {
    fine: /罚(?!我$)|扣(?:钱|工资|款|分成|提成|奖)|开除|停(?:工|职|号|单)|封(?:号|禁|我)|辞退|走人|清退|拉黑/gu,
    app: /扣分|降(?:级|分)|少派|派单少|信用分|限单|单(?:子)?(?:就)?少/gu,
    none: /没事|没啥|没人罚|不罚|不会怎样|没什么/gu,
  },
  paper: {
    contract: /劳动合同|正式合同/gu,
    coop: /合作|承揽|加盟|承包|劳务(?:合同|协议)|服务协议|经纪/gu,
    click: /手机上?点|点了?(?:个)?同意|电子|注册(?:的)?时候?/gu,
    shop: /个体|营业执照|工商户/gu,
    none: /没签|没有签|[啥么]都?也?没|没合同|没有合同|口头/gu,
  },
};

/** 扣分合法吗 asks; it does not answer that points are taken. */
const ASKS = /[?？吗呢么嘛]|合法|违法|怎么|咋|为啥|为什么|凭|多少钱|该不该/u;
const NOT = /(?:不用|不是|没有?|不|无|从不|不需要)$/u;
const FULL_DAY = 8;

/** An answer to one of the questions in own words. */
export function hear(question: Factor | 'paper', words: string, choices: readonly Choice[]): Reading {
  const said = words.trim();
  if (said.length > MOST || ASKS.test(said.replace(/什么/gu, ''))) return { kind: 'none' };
  const ids = choices.map(({ id }) => id).filter((id) => says(said, SAID[question][id]));
  if (ids.length > 0) return readingOf(ids);
  if (question === 'amount' && /\d|[一二两三四五六七八九十]/u.test(said)) {
    const heard = parseHoursADay(said);
    if (heard?.kind === 'understood')
      return { kind: 'value', value: heard.readings[0].from >= FULL_DAY ? 'full' : 'some' };
  }
  const heard = parseChoice(said, choices);
  const named = heard?.kind === 'understood' ? [...new Set(heard.readings.flat())] : [];
  return named.length === choices.length ? { kind: 'none' } : readingOf(named);
}

const MOST = 40;

function says(words: string, pattern: RegExp | undefined): boolean {
  if (pattern === undefined) return false;
  return [...words.matchAll(pattern)].some(
    ({ index }) => !NOT.test(words.slice(Math.max(0, index - 3), index)),
  );
}

function readingOf(ids: readonly string[]): Reading {
  const [only] = ids;
  if (only === undefined) return { kind: 'none' };
  return ids.length === 1 ? { kind: 'value', value: only } : { kind: 'options', values: ids };
}
