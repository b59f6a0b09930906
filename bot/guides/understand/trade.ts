import { plainWords } from './plain-words.ts';
import type { TradeId } from './platforms.ts';
import { type Heard, offer } from './understood.ts';

/** A word and the trades it may mean, likeliest first. In this order: the clearer word goes first. */
const TRADES: readonly (readonly [RegExp, readonly [TradeId, ...TradeId[]]])[] = [
  [/代驾/, ['driver-designated']],
  [/主播|直播|带货|网红|短视频|播音|娱播/, ['streamer']],
  [
    /货车|货运|货拉拉|拉货|卡车|大车|挂车|重卡|半挂|跑长途|卡友|拖头|面包车|厢货|高栏|物流司机|运货/,
    ['driver-truck'],
  ],
  [/网约车|网约|专车|快车|顺风车|拼车|滴滴司机|约车|打车平台|接送乘客|拉客|载客|拉人/, ['driver-ride']],
  [
    /外卖|骑手|骑士|送餐|跑单|专送|众包|乐跑|跑腿|闪送|外送|即时配送|同城配送|送单|配送员|蓝骑|奇手|起手/,
    ['courier-food'],
  ],
  [/快递|派件|收件|派送员|收派员|揽件|揽收|取件|快件|送件|驿站|送包裹|投递/, ['courier-parcel']],
  [/家政|保洁|月嫂|钟点工|搬家|护工|育儿嫂|维修|分拣|装卸|客服|审核|标注|保安|仓管|拣货|理货/, ['other']],
  [/配送|送货/, ['courier-food', 'courier-parcel', 'driver-truck']],
  [/司机|开车|跑车|车主/, ['driver-ride', 'driver-truck', 'driver-designated']],
  [/^(?:其他|其它|别的|都不是|不在里面|没有我的)/, ['other']],
];

const NOT = /(?:不是|不做|没做|不干|没干|不送|没送过|不跑|不再)(?:当|个|做|干|跑|送)?$/;
const PAST = /(?:以前|之前|原来|原先|过去|从前|早先)[^，。,;；现]{0,6}$/;

/** What somebody works as: 送外卖的, 跑货运, 开网约车. 司机 alone may be one of several. */
export function parseTrade(words: string): Heard<TradeId> {
  const text = plainWords(words);
  const now: TradeId[] = [];
  const past: TradeId[] = [];
  for (const [pattern, trades] of TRADES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const before = text.slice(Math.max(0, match.index - 10), match.index);
    if (NOT.test(before)) continue;
    const vague = trades.length > 1;
    if (!vague || now.length + past.length === 0) (PAST.test(before) ? past : now).push(...trades);
  }
  const found = now.length > 0 ? now : past;
  return offer(
    found.filter((trade) => trade !== 'other' || found.every((one) => one === 'other')),
    (trade) => trade,
  );
}
