import type { GuideId } from '../../bot/guides/guide.ts';

/** What somebody answers at a question, by the question's id; whatever is not here is passed over. */
export type Answered =
  | { readonly pick: string }
  /** Of several; none of them for []. */
  | { readonly several: readonly string[] }
  | { readonly words: string }
  /** A long text, message by message. */
  | { readonly pieces: readonly string[] };
export type Told = Readonly<Record<string, Answered>>;

const pick = (id: string): Answered => ({ pick: id });
const several = (...ids: readonly string[]): Answered => ({ several: ids });
const words = (said: string): Answered => ({ words: said });

/** A made-up worker's answers, one set for each guide. The place was said before. */
export const STORIES: Readonly<Record<GuideId, Told>> = {
  membership: {
    trade: pick('courier-food'),
    member: pick('no'),
    organiser: pick('alone'),
    hours: pick('part'),
    wish: words('夏天想有个凉快的歇脚处'),
    name: words('高小满'),
    phone: words('13700002222'),
  },
  complaint: {
    what: pick('pay'),
    platform: words('美团专送'),
    firm: words('城东站，在青山湖区'),
    tie: pick('managed'),
    when: words('昨天'),
    much: words('两千块'),
    story: words('站长说下个月再发，一直没发'),
    proof: several('flow', 'chat'),
    name: words('高小满'),
  },
  employment: {
    organiser: pick('station'),
    amount: pick('full'),
    shift: pick('must'),
    place: pick('fixed'),
    pay: pick('monthly'),
    tools: pick('mine'),
    manage: pick('strict'),
    penalty: pick('fine'),
    paper: pick('coop'),
  },
  agreement: {
    way: pick('paste'),
    paper: pick('other'),
    paste: { pieces: ['合作协议，双方为合作关系。', '服务费按单结算，次月二十日支付。'] },
    wrong: several(),
    also: several(),
    signs: several('waive'),
    firm: words('城东配送公司'),
  },
  help: {
    what: pick('ill'),
    story: words('查出肾病，半个月没跑单'),
    household: words('三口人，靠我'),
    member: pick('no'),
    firm: words('城东站'),
    trade: pick('courier-food'),
    name: words('高小满'),
  },
  injury: {
    hurt: pick('rest'),
    kind: pick('traffic'),
    doing: pick('way'),
    police: pick('yes'),
    when: words('昨天'),
    how: words('在人民路口被一辆车刮倒了'),
    platform: words('美团专送'),
    tie: pick('managed'),
    insured: several('daily'),
    have: several('medical', 'bills'),
    name: words('高小满'),
  },
};

/** What nobody should say, and somebody does. */
export const ABSURD = ['长'.repeat(5000), '🍜🍜🍜', '2999年9月9日', '−3元', '九九九九万', '0', '…', '<b>'];
