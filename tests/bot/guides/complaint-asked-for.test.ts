import { describe, expect, it } from 'vitest';
import { asksForComplaint } from '../../../bot/guides/complaint/asked-for.ts';
import { complaint } from '../../../bot/guides/complaint/guide.ts';
import { quietScene } from './walks.ts';

const ASKS = [
  '投诉',
  '维权',
  '我要投诉',
  '我要投诉站长',
  '我想投诉美团',
  '俺要举报黑心老板',
  '我要告公司',
  '我想告站点',
  '师傅，我要维权',
  '我要讨薪',
  '我想讨个说法',
  '我们要投诉平台乱罚款',
  '投诉站长',
  '举报公司不发工资',
  '投诉他们扣押金',
  '帮我写投诉信',
  '帮我写一封投诉信',
  '帮我写个申诉书',
  '帮我弄个仲裁申请书',
  '给我写份证据清单',
  '教我写投诉信',
  '写投诉信',
  '写一份申诉书',
  '我要申请劳动仲裁',
  '我要仲裁',
  '我想走仲裁',
  '帮我要回押金',
  '帮我要工资',
  '我要回我的工资',
  '帮我维权',
  '陪我投诉吧',
  '能帮我写投诉信吗',
  '我要申诉',
  '麻烦帮我写投诉材料',
  '你好，我想投诉站点克扣工资',
  '我準備投訴平台',
  '站长扣了我三千块工资，我要投诉',
  '我是骑手，我要投诉站长',
  '押金不退，我要告他',
];

const DOES_NOT = [
  '被罚款合法吗',
  '我被投诉了',
  '顾客投诉我怎么办',
  '我被恶意投诉了扣了五十',
  '投诉电话是多少',
  '投诉有用吗',
  '怎么投诉站长',
  '去哪投诉',
  '找谁投诉欠薪',
  '欠薪去哪里举报',
  '投诉了会不会被报复',
  '我想投诉又怕被封号',
  '我不想投诉',
  '别投诉了',
  '我要告诉你一件事',
  '我要告假',
  '告别骑手生涯',
  '我要投诉顾客',
  '我想投诉商家出餐慢',
  '我要投诉你',
  '仲裁要多久',
  '仲裁时效是几年',
  '劳动仲裁怎么申请',
  '申诉没人理',
  '差评申诉成功率高不高',
  '平台有没有申诉渠道',
  '站长扣我工资',
  '押金不退',
  '我要工伤认定',
  '我要加入工会',
  '帮我算算工资',
  '帮我看看合同',
  '举报有奖金吗',
  '起诉要花多少钱',
  '我要回家',
  '我要押金收据',
  '维权流程是什么',
  '打官司律师费多少',
  '申请仲裁需要什么材料',
  '投诉处理几天有结果',
  '商家出餐慢，我要投诉',
  '站长扣工资，我要怎么投诉',
  '他说我要投诉就封我号',
];

describe('asking for the guide through a complaint', () => {
  it.each(ASKS)('hears %s', (words) => {
    expect(asksForComplaint(words)).toBe(true);
  });

  it.each(DOES_NOT)('leaves %s to the answerer', (words) => {
    expect(asksForComplaint(words)).toBe(false);
  });

  it('is not tied up by long or hostile words', () => {
    expect(asksForComplaint('我要'.repeat(5000))).toBe(false);
    expect(asksForComplaint(`我要投诉${'站长'.repeat(400)}`)).toBe(false);
  });

  it('takes along what the words say for sure, and nothing else', () => {
    const scene = quietScene();
    expect(complaint.prefill('我要投诉美团专送站长拖欠工资', scene)).toEqual({
      what: 'pay',
      platform: { brand: 'meituan', name: '美团', mode: 'dedicated' },
    });
    expect(complaint.prefill('我在甲地，要投诉站长', scene)).toEqual({ region: 'jia' });
    expect(complaint.prefill('京东乱罚款还封号', scene)).toEqual({});
    expect(complaint.prefill('', scene)).toEqual({});
  });
});
