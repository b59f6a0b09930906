import { describe, expect, it } from 'vitest';
import { ask, cited, PLACE } from '../../asking.ts';

type Places = Record<keyof typeof PLACE, string>;

const keys = ['jilin', 'hebei', 'shijiazhuang', 'yunnan', 'zibo', 'nanchang'] as const;

/** What every place states: the article that a plain message must find first there, and why. */
const EVERYWHERE: readonly [why: string, questions: readonly string[], first: Places][] = [
  [
    'pay under the minimum wage is forbidden, though its figure is in no text',
    ['我一个月才九百块，低于最低工资了吧', '保底都没有，比最低标准还少', '最低工资管不管外卖员'],
    {
      jilin: 'jilin-measures/16',
      hebei: 'hebei-measures/12',
      shijiazhuang: 'hebei-measures/12',
      yunnan: 'yunnan-opinions/6',
      zibo: 'zibo-opinions/5',
      nanchang: 'nanchang-plan/5',
    },
  ],
  [
    'who says that nobody insured them asks who must',
    ['五险一样都没有', '我社保都没有', '骑手有没有五险', '挂靠公司不给上保险'],
    {
      jilin: 'jilin-measures/22',
      hebei: 'hebei-measures/17',
      shijiazhuang: 'hebei-measures/17',
      yunnan: 'yunnan-opinions/9',
      zibo: 'zibo-opinions/8',
      nanchang: 'nanchang-plan/7',
    },
  ],
  [
    'tired people who ask for rest are not sent to a rest station',
    ['连着干七天不让休', '累了想休息', '没休息日'],
    {
      jilin: 'jilin-measures/17',
      hebei: 'hebei-measures/14',
      shijiazhuang: 'hebei-measures/14',
      yunnan: 'yunnan-opinions/7',
      zibo: 'zibo-opinions/6',
      nanchang: 'nanchang-plan/6',
    },
  ],
];

describe('a plain message is answered by what the place states', () => {
  for (const [why, questions, first] of EVERYWHERE) {
    for (const question of questions) {
      it.each(keys.map((place) => [place, first[place]] as const))(
        `%s ${question}: ${why}`,
        (place, article) => {
          const answer = ask(question, PLACE[place]);
          expect(answer.status).toBe('answer');
          expect(cited(answer)[0]).toBe(article);
        },
      );
    }
  }

  it.each(['公会不给结算', '干活不给钱', '网点扣着钱不给', '平台拖着不给钱', 'MCN扣着我提成不发'])(
    '%s: pay that does not come, whoever owes it',
    (question) => {
      expect(cited(ask(question, PLACE.yunnan))[0]).toBe('yunnan-opinions/6');
      expect(cited(ask(question, PLACE.hebei))[0]).toBe('hebei-measures/12');
      expect(['jilin-measures/16', 'jilin-measures/44']).toContain(cited(ask(question, PLACE.jilin))[0]);
    },
  );

  it.each(['接单率低被平台惩罚', '拒了两单被停了一天', '取消订单扣信用分', '不想接夜里的单会被罚吗'])(
    '%s: no text gives a right to refuse an order, but all bind the rules of punishing and hear appeals',
    (question) => {
      expect(cited(ask(question, PLACE.jilin))).toEqual(
        expect.arrayContaining(['jilin-measures/3', 'jilin-measures/18', 'jilin-measures/39']),
      );
      expect(cited(ask(question, PLACE.hebei))).toEqual(
        expect.arrayContaining(['hebei-measures/19', 'hebei-measures/20']),
      );
      expect(cited(ask(question, PLACE.yunnan))[0]).toBe('yunnan-opinions/12');
      expect(cited(ask(question, PLACE.zibo))[0]).toBe('zibo-opinions/9');
      expect(cited(ask(question, PLACE.nanchang))[0]).toBe('nanchang-plan/10');
    },
  );

  it.each(['快递员上班摔伤', '卸货砸到脚公司不承认工伤', '我摔了站长让我自己掏医药费'])(
    '%s: injury at work, with a contract or without, in the city’s plan and the province’s measures',
    (question) => {
      expect(cited(ask(question, PLACE.shijiazhuang)).slice(0, 2).sort()).toEqual([
        'hebei-measures/18',
        'shijiazhuang-plan/2.7',
      ]);
      expect(cited(ask(question, PLACE.jilin))[0]).toBe('jilin-measures/24');
      expect(cited(ask(question, PLACE.yunnan))[0]).toBe('yunnan-opinions/11');
    },
  );

  it('puts the duty to listen before the rule itself when the asking is what is asked', () => {
    expect(['jilin-measures/13', 'jilin-measures/18']).toContain(
      cited(ask('换新算法前有没有跟我们商量', PLACE.jilin))[0],
    );
  });
});

describe('what no text here states stays unsaid', () => {
  it.each([
    ['本市最低工资标准数额查询', 'figure_not_in_text'],
    ['最低工资一个月几百块', 'figure_not_in_text'],
    ['抽成最高能抽多少', 'figure_not_in_text'],
    ['能不能拒单', 'other_law'],
    ['工伤认定去哪里', 'other_law'],
    ['工伤赔多少钱', 'other_law'],
  ])('%s: %s', (question, reason) => {
    for (const place of Object.values(PLACE)) {
      expect(ask(question, place)).toMatchObject({ status: 'abstain', reason });
    }
  });
});
