import { describe, expect, it } from 'vitest';
import { renderPlain } from '#knowledge';
import { answerSchema } from '../../../knowledge/answer/answer.ts';
import { ask, cited, DEPOSIT_BAN, PLACE } from '../../asking.ts';
import { realLibrary } from '../../real-release.ts';

const { release, assistant } = await realLibrary();
const idOf = (place: string) => assistant.placeOf(place)?.id ?? null;

describe('an answer', () => {
  const answer = ask('连续跑了四个多小时系统还派单', PLACE.jilin);

  it('is one object that every face can trust', () => {
    expect(answerSchema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ status: 'answer', reason: null, region: [PLACE.jilin], choices: [] });
    expect(answer.release).toBe(release.manifest.id);
  });

  it('cites title, number and article as a person would write them', () => {
    expect(answer.citations[0]).toMatchObject({
      id: 'jilin-measures/29',
      title: '吉林省维护新就业形态劳动者劳动保障权益实施办法（试行）',
      number: '吉人社联〔2021〕203号',
      main: true,
    });
    expect(renderPlain(answer)).toContain(
      '——《吉林省维护新就业形态劳动者劳动保障权益实施办法（试行）》（吉人社联〔2021〕203号）第二十九条',
    );
  });

  it('says that it is information and not a lawyer’s opinion', () => {
    expect(renderPlain(answer)).toContain('不是律师意见');
  });

  it('holds at most five citations, each article once', () => {
    for (const question of ['工会能帮我啥', '社保谁来交', '扣钱罚款差评', '合同']) {
      const ids = cited(ask(question, PLACE.shijiazhuang));
      expect(ids.length).toBeLessThanOrEqual(5);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe('how strong the wording is', () => {
  it('is said as the sentence has it: forbidden, required, encouraged', () => {
    expect(ask('扣我的身份证合法吗', PLACE.jilin).citations[0]?.strength).toMatch(/prohibited|required/);
    expect(ask('企业逼我注册个体工商户', PLACE.nanchang).citations[0]).toMatchObject({
      id: 'nanchang-plan/3',
      strength: 'prohibited',
      addressee: 'enterprise',
    });
  });

  it('is mixed where a soft verb opens a hard sentence, which is then quoted whole', () => {
    const citation = ask('连续工作超过四小时，公司要不要设休息时间', PLACE.nanchang).citations[0];
    expect(citation?.id).toBe('nanchang-plan/6');
    expect(citation?.quote).toMatch(/鼓励企业[^。]*对于连续工作超过4小时的，应当设置[^。]*。/);
    expect(citation?.strength).toBe('mixed');
  });

  it('is forbidden in 河北 for pressing riders into 个体户, and not a plea to offices', () => {
    const answer = ask('站点逼我办个体户执照', PLACE.hebei);
    expect(answer.status).toBe('answer');
    expect(answer.citations[0]).toMatchObject({ id: 'hebei-measures/8', strength: 'prohibited' });
  });
});

describe('two questions in one message', () => {
  it.each([
    ['押金不退，还有连着跑五个小时系统不让休息', ['jilin-measures/29', 'jilin-measures/43']],
    ['身份证被站长扣了，加班费也不给', ['jilin-measures/42', 'jilin-measures/44']],
    ['入职收押金能收吗？收了会挨啥罚', ['jilin-measures/5', 'jilin-measures/43']],
  ])('%s: both are answered', (question, articles) => {
    expect(cited(ask(question, PLACE.jilin))).toEqual(expect.arrayContaining(articles));
  });
});

describe('words that are not typed as the texts print them', () => {
  it.each([
    ['traditional characters', '站長扣了我的身份證', 'jilin-measures/42'],
    ['Hong Kong characters', '連續跑咗五個鐘，系統仲派單', 'jilin-measures/29'],
    ['a homophone', '站长扣了我的身分正', 'jilin-measures/42'],
    ['a homophone for 押金', '收了压金不退', 'jilin-measures/43'],
    ['pinyin', 'shenfenzheng bei kou le', 'jilin-measures/42'],
    ['pinyin in a sentence', '站里收了yajin不给退', 'jilin-measures/43'],
    ['full width and blanks', '站 长 扣 了 我 的 身 份 证', 'jilin-measures/42'],
  ])('%s: %s', (_, question, article) => {
    expect(cited(ask(question, PLACE.jilin)).slice(0, 2)).toContain(article);
  });

  it('may name the place in pinyin', () => {
    expect(ask('kunming 站点收押金合法吗').region).toEqual(['云南省/昆明市']);
  });
});

describe('the deposit, which is asked most', () => {
  it.each(Object.entries(DEPOSIT_BAN))(
    '%s: whether it may be taken is answered by the ban',
    (place, article) => {
      for (const question of ['站点收押金合法吗', '入职要先交押金对不对', '站点收押金']) {
        const answer = ask(question, idOf(place));
        expect({ question, status: answer.status }).toEqual({ question, status: 'answer' });
        expect(cited(answer), question).toContain(article);
      }
    },
  );

  it.each(Object.entries(DEPOSIT_BAN))(
    '%s: 交了1500押金站点不退 is shown the ban, whatever else is silent',
    (place, ban) => {
      const answer = ask('交了1500押金站点不退', idOf(place));
      expect(answer.reason === null || answer.reason === 'no_local_rule').toBe(true);
      expect(cited(answer)).toContain(ban);
    },
  );
});
