import { describe, expect, it } from 'vitest';
import { telegramDeskCopy } from '../../../bot/copy/desk-telegram.ts';
import { createCover } from '../../../bot/desk/cover.ts';
import type { TicketEvent } from '../../../bot/desk/ticket-event.ts';
import { draft } from './drafts.ts';

const COVER = telegramDeskCopy.coveredName;
const said = (words: string): TicketEvent => ({
  seq: 2,
  at: 0,
  by: { kind: 'worker' },
  via: 'web',
  kind: 'said',
  change: { kind: 'said', words, files: [], danger: false },
});

describe('words as a whole group may read them', () => {
  it.each([
    ['我叫林小舟，在城东站', `我叫${COVER}，在城东站`],
    ['本人姓名：欧阳小舟', `本人姓名：${COVER}`],
    ['我姓林', `我姓${COVER}`],
    ['有事找老苏就行', `有事找${COVER}就行`],
    ['找苏晓禾就行', `找${COVER}就行`],
    ['老苏在公司等你', `${COVER}在公司等你`],
    ['大家都喊小林', `大家都喊${COVER}`],
    ['麻烦跟苏师傅说一声', `麻烦跟${COVER}说一声`],
    ['苏女士昨天来过', `${COVER}昨天来过`],
    ['材料齐了。——苏晓禾', `材料齐了。——${COVER}`],
    ['加我微信号 lin_xz88', `加我微信号 ${COVER}`],
    ['写信到 lin.xz@mail.test 就行', `写信到 ${COVER} 就行`],
  ])('%s', (words, shown) => {
    expect(createCover(null, [])(words)).toEqual({ text: shown, whole: false });
  });

  it('covers a number however it is written', () => {
    const { text } = createCover(null, [])('打我 １３９ １２３４ ５６７８');
    expect(text).not.toMatch(/[1１]3|３９/);
  });

  it('covers what the worker gave as their own, wherever it stands', () => {
    const given = draft({
      contact: { name: '林小舟', phone: null },
      answers: [{ label: '住址', value: '春风巷 8 号', personal: true }],
    });
    expect(createCover(given, [])('小林小舟住春风巷 8 号').text).toBe(`小${COVER}住${COVER}`);
  });

  it('covers a name that was introduced elsewhere in the ticket, also where nothing marks its end', () => {
    expect(createCover(null, [said('我叫林小舟在城东站跑')])('找林小舟就行').text).toBe(`找${COVER}就行`);
    const told = draft({ transcript: [{ from: 'worker', at: 0, words: '我叫赵敏。' }] });
    expect(createCover(told, [])('赵敏是我').text).toBe(`${COVER}是我`);
  });

  it('takes a name that stands before a telephone for one, and covers it everywhere', () => {
    const cover = createCover(null, [said('联系 苏晓禾 13912345678')]);
    expect(cover('苏晓禾 13912345678 随时打').text).not.toMatch(/苏|139/);
    expect(cover('那天苏晓禾也在').text).toBe(`那天${COVER}也在`);
  });

  it('leaves the matter itself as it was', () => {
    for (const words of [
      ...['我叫了外卖', '站长扣了 300 块，8 月 15 号的', '单号 20261122001 没结'],
      ...[
        '在小程序里接单，小牛电动车坏了',
        '腰上的老毛病，老板不管',
        '干了不到一小时，小段路也算',
        '老师傅带的新人',
      ],
      ...[
        '站长说马上结',
        '外卖小哥和快递小哥',
        '找站长就行',
        '任何先生女士都能来',
        '小龙虾店门口',
        '工资小于 2000',
      ],
    ])
      expect(createCover(draft(), [])(words)).toEqual({ text: words, whole: true });
  });
});
