import { plainWords } from '../understand/plain-words.ts';

const BEFORE =
  /^(?:你好|您好|工友|请问?|麻烦你?|拜托|师傅|喂|那个|嗯+|好的?|行|那|[,，。!！\s])*(?:我们?|俺们?|咱们?)?(?:现在|这就|今天|也|就|真的|真|一定|还是)*/u;
/** 告诉, 告知, 告假 and 告别 accuse nobody. */
const ACCUSE =
  '(?:投诉|举报|控告|状告|申诉|维权|讨薪|讨工资|讨个?说法|告(?!诉|知|别|假|辞|老还乡|一段落)|(?:申请|走|打)?(?:劳动)?仲裁|打官司|起诉|走法律|要回?(?:我的?)?(?:工资|工钱|押金|欠款|血汗钱|被扣的钱|保证金|身份证))';
const WANTS = new RegExp(
  `^(?:想|要|得|准备|打算|需要|决定|必须|非要?|来|去|申请)+(?:去|来|找人)?${ACCUSE}`,
  'u',
);
const HELP =
  /^(?:你|能|可以|可不可以|能不能)*(?:帮|替|给|陪|教|带)(?:一?下)?(?:我们?|俺|咱)?(?:来|去|一起|也)*(?:写|弄|做|整|拟|填|出|搞|起草)?(?:一?(?:封|份|个|张))?/u;
/** 能帮我写投诉信吗 asks for the letter. */
const POLITE = /[，,\s]*(?:可以|行|好|能|成)?[吗么嘛不]?[?？]*$/u;
const ACCUSES = new RegExp(`^${ACCUSE}`, 'u');
const PAPER =
  /^(?:投诉信|投诉书|举报信|举报材料|申诉书|申诉信|申诉|仲裁申请书?|仲裁书|证据清单|投诉材料|维权信)/u;
const ALONE = new RegExp(`^(?:${ACCUSE}|(?:写|填|要)(?:一?(?:封|份|个|张))?${PAPER.source.slice(1)})`, 'u');
/** Whom one complains of here. Customers and shops are somebody else's business, and 你 is this bot. */
const EMPLOYERS =
  /^(?:我们?(?:的)?|俺们?|这个?|那个?|黑心|无良|一下|下)*(?:站长|站点|平台|公司|老板|加盟商|代理商?|网点|队长|车队|公会|外包|中介|经理|组长|美团|饿了么|滴滴|京东|顺丰|货拉拉|达达|闪送|快递|抖音|快手|他们?|她们?|欠薪|拖欠|克扣|罚款|乱罚款|乱扣|扣|押金|不发|封号|差评)/u;
const OTHERS = /顾客|客户|客人|乘客|商家|店家|货主|骑手|司机|邻居|物业|保安|房东|你|机器人|交警|城管/u;
const AFTER = /[吧呗啊呀啦了哦哈。.!！~\s]+$/u;
const SELF = /我们?(?:是|做|干|当)[^，,。]*/u;
/** Asking about it, or shrinking from it, is not asking for it. */
const QUESTION =
  /[?？]|[吗么嘛呢]$|怎么|怎样|咋|如何|去哪|到哪|哪里|哪儿|哪个|找谁|谁管|多久|多长|几天|多少|电话|号码|热线|渠道|有用|没用|管用|行不行|能行|合法|违法|犯法|凭什么|凭啥|为什么|为啥|什么|啥|怕|不敢|会不会|是不是|有没有|不想|别|不用|算了|后果|流程|时效|期限|证据不足|报复/u;

/** 我要投诉站长, 帮我写投诉信, 站长扣工资，我要投诉: somebody asks to be led through a complaint. Questions are for the answerer. */
export function asksForComplaint(words: string): boolean {
  if (words.length > 60) return false;
  const text = plainWords(words).trim().replace(AFTER, '');
  const clauses = text.split(/[，,。.;；!！\s]+/u).filter((clause) => clause !== '');
  const last = clauses.at(-1)?.replace(BEFORE, '') ?? '';
  if (wants(last)) return !QUESTION.test(text) && !isOfOthers(text, last);
  const said = text.replace(BEFORE, '');
  const help = HELP.exec(said)?.[0];
  const asked = help === undefined ? undefined : said.slice(help.length).replace(POLITE, '');
  if (asked !== undefined && (PAPER.test(asked) || ACCUSES.test(asked)))
    return !QUESTION.test(asked) && !OTHERS.test(asked);
  if (QUESTION.test(said) || OTHERS.test(said)) return false;
  if (wants(said)) return true;
  const alone = ALONE.exec(said)?.[0];
  if (alone === undefined) return false;
  const rest = said.slice(alone.length);
  return rest === '' || EMPLOYERS.test(rest);
}

const wants = (clause: string) => WANTS.test(clause);

/** What comes behind the verb is who is meant; without it, whoever was named before. */
function isOfOthers(text: string, clause: string): boolean {
  const target = clause.replace(WANTS, '');
  return OTHERS.test(target === '' ? text.replace(SELF, '') : target);
}
