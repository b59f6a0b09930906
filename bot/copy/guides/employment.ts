import type { ChoiceCopy } from '../../guides/common-steps.ts';
import type { Factor, WorkClass } from '../../guides/employment/weigh.ts';

/** A question about one fact; `proof`: what shows it. */
type FactorCopy = {
  readonly label: string;
  readonly prompt: readonly string[];
  readonly choices: ChoiceCopy;
  readonly proof: string;
};

export const employmentCopy = {
  name: '劳动关系',
  summary: '看看我可能算哪一类，该签什么',
  intro: [
    '一共九问，点一点就行，两三分钟。',
    '这不是判决，只帮你理一理。',
    '答不上来就跳过。交不交给工会，由你说。',
  ],
  factors: {
    amount: {
      label: '干多久',
      prompt: ['平时怎么干？'],
      choices: {
        full: { label: '天天干，八小时以上', aliases: ['全职', '全天', '天天干', '从早到晚'] },
        some: { label: '常干，一天几小时', aliases: ['半天', '几小时'] },
        spare: { label: '有空才干', aliases: ['兼职', '偶尔', '有空就干'] },
      },
      proof: '接单记录、在线时长的截图',
    },
    shift: {
      label: '谁定时间',
      prompt: ['哪天干、几点干，谁说了算？'],
      choices: {
        must: { label: '排好班，不来要请假', aliases: ['排班', '要请假', '公司定', '站长定'] },
        nudge: { label: '自己定，少来就少派单', aliases: ['少派单', '不来就没好单'] },
        free: { label: '全由自己定', aliases: ['自己定', '随便', '自由'] },
      },
      proof: '排班表、请假的聊天记录',
    },
    place: {
      label: '在哪儿干',
      prompt: ['平时在哪儿干？'],
      choices: {
        fixed: { label: '固定站点或网点', aliases: ['站点', '网点', '固定'] },
        area: { label: '平台划的片区', aliases: ['片区', '商圈'] },
        free: { label: '哪儿都行', aliases: ['随便哪里', '家里', '到处跑'] },
      },
      proof: '站点、早会的照片',
    },
    pay: {
      label: '钱怎么算',
      prompt: ['钱怎么定、怎么发？'],
      choices: {
        monthly: { label: '公司定价，按月发', aliases: ['按月发', '月结', '底薪', '工资'] },
        order: { label: '平台定价，按单结', aliases: ['按单结', '一单一结', '日结', '周结'] },
        price: { label: '价钱我能自己谈', aliases: ['自己谈', '自己定价', '能谈价'] },
      },
      proof: '工资条、转账流水、提现记录',
    },
    tools: {
      label: '谁的车和装备',
      prompt: ['车和装备是谁的？'],
      choices: {
        theirs: { label: '公司给的', aliases: ['公司的', '站点的', '他们的'] },
        part: { label: '租公司的，或各有一些', aliases: ['租的', '租公司的', '一半一半'] },
        mine: { label: '都是我自己的', aliases: ['自己的', '我的', '自己买的'] },
      },
      proof: '领装备、租车的单子',
    },
    manage: {
      label: '有没有人管',
      prompt: ['干活的时候有人管你吗？'],
      choices: {
        strict: { label: '有人管：考勤、开会', aliases: ['有', '有人管', '考勤', '打卡', '开早会'] },
        rules: { label: '没人盯，要守平台规则', aliases: ['平台规则', '系统管', '算法管'] },
        none: { label: '没人管，也没规则', aliases: ['没有', '没人管'] },
      },
      proof: '工作群、考勤、派单的截图',
    },
    penalty: {
      label: '干不好会怎样',
      prompt: ['迟到、超时、被投诉，会怎样？'],
      choices: {
        fine: { label: '罚钱、停工、开除', aliases: ['罚钱', '罚款', '扣钱', '停工', '开除', '封号'] },
        app: { label: '平台扣分、少派单', aliases: ['扣分', '降级'] },
        none: { label: '没人罚我', aliases: ['没有', '不罚', '没事'] },
      },
      proof: '罚单、扣分、停号的截图',
    },
  } satisfies Record<Factor, FactorCopy>,
  paper: {
    label: '签过什么',
    prompt: ['签过什么没有？手机上点的也算。'],
    choices: {
      contract: { label: '劳动合同', aliases: ['签了劳动合同', '合同'] },
      coop: { label: '合作、承揽协议', aliases: ['合作协议', '承揽协议', '加盟协议', '协议'] },
      click: { label: '只在手机上点了同意', aliases: ['点了同意', '电子协议'] },
      shop: { label: '公司叫我办了个体户', aliases: ['个体户', '个体工商户', '营业执照'] },
      none: { label: '什么都没签', aliases: ['没签', '没有', '啥也没签'] },
    },
    proof: '签过的合同、协议，手机里的也截图',
  },

  lead: {
    own: '看你说的，可能是：自己单干。',
    between: '看你说的，可能是：不完全算劳动关系。',
    employed: '看你说的，可能是：劳动关系。',
  } satisfies Record<WorkClass, string>,
  leadMixed: '你说的两头都占，说不准是哪一类。',
  leadTooLittle: '说得还少，看不出是哪一类。',
  nearer: {
    own: '比一比，更靠近自己单干。',
    between: '比一比，更靠近不完全算劳动关系。',
    employed: '比一比，更靠近劳动关系。',
  } satisfies Record<WorkClass, string>,
  contract: '你签了劳动合同，这一点最要紧，收好。',
  noVerdict: '这不是结论。要由仲裁和法院认定。',
  facts: {
    employed: '像劳动关系的，你说了：',
    between: '在中间的，你说了：',
    own: '像自己单干的，你说了：',
  } satisfies Record<WorkClass, string>,
  fact: (label: string, answer: string) => `${label}：${answer}`,
  how: '怎么认定，你那儿的文件这样写：',
  howOnly: (place: string) => `${place}的文件没写怎么认定，只写到这一条：`,
  listed: '问你的，就是文件列的这几样。',
  unlisted: (place: string) => `${place}的文件没列要看哪几样。这几问只帮你理一理。`,
  howSilent: (place: string) => `${place}的文件没写怎么认定。`,
  howAbove: (place: string) => `${place}的文件没写谁来认定，只写到上面的“事实劳动关系”。`,
  onPaper: '照文件，认定看的是干活的实情。纸上写“合作”“个体”，不等于就定了。',
  onContractor: '承包、租赁、联营的合同，文件这样写：',
  shop: '叫人办个体户的，文件这样写：',
  shopSilent: (place: string) => `叫人办个体户，${place}的文件没写到。`,
  owed: {
    own: '要是自己单干，文件这样写：',
    between: '要是不完全算劳动关系，文件这样写：',
    employed: '要是算劳动关系，文件这样写：',
  } satisfies Record<WorkClass, string>,
  owedAll: '三类各签什么，文件这样写：',
  owedSilent: (place: string) => `${place}的文件没写该签什么。`,
  who: {
    partner: '站点、外包公司和平台谁担责，文件这样写：',
    dispatch: '派遣公司和平台谁担责，文件这样写：',
    unsure: '几家公司谁担责，文件这样写：',
  },
  whoFirst: '先弄清谁派活、谁发钱、跟谁签的。',
  whoSilent: (place: string) => `${place}的文件没写谁来担责。`,
  route: '不算劳动关系的，文件还这样写：',
  changes: '要是下面有一条不一样，看法会变：',
  change: (label: string, answer: string, to: string) => `${label}：要是“${answer}”，更靠近${to}`,
  classes: {
    own: '自己单干',
    between: '不完全算劳动关系',
    employed: '劳动关系',
  } satisfies Record<WorkClass, string>,
  evidence: '这些先留好，别删：',
  nextAsk: '拿不准，就让工会的人帮你看。',
  paperName: '证据清单',
  matter: '劳动关系认定',
  topic: '算不算劳动关系',
} as const;
