import type { Told, WorkClass } from '../../../bot/guides/employment/weigh.ts';

/** Made-up workers: what they tell, and what the table may think nearest. `mixed`: strong facts on both ends. */
export type Story = {
  readonly who: string;
  readonly told: Told;
  readonly contract?: boolean;
  readonly nearest: WorkClass | null;
  readonly mixed?: boolean;
};

const MANAGED = { shift: 'must', manage: 'strict', penalty: 'fine' } as const;
const BY_RULES = { manage: 'rules', penalty: 'app' } as const;
const BY_NOBODY = { shift: 'free', manage: 'none', penalty: 'none' } as const;
const OWN_TOOLS = { tools: 'mine' } as const;

export const STORIES: readonly Story[] = [
  {
    who: '专送：站点排班，早会，自己的车',
    told: { ...MANAGED, ...OWN_TOOLS, amount: 'full', place: 'fixed', pay: 'monthly' },
    nearest: 'employed',
  },
  {
    who: '专送：按单结，划片区',
    told: { ...MANAGED, ...OWN_TOOLS, amount: 'full', place: 'area', pay: 'order' },
    nearest: 'employed',
  },
  {
    who: '众包：有空才跑',
    told: { ...BY_RULES, ...OWN_TOOLS, shift: 'free', amount: 'spare', place: 'free', pay: 'order' },
    nearest: 'between',
  },
  {
    who: '众包：一天十小时，自己定',
    told: { ...BY_RULES, ...OWN_TOOLS, shift: 'free', amount: 'full', place: 'free', pay: 'order' },
    nearest: 'between',
  },
  {
    who: '众包：乐跑一类，少跑就少派单',
    told: { ...BY_RULES, ...OWN_TOOLS, shift: 'nudge', amount: 'full', place: 'area', pay: 'order' },
    nearest: 'between',
  },
  {
    who: '快递网点：天天到岗，罚款',
    told: { ...MANAGED, amount: 'full', place: 'fixed', pay: 'monthly', tools: 'part' },
    nearest: 'employed',
  },
  {
    who: '快递网点：自己的三轮，按件',
    told: { ...MANAGED, ...OWN_TOOLS, amount: 'full', place: 'fixed', pay: 'order' },
    nearest: 'employed',
  },
  {
    who: '快递：承包一片区，自己雇人，价钱自己谈',
    told: {
      shift: 'free',
      manage: 'rules',
      penalty: 'fine',
      ...OWN_TOOLS,
      amount: 'full',
      place: 'fixed',
      pay: 'price',
    },
    nearest: 'between',
    mixed: true,
  },
  {
    who: '网约车：租公司的车，自己定时间',
    told: { ...BY_RULES, shift: 'free', amount: 'full', place: 'free', pay: 'order', tools: 'part' },
    nearest: 'between',
  },
  {
    who: '网约车：车队排班，公司的车，罚款',
    told: { ...MANAGED, amount: 'full', place: 'free', pay: 'monthly', tools: 'theirs' },
    nearest: 'employed',
  },
  {
    who: '网约车：自己的车，下班顺路',
    told: { ...BY_RULES, ...OWN_TOOLS, shift: 'free', amount: 'spare', place: 'free', pay: 'order' },
    nearest: 'between',
  },
  {
    who: '货车：自己的车，货主面谈',
    told: { ...BY_NOBODY, ...OWN_TOOLS, amount: 'full', place: 'free', pay: 'price' },
    nearest: 'own',
  },
  {
    who: '货车：自己的车，平台接单，扣分',
    told: { ...BY_RULES, ...OWN_TOOLS, shift: 'free', amount: 'full', place: 'free', pay: 'price' },
    nearest: 'between',
  },
  {
    who: '货车：公司的车，听调度',
    told: { ...MANAGED, amount: 'full', place: 'free', pay: 'monthly', tools: 'theirs' },
    nearest: 'employed',
  },
  {
    who: '代驾：晚上开几小时',
    told: { ...BY_RULES, ...OWN_TOOLS, shift: 'free', amount: 'some', place: 'free', pay: 'order' },
    nearest: 'between',
  },
  {
    who: '代驾：酒店自己联系客人',
    told: { ...BY_NOBODY, ...OWN_TOOLS, amount: 'spare', place: 'free', pay: 'price' },
    nearest: 'own',
  },
  {
    who: '主播：签公会，坐班，罚款',
    told: { ...MANAGED, amount: 'full', place: 'fixed', pay: 'monthly', tools: 'theirs' },
    nearest: 'employed',
  },
  {
    who: '主播：签公会，在家播，时长考核，分成',
    told: { ...MANAGED, ...OWN_TOOLS, amount: 'full', place: 'free', pay: 'order' },
    nearest: 'employed',
  },
  {
    who: '主播：没签公会，想播才播',
    told: {
      ...OWN_TOOLS,
      shift: 'free',
      manage: 'rules',
      penalty: 'none',
      amount: 'spare',
      place: 'free',
      pay: 'order',
    },
    nearest: 'between',
  },
  {
    who: '自己接活的摄影师',
    told: { ...BY_NOBODY, ...OWN_TOOLS, amount: 'some', place: 'free', pay: 'price' },
    nearest: 'own',
  },
  {
    who: '众包，可是站长天天管、罚钱，来不来自己定',
    told: {
      shift: 'free',
      manage: 'strict',
      penalty: 'fine',
      ...OWN_TOOLS,
      amount: 'full',
      place: 'free',
      pay: 'order',
    },
    nearest: 'between',
    mixed: true,
  },
  {
    who: '家政：公司派单，自己定时间，按单',
    told: {
      shift: 'nudge',
      manage: 'rules',
      penalty: 'fine',
      ...OWN_TOOLS,
      amount: 'some',
      place: 'area',
      pay: 'order',
    },
    nearest: 'between',
  },
  {
    who: '派遣到仓库，签了劳动合同',
    told: { ...MANAGED, amount: 'full', place: 'fixed', pay: 'monthly', tools: 'theirs' },
    contract: true,
    nearest: 'employed',
  },
  {
    who: '签了劳动合同，说的都像单干',
    told: { ...BY_NOBODY, ...OWN_TOOLS, amount: 'spare', place: 'free', pay: 'price' },
    contract: true,
    nearest: 'employed',
    mixed: true,
  },
  { who: '什么都没说', told: {}, nearest: null },
  { who: '只说了在哪儿干、车是谁的', told: { place: 'fixed', tools: 'theirs' }, nearest: null },
  {
    who: '没说有没有人管',
    told: { amount: 'full', place: 'fixed', pay: 'monthly', tools: 'theirs' },
    nearest: null,
  },
  {
    who: '没人管，可是天天到店、按月发',
    told: { ...BY_NOBODY, amount: 'full', place: 'fixed', pay: 'monthly', tools: 'theirs' },
    nearest: 'between',
    mixed: true,
  },
];
