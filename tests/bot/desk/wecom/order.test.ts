import { describe, expect, it } from 'vitest';
import { formatPress, parsePress } from '../../../../bot/desk/wecom/card.ts';
import { type Order, readOrder } from '../../../../bot/desk/wecom/order.ts';

const ID = 'T-1122-7K4M';

describe('words of staff in WeCom', () => {
  it.each<[string, Order]>([
    ['我的工单', { kind: 'mine' }],
    [' 工单。', { kind: 'unclaimed' }],
    ['超时', { kind: 'overdue' }],
    ['报表', { kind: 'report' }],
    ['放下', { kind: 'leave' }],
    ['认领 T-1122-7K4M', { kind: 'claim', ticket: ID }],
    ['认领 11227k4m', { kind: 'claim', ticket: ID }],
    ['#T-1122-7K4M 我们明天去站点', { kind: 'say', ticket: ID, words: '我们明天去站点' }],
    ['＃1122-7k4m：是哪个站？', { kind: 'say', ticket: ID, words: '是哪个站？' }],
    ['#T-1122-7K4M', { kind: 'choose', ticket: ID }],
    ['#T-1122-7K4M 备注 站长电话打不通', { kind: 'note', ticket: ID, words: '站长电话打不通' }],
    ['备注 站长电话打不通', { kind: 'note', ticket: null, words: '站长电话打不通' }],
    ['办结 T-1122-7K4M 周五补发', { kind: 'resolve', ticket: ID, words: '周五补发' }],
    ['办结', { kind: 'resolve', ticket: null, words: '' }],
    ['转交 李明 他管快递', { kind: 'transfer', ticket: null, words: '李明 他管快递' }],
    ['转交 T-1122-7K4M 李明', { kind: 'transfer', ticket: ID, words: '李明' }],
  ])('%s is an order', (text, order) => {
    expect(readOrder(text)).toEqual(order);
  });

  it.each([
    '办结果出来了吗',
    '备注在哪里看',
    '转交给你们的材料收到了吗',
    '认领我的工伤',
    '工单号是多少',
    '我的工单到哪一步了',
    '#T-1122-7K4MX 你好',
    'T-1122-7K4M',
    '',
  ])('%s is what it says, for a worker or for the bot', (text) => {
    expect(readOrder(text)).toBeUndefined();
  });
});

describe('a press on a card', () => {
  it('comes back as it went out', () => {
    for (const does of ['claim', 'transfer'] as const)
      expect(parsePress(formatPress({ does, ticket: ID }))).toEqual({ does, ticket: ID });
  });

  it.each(['', 'desk', 'desk:claim', 'desk:close:T-1122-7K4M', 'desk:claim:T-1122-7K4M:x', 'region::吉林'])(
    '%s is none of ours',
    (key) => {
      expect(parsePress(key)).toBeUndefined();
    },
  );
});
