import { describe, expect, it } from 'vitest';
import { sentence } from '../policies.ts';

describe('whom a sentence speaks to', () => {
  it.each([
    ['jilin-measures/5', '企业招用劳动者不得', 'enterprise'],
    ['jilin-measures/16', '不得克扣或者无故拖欠', 'enterprise'],
    ['jilin-measures/29', '20分钟内不得再行派单', 'enterprise'],
    ['jilin-measures/29', '交通运输、公安等部门', 'department'],
    ['jilin-measures/35', '工会组织应当监督企业', 'union'],
    ['hebei-measures/5', '企业要主动履行用工责任', 'enterprise'],
    ['hebei-measures/13', '企业应当支付', 'enterprise'],
    ['hebei-measures/17', '个人亦可按规定参加', 'worker'],
    ['hebei-measures/27', '各级工会组织要加强组织', 'union'],
    ['hebei-measures/29', '各级人力资源社会保障部门', 'department'],
    ['yunnan-opinions/6', '督促企业向提供正常劳动的劳动者', 'department'],
    ['yunnan-opinions/10', '可自愿选择', 'worker'],
    ['zibo-opinions/5', '用人单位应当向提供正常劳动的劳动者', 'enterprise'],
    ['zibo-opinions/5', '各有关部门要强化工作协同', 'department'],
    ['zibo-opinions/8', '灵活就业人员可自主选择', 'worker'],
    ['nanchang-plan/2', '不得以高额风险抵押金', 'enterprise'],
    ['nanchang-plan/6', '鼓励企业发挥数据技术优势', 'department'],
    ['nanchang-plan/10', '各级工会要加强劳动法律监督', 'union'],
    ['nanchang-plan/17', '可以申请加入', 'worker'],
  ])('%s "%s" speaks to %s', (id, words, addressee) => {
    expect(sentence(id, words).addressee).toBe(addressee);
  });
});

describe('the subject of the duty, not who is named before it', () => {
  it.each([
    // the subject itself is 企业; 部门 stands in its object
    ['jilin-measures/26', '企业应当接受行业主管部门', 'enterprise'],
    ['hebei-measures/9', '头部企业负责全省业务的负责人应将用工信息报', 'enterprise'],
    // a condition about workers, then what the enterprise must do
    ['jilin-measures/43', '对劳动者造成损害的，企业应当承担赔偿责任', 'enterprise'],
    ['yunnan-opinions/2', '劳动者权益受到损害的，平台企业依法承担', 'enterprise'],
    ['zibo-opinions/1', '企业应当依法与其订立劳动合同', 'enterprise'],
    ['zibo-opinions/2', '企业应当与其订立书面协议', 'enterprise'],
    ['hebei-measures/12', '支付报酬不得低于当地最低工资标准', 'enterprise'],
    ['nanchang-plan/6', '劳动者在法定节假日工作的，应支付', 'enterprise'],
    // a condition about the union, then what the enterprise must do
    ['yunnan-opinions/12', '企业应当积极响应', 'enterprise'],
    ['nanchang-plan/10', '企业应当积极响应', 'enterprise'],
    // a wrong of the enterprise, then what the worker may do
    ['jilin-measures/41', '劳动者可向人力资源社会保障部门投诉举报', 'worker'],
    ['zibo-opinions/18', '劳动者可以向人民法院提起诉讼', 'worker'],
    // a case about enterprises, then a task of the offices
    ['yunnan-opinions/1', '指导企业与劳动者订立书面协议', 'department'],
  ])('%s "%s" speaks to %s', (id, words, addressee) => {
    expect(sentence(id, words).addressee).toBe(addressee);
  });
});
