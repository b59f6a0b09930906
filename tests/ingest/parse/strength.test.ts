import { describe, expect, it } from 'vitest';
import { strengthOf } from '../../../ingest/parse/strength.ts';
import { article, sentence, sentencesOf } from '../../policies.ts';

describe('strength of the hard sentences', () => {
  it.each([
    // 鼓励 governs the 应当 behind it: never shortened to "must"
    ['nanchang-plan/6', '鼓励企业发挥数据技术优势', 'mixed'],
    ['nanchang-plan/6', '应支付高于正常工作时间劳动报酬', 'required'],
    ['nanchang-plan/6', '推动行业明确劳动定员定额标准', 'promoted'],
    ['jilin-measures/29', '企业应当发挥数据技术优势', 'required'],
    ['jilin-measures/29', '20分钟内不得再行派单', 'prohibited'],
    ['jilin-measures/29', '应当强化监管', 'required'],
    ['jilin-measures/5', '不得以缴纳保证金、押金', 'prohibited'],
    ['jilin-measures/23', '不得以户籍作为灵活就业人员参保限制', 'mixed'],
    ['jilin-measures/41', '劳动者可向人力资源社会保障部门投诉举报', 'permitted'],
    ['jilin-measures/43', '以每人500元以上2000元以下的标准处以罚款', 'required'],
    ['jilin-measures/43', '企业应当承担赔偿责任', 'required'],
    ['jilin-measures/44', '责令限期支付劳动报酬', 'required'],
    ['jilin-measures/45', '给予警告', 'required'],
    ['jilin-measures/1', '为支持和规范发展平台经济', 'informational'],
    ['hebei-measures/8', '企业不得为规避用工责任', 'prohibited'],
    ['hebei-measures/12', '不得低于当地最低工资标准', 'prohibited'],
    ['hebei-measures/13', '企业应当支付高于正常工作时间标准', 'required'],
    ['hebei-measures/16', '企业要健全并落实劳动安全卫生责任制', 'required'],
    ['hebei-measures/18', '鼓励平台企业通过购买人身意外', 'encouraged'],
    ['hebei-measures/31', '自印发之日起实施', 'informational'],
    ['zibo-opinions/5', '不得克扣或者无故拖欠劳动者的劳动报酬', 'required'],
    ['zibo-opinions/5', '3日反馈', 'required'],
    ['zibo-opinions/5', '引导企业建立劳动报酬合理增长机制', 'encouraged'],
    ['zibo-opinions/6', '但不应超出法定加班时限', 'mixed'],
    ['zibo-opinions/8', '自用工之日起30日内', 'required'],
    ['zibo-opinions/8', '严禁以户籍地作为灵活就业人员参保限制', 'mixed'],
    ['zibo-opinions/8', '可自主选择参加我市职工基本医疗保险', 'permitted'],
    ['nanchang-plan/1', '督促企业依法与劳动者订立劳动合同', 'promoted'],
    ['zibo-opinions/18', '劳动者可以向人民法院提起诉讼', 'permitted'],
    ['yunnan-opinions/9', '可凭身份证在就业地', 'permitted'],
    ['nanchang-plan/3', '严禁平台企业以任何形式诱导', 'prohibited'],
    ['nanchang-plan/2', '不得以高额风险抵押金', 'prohibited'],
  ])('%s "%s" is %s', (id, words, strength) => {
    expect(sentence(id, words).strength).toBe(strength);
  });

  it('the mixed sentence of 南昌 6 is one whole sentence, from 鼓励 to its 。', () => {
    expect(sentence('nanchang-plan/6', '鼓励企业').text).toBe(
      '鼓励企业发挥数据技术优势，合理管控劳动者在线工作时长，对于连续工作超过4小时的，应当设置不少于20分钟的工间休息时间。',
    );
  });

  it('the 项 of 第四十四条 name cases and bind nobody by themselves', () => {
    const items = sentencesOf(article('jilin-measures/44')).slice(1);
    expect(items.map(({ text }) => text.slice(0, 3))).toEqual(['（一）', '（二）', '（三）', '（四）']);
    expect(new Set(items.map(({ strength }) => strength))).toEqual(new Set(['informational']));
  });

  it('a definition obliges nobody, although it says 负责', () => {
    expect(sentence('jilin-measures/2', '用工合作企业是指').strength).toBe('informational');
    expect(sentence('hebei-measures/3', '本办法所指企业为').strength).toBe('informational');
  });

  it('the closing bracket of offices is no rule', () => {
    for (const id of ['nanchang-plan/6', 'yunnan-opinions/5', 'zibo-opinions/5', 'shijiazhuang-plan/2.6'])
      expect(sentencesOf(article(id)).at(-1)).toMatchObject({
        strength: 'informational',
        addressee: 'unspecified',
      });
  });
});

describe('one sentence, read by itself', () => {
  it.each([
    ['企业不得收取押金。', 'prohibited'],
    ['严禁扣押居民身份证。', 'prohibited'],
    ['禁止收取押金。', 'prohibited'],
    ['企业不应安排连续派单。', 'prohibited'],
    ['平台不可以收取押金。', 'prohibited'],
    ['企业必须配备头盔。', 'required'],
    ['企业应支付报酬。', 'required'],
    ['企业要按月支付报酬。', 'required'],
    ['劳动者可以申请仲裁。', 'permitted'],
    ['劳动者可申请仲裁。', 'permitted'],
    ['支持企业设置休息点。', 'encouraged'],
    ['逐步扩大覆盖面。', 'promoted'],
    ['可以延长时间，但不得超过一小时。', 'mixed'],
    ['鼓励投保，应当告知劳动者。', 'mixed'],
    // the hard word stands first, so the soft one behind it takes nothing away
    ['企业应当支付报酬，可以委托平台支付。', 'required'],
    ['企业不得克扣报酬，鼓励按日支付。', 'prohibited'],
    // words inside a title or a quotation are not the sentence's own
    ['本通知所称依据是《用人单位不得招用童工规定》。', 'informational'],
    ['名为“应当知道”的手册。', 'informational'],
  ])('%s is %s', (text, strength) => {
    expect(strengthOf(text)).toBe(strength);
  });

  it.each([
    ...['需要', '重要内容', '主要内容', '必要条件', '纲要', '会议纪要', '摘要', '要素', '要求', '要点'],
    ...['适应市场', '反应', '响应', '供应商', '对应岗位', '相应情况', '应急预案', '应用软件', '应届毕业生'],
    ...['应聘人员', '应对风险', '许可证', '认可的证书', '可能', '可靠', '可持续', '不可抗力', '主要负责人'],
  ])('要, 应, 可 and 负责 bind nobody inside %s', (word) => {
    expect(strengthOf(`这里说的是${word}。`)).toBe('informational');
  });
});
