import { describe, expect, it } from 'vitest';
import { findAlarm } from '#knowledge';

describe('findAlarm', () => {
  it.each([
    '不想活了',
    '我真的想死',
    '想死的心都有了',
    '活着没意思',
    '活着一点没啥盼头',
    '欠了一屁股债，不如跳楼',
    '今晚就去跳江',
    '遗书我都写好了',
    '想去死',
    '死了算了，反正没人管',
    '我要喝农药',
    '吞了一把安眠药',
    '天天被罚，活够了',
    '想结束自己的生命',
    // A figure of speech beside a cry hides nothing.
    '累得想死，真的不想活了',
    '气得我想死，我现在就在桥上，要跳桥',
    '不想活动，也不想活',
    '这活累，我想死',
  ])('hears a cry: %s', (words) => {
    expect(findAlarm(words)).toBe('crisis');
  });

  it.each([
    '气得我想死',
    '热得想死',
    '今天跑得累的我都想死，有没有高温补贴',
    '笑得想死',
    '放假在家不想活动',
    '好久没见，想死你们了',
    '跳楼价甩卖头盔',
    '骑手自杀，家属能拿赔偿吗',
    '这种自杀式派单谁定的',
    '手机烧坏了',
    '差评快把人逼疯了',
  ])('lets a way of speaking be: %s', (words) => {
    expect(findAlarm(words)).toBeUndefined();
  });

  it.each(['我要弄死站长', '想捅他一刀', '怎么做炸弹'])('hears harm to others: %s', (words) => {
    expect(findAlarm(words)).toBe('harm');
  });
});
