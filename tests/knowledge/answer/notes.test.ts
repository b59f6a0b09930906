import { describe, expect, it } from 'vitest';
import { createAssistant, renderPlain } from '#knowledge';
import { ask, PLACE } from '../../asking.ts';
import { realLibrary } from '../../real-release.ts';

const { release } = await realLibrary();
const on = (today: string) => createAssistant({ release, today: () => today });
const QUESTIONS = [
  '专项行动查什么',
  '工会入会集中行动',
  '职业伤害保障',
  '社会保险怎么办',
  '三、（二）',
  '石人社发〔2022〕4号',
];

describe('what a reader must know of a text', () => {
  it('every citation from the plan of 石家庄 says that the campaign has ended', () => {
    let seen = 0;
    for (const question of QUESTIONS) {
      const { answer } = on('2026-01-15').ask({ question, region: PLACE.shijiazhuang });
      for (const citation of [...answer.citations, ...answer.elsewhere]) {
        if (!citation.id.startsWith('shijiazhuang-plan/')) continue;
        seen++;
        expect(citation.note).toContain('2022年3月到2022年7月');
        expect(citation.note).toContain('已经结束');
        expect(renderPlain(answer)).toContain('已经结束');
      }
    }
    expect(seen).toBeGreaterThan(QUESTIONS.length);
  });

  it('also where it is shown to another place', () => {
    const shown = ['职业伤害保障的事', '多平台就业受限谁整治', '收财物谁来整治'].flatMap(
      (q) => ask(q, PLACE.zibo).elsewhere,
    );
    const plan = shown.filter((citation) => citation.id.startsWith('shijiazhuang-plan/'));
    for (const citation of plan) expect(citation.note).toContain('已经结束');
  });

  it.each([
    ['2022-05-01', false],
    ['2022-07-31', false],
    ['2022-08-01', true],
  ])(
    'on %s that it has ended is %s: the day is told to the assistant, not read from a clock',
    (today, ended) => {
      const { answer } = on(today).ask({ question: '三、（二）', region: PLACE.shijiazhuang });
      expect(answer.citations[0]?.id).toBe('shijiazhuang-plan/3.2');
      expect(answer.citations[0]?.note.includes('已经结束')).toBe(ended);
    },
  );

  it('says of the province’s measures in 石家庄 that they are interim, not that they have ended', () => {
    const [citation] = ask('第二条', PLACE.shijiazhuang).citations;
    expect(citation?.id).toBe('hebei-measures/2');
    expect(citation?.note).toContain('暂行');
    expect(citation?.note).not.toContain('结束');
  });

  it('says of 吉林 the day and that it is on trial', () => {
    expect(ask('第二条', PLACE.jilin).citations[0]?.note).toBe('2021年12月22日印发，试行');
  });

  it('says of 云南 that its number and place are not in the print, and that its day is unknown', () => {
    const [citation] = ask('（十二）', PLACE.yunnan).citations;
    expect(citation?.number).toBe('云人社发〔2021〕40号');
    expect(citation?.note).toMatch(/印发日期原文没有写/);
    expect(citation?.note).toMatch(/文号.*不在原文里/);
  });

  it('says of 淄博 and 南昌 their days, and nothing of the kind: they print their numbers', () => {
    expect(ask('（四）', PLACE.zibo).citations[0]?.note).toBe('2021年11月19日印发');
    expect(ask('洪人社发〔2022〕88号', PLACE.nanchang).citations[0]?.note).toBe('2022年5月12日印发');
  });
});

describe('who is responsible', () => {
  it('is said with the role that is printed', () => {
    const [citation] = ask('（五）', PLACE.yunnan).citations;
    const roles = citation?.departments.map((entry) => entry.role);
    expect(roles).toContain('lead');
    expect(renderPlain(ask('（五）', PLACE.yunnan))).toContain('牵头：');
  });

  it('has no lead where the text names none', () => {
    for (const citation of ask('企业逼我注册个体工商户', PLACE.nanchang).citations) {
      expect(citation.departments.map((entry) => entry.role)).not.toContain('lead');
    }
  });
});
