import { describe, expect, it } from 'vitest';
import { ask, cited, PLACE } from '../../asking.ts';

const PLACES = Object.values(PLACE);
const first = (question: string, place: string) => cited(ask(question, place))[0];

describe('plain messages that once led to a neighbouring matter', () => {
  it.each(['高温费哪家单位给', '三十九度不让停，高温补贴发不发', '低温补贴该谁掏'])(
    'who owes a weather allowance is the rule, not a missing figure: %s',
    (question) => {
      expect(first(question, PLACE.jilin)).toBe('jilin-measures/16');
      expect(first(question, PLACE.hebei)).toBe('hebei-measures/13');
    },
  );

  it.each(['卖货主播工会管不管', '跑腿的归工会管吗', '开网约车的有工会要吗'])(
    'whom a union is for is joining it, in its own words: %s',
    (question) => {
      expect(ask(question, PLACE.yunnan).citations[0]?.quote).toContain('积极吸纳新就业形态劳动者加入工会');
    },
  );

  it.each(['出了工伤该归谁管', '送餐让车刮倒了，是不是工伤', '工伤的事找哪个负责'])(
    'an injury at work leads to its protection everywhere: %s',
    (question) => {
      const lead = [
        ['jilin-measures/24'],
        ['hebei-measures/18'],
        ['shijiazhuang-plan/2.7', 'hebei-measures/18'],
        ['yunnan-opinions/11'],
        ['zibo-opinions/8'],
        ['nanchang-plan/9'],
      ];
      for (const [i, place] of PLACES.entries()) expect(lead[i]).toContain(first(question, place));
    },
  );

  it.each(['老板卷钱跑得没影，工钱没给', '站点一夜搬空，工资没结'])(
    'a boss who is gone is unpaid wages and where to report them: %s',
    (question) => {
      const lead = [
        ['jilin-measures/33', 'jilin-measures/44'],
        ['hebei-measures/29'],
        ['hebei-measures/29', 'shijiazhuang-plan/2.5'],
        ['yunnan-opinions/24'],
        ['zibo-opinions/5', 'zibo-opinions/18'],
        ['nanchang-plan/19'],
      ];
      for (const [i, place] of PLACES.entries()) expect(lead[i]).toContain(first(question, place));
    },
  );

  it.each(['平台罚款又扣钱，咋整', '送餐超时罚款的事', '件丢了站里罚我'])(
    'a fine for the worker is no fine for a firm that forces overtime: %s',
    (question) => {
      const lead = [
        ['jilin-measures/39', 'jilin-measures/18'],
        ['hebei-measures/20', 'hebei-measures/19'],
        ['hebei-measures/20', 'hebei-measures/19'],
        ['yunnan-opinions/12'],
        ['zibo-opinions/9'],
        ['nanchang-plan/10', 'nanchang-plan/22'],
      ];
      for (const [i, place] of PLACES.entries()) expect(lead[i]).toContain(first(question, place));
    },
  );

  it.each(['考核严得没边了', '站里考核忒狠'])(
    'harsh assessment has a rule in every place: %s',
    (question) => {
      const lead = [
        ['jilin-measures/18', 'jilin-measures/3'],
        ['hebei-measures/19'],
        ['hebei-measures/19'],
        ['yunnan-opinions/8'],
        ['zibo-opinions/7'],
        ['nanchang-plan/8'],
      ];
      for (const [i, place] of PLACES.entries()) expect(lead[i]).toContain(first(question, place));
    },
  );
});

describe('a figure that no text prints', () => {
  it('is said to be missing, and the rule on the thing itself stands beside it', () => {
    const answer = ask('高温费一天给几块', PLACE.jilin);
    expect(answer).toMatchObject({ status: 'abstain', reason: 'figure_not_in_text' });
    expect(answer.citations.map(({ id, main }) => [id, main])).toEqual([['jilin-measures/16', false]]);
    expect(answer.citations[0]?.quote).toContain('应当按相关规定给予补贴');
  });

  it('without a place, or with two, is only said to be missing', () => {
    expect(ask('高温费一天给几块')).toMatchObject({ status: 'abstain', citations: [] });
    expect(ask('吉林和河北高温费一天各是几块')).toMatchObject({ status: 'abstain', citations: [] });
  });
});

describe('what only sounds near', () => {
  // The trade's own small troubles: no text speaks of them, and their words stand in many questions that texts answer.
  const near = [
    '有顾客把我箱里的餐偷吃了',
    '电瓶车上个三者险几百块',
    '骑手软件登不进去',
    '收不到登录验证码',
    '站点宿舍漏雨',
    '宿舍一个月扣多少',
    '车贷月供还不起了',
    '网贷催收打到站里来了',
    '顾客把箱子弄丢了反倒怪我',
    '客人电话一直打不通',
    '奶茶洒车上了',
    '商家出餐慢得要死',
    '乘客把伞忘车上了',
    '想跟公司预支点工钱',
    '同事背后打小报告',
    '队长看我不顺眼',
    '换电套餐太贵',
    '哪个商圈单子多',
    '怎么注销接单账号',
    '头盔一个多少钱',
    '骑车闯红灯让交警罚了',
    '顾客半道改地址',
    '自己买啥意外险划算',
    '合租的同事太邋遢',
  ];
  it.each(near)('gets no confident headline: %s', (question) => {
    for (const place of PLACES) {
      const answer = ask(question, place);
      const isHonest = answer.status === 'abstain' || answer.lead.startsWith('不知道你问的是不是这个');
      expect({ place, lead: answer.lead, isHonest }).toMatchObject({ isHonest: true });
    }
  });

  it('and is refused nine times in ten', () => {
    const asked = near.flatMap((question) => PLACES.map((place) => ask(question, place)));
    const answered = asked.filter(({ status }) => status === 'answer').length;
    expect(answered).toBeLessThanOrEqual(asked.length / 10);
  });
});
