import { describe, expect, it } from 'vitest';
import { guideAskedFor } from '../../../bot/guides/catalogue.ts';
import { asksForInjury } from '../../../bot/guides/injury/asked-for.ts';

const ASKS = [
  '受伤了',
  '我受伤了',
  '我受伤了，帮帮我',
  '送单时受伤了',
  '干活受伤了',
  '我要报工伤',
  '帮我报工伤',
  '能帮我报工伤吗',
  '我想申请工伤',
  '想办工伤认定',
  '帮我弄一下工伤的事',
  '帮我办受伤的事',
  '我要走工伤',
  '报工伤',
  '办工伤',
  '工伤',
  '受伤登记',
  '我要报意外险',
  '帮我报保险',
  '我想报保险理赔',
  '带我处理车祸',
  '你好，我要申报工伤',
  '麻烦你帮我报工伤',
  '我昨天送餐被车撞伤了',
  '上周送单摔骨折了',
  '我前天送快递摔断了胳膊',
  '我老公送外卖出车祸住院了',
  '我弟弟跑单被车撞，去世了',
  '我搬货砸伤了脚',
  '我弟弟送外卖被车撞，没救过来',
  '我卸货闪了腰，在家养伤呢',
  '我送餐被狗咬伤了',
  '同事派件中暑住院了',
];

const ASKS_NOT = [
  '受伤了怎么办',
  '送外卖受伤算工伤吗',
  '工伤怎么申请',
  '工伤赔多少钱',
  '骑手被车撞了谁赔',
  '没签合同受伤了能不能赔',
  '众包受伤平台管不管',
  '平台要不要给买意外险',
  '意外险每天扣三块合法吗',
  '意外险有什么用',
  '工伤认定去哪办',
  '受伤后多久要报',
  '如果我摔伤了平台赔吗',
  '万一骨折了怎么办',
  '怕受伤没人管',
  '我不想报工伤',
  '算了，不报了',
  '别报工伤',
  '送餐路上摔了算不算工伤',
  '职业伤害保障是什么',
  '石家庄工伤保险怎么交',
  '快递网点能交工伤保险吗',
  '电动车被撞坏了',
  '我的餐摔坏了被扣钱',
  '站长罚我钱',
  '我要投诉站长',
  '我要入会',
  '拖欠工资怎么办',
  '伤心',
  '差评太伤人了',
  '今天好累',
  '账号被封了',
  '平台强制扣保险费',
  '我想知道受伤了有什么保障',
];

describe('asking for the guide of the injured', () => {
  it.each(ASKS)('%s asks', (words) => expect(asksForInjury(words)).toBe(true));
  it.each(ASKS_NOT)('%s does not', (words) => expect(asksForInjury(words)).toBe(false));
  it('is not heard by another guide first', () => {
    expect(ASKS.filter((words) => guideAskedFor(words)?.id !== 'injury')).toEqual([]);
  });
  it('is not heard in a long message', () =>
    expect(asksForInjury(`我受伤了${'啊'.repeat(5000)}`)).toBe(false));
});
