import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { employmentCopy as copy } from '../../../bot/copy/guides/employment.ts';
import { advance, clausesIn, type Input, withAnswers } from '../../../bot/guides/advance.ts';
import { isAskedFor } from '../../../bot/guides/employment/asked-for.ts';
import { employment } from '../../../bot/guides/employment/guide.ts';
import {
  answersOf,
  CLASSES,
  changesOf,
  FACTORS,
  pointsTo,
  type Told,
  weigh,
} from '../../../bot/guides/employment/weigh.ts';
import type { Answers, Result, Scene } from '../../../bot/guides/guide.ts';
import { RESULT, REVIEW, type RunData, startRun } from '../../../bot/guides/run.ts';
import { checkPaper } from '../../../bot/papers/check-paper.ts';
import { realLibrary } from '../../real-release.ts';
import { STORIES } from './employment-stories.ts';
import { ABSURD, walkAtRandom } from './random-walk.ts';
import { realScene } from './real-scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await realScene();
}, 400_000);

const PLACES = ['吉林', '石家庄', '河北', '云南', '淄博', '南昌'] as const;
const TEXTS: Readonly<Record<string, RegExp>> = {
  吉林: /^jilin/,
  石家庄: /^(?:shijiazhuang|hebei)/,
  河北: /^hebei/,
  云南: /^yunnan/,
  淄博: /^zibo/,
  南昌: /^nanchang/,
};
const MANAGED = STORIES[0]?.told ?? {};
const CROWD = STORIES[2]?.told ?? {};
const ALONE = STORIES[11]?.told ?? {};

function at(place: string, answers: Answers): { now: Scene; result: Result } {
  const now = withAnswers(scene, { region: scene.texts.placeOf(place)?.id ?? '', ...answers });
  return { now, result: employment.finish(now) };
}

function wordsOf({ blocks }: Result): string {
  return blocks
    .flatMap((block) => {
      if (block.kind === 'list') return block.items;
      return block.kind === 'clauses' ? [block.heading, block.silent ?? ''] : [block.text];
    })
    .join('\n');
}

const clausesOf = (now: Scene, { blocks }: Result) =>
  blocks.flatMap((block) => (block.kind === 'clauses' ? clausesIn(now, block.matters) : []));

const headingsOf = (now: Scene, { blocks }: Result) =>
  blocks.flatMap((block) =>
    block.kind === 'clauses' && clausesIn(now, block.matters).length > 0 ? [block.heading] : [],
  );

describe('the table of facts', () => {
  it.each(STORIES.map((story) => [story.who, story] as const))('%s', (_, story) => {
    expect(weigh(story.told, story.contract ?? false)).toEqual({
      nearest: story.nearest,
      mixed: story.mixed ?? false,
    });
  });

  const told = fc.record(
    Object.fromEntries(FACTORS.map((factor) => [factor, fc.constantFrom(undefined, ...answersOf(factor))])),
  );
  const rank = (given: Told, contract: boolean) => {
    const { nearest } = weigh(given, contract);
    return nearest === null ? null : CLASSES.indexOf(nearest);
  };

  it('an answer that points to employment never makes the result less so, nor does one for oneself make it more', () => {
    fc.assert(
      fc.property(told, fc.constantFrom(...FACTORS), fc.boolean(), (given, factor, contract) => {
        const before = rank(given, contract);
        for (const answer of answersOf(factor)) {
          const after = rank({ ...given, [factor]: answer }, contract);
          if (before === null || after === null) continue;
          if (pointsTo(factor, answer) === 'employed') expect(after).toBeGreaterThanOrEqual(before);
          if (pointsTo(factor, answer) === 'own') expect(after).toBeLessThanOrEqual(before);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('reaches all three classes by answers to all questions, and has one answer for each', () => {
    for (const factor of FACTORS) {
      expect(answersOf(factor)).toEqual(Object.keys(copy.factors[factor].choices));
      expect(answersOf(factor).map((answer) => pointsTo(factor, answer))).toEqual([
        'employed',
        'between',
        'own',
      ]);
    }
    for (const points of CLASSES) {
      const all = Object.fromEntries(
        FACTORS.map((factor) => [
          factor,
          answersOf(factor).find((answer) => pointsTo(factor, answer) === points),
        ]),
      );
      expect(weigh(all, false)).toEqual({ nearest: points, mixed: false });
    }
  });

  it('leaves the class of those whom nobody manages, and never calls them employed', () => {
    fc.assert(
      fc.property(told, (given) => {
        const alone = { ...given, shift: 'free', manage: 'none', penalty: 'none' };
        expect(weigh(alone, false).nearest).not.toBe('employed');
      }),
    );
  });

  it('names only changes that do change', () => {
    fc.assert(
      fc.property(told, (given) => {
        for (const { factor, answer, to } of changesOf(given, false)) {
          expect(weigh({ ...given, [factor]: answer }, false).nearest).toBe(to);
          expect(weigh(given, false).nearest).not.toBe(to);
        }
      }),
    );
  });
});

describe('the check of 劳动关系', () => {
  it('asks nine short questions where the place is known', () => {
    expect(employment.steps.map(({ id }) => id)).toHaveLength(10);
    expect(employment.steps.every(({ takes }) => takes === 'one')).toBe(true);
    for (const step of employment.steps) expect(step.id.length).toBeLessThanOrEqual(14);
  });

  it('says 可能, never a verdict and never a figure', () => {
    for (const place of PLACES)
      for (const { told, contract } of STORIES) {
        const { result } = at(place, { ...definedOf(told), ...(contract ? { paper: 'contract' } : {}) });
        const words = wordsOf(result);
        expect(words).toContain(copy.noVerdict);
        expect(words).not.toMatch(/[0-9]|%|％|分之|得分|一定是|肯定是|就是劳动关系|属于劳动关系/u);
      }
  });

  it('shows only clauses of the texts that bind the place, and each once', () => {
    for (const place of PLACES)
      for (const organiser of ['platform', 'station', 'outsourcing', 'dispatch', 'alone', 'unsure'])
        for (const paper of ['contract', 'coop', 'click', 'shop', 'none'])
          for (const told of [MANAGED, CROWD, ALONE, {}]) {
            const { now, result } = at(place, { ...definedOf(told), organiser, paper });
            const clauses = clausesOf(now, result);
            expect(clauses.length).toBeGreaterThan(0);
            for (const { id } of clauses) expect(id).toMatch(TEXTS[place] ?? /$^/);
            const shown = clauses.map(({ id, quote }) => id + quote);
            expect(new Set(shown).size, `${place} ${organiser} ${paper}`).toBe(shown.length);
          }
  });

  it('cites the factors as the text’s own in 南昌 only', () => {
    for (const place of PLACES) {
      const words = wordsOf(at(place, definedOf(MANAGED)).result);
      expect(words.includes(copy.listed), place).toBe(place === '南昌');
      expect(words.includes(copy.unlisted(place)), place).toBe(place !== '南昌');
    }
    const [first] = employment.steps.filter(({ id }) => id === 'amount');
    const behind = (place: string) => {
      const { now } = at(place, {});
      return clausesIn(now, first?.matters(now) ?? []).map(({ id }) => id);
    };
    expect(behind('南昌')).toEqual(['nanchang-plan/18']);
    expect(behind('吉林')).toEqual(['jilin-measures/33']);
    expect(behind('石家庄')).toEqual(['hebei-measures/28']);
    expect(behind('云南')).toEqual(['yunnan-opinions/23']);
    expect(behind('淄博')).toEqual([]);
  });

  it('says that a paper of another name is not the last word only where the text says by what it is decided', () => {
    for (const place of PLACES)
      for (const paper of ['coop', 'click', 'shop', 'contract', 'none']) {
        const words = wordsOf(at(place, { ...definedOf(CROWD), paper }).result);
        expect(words.includes(copy.onPaper), `${place} ${paper}`).toBe(
          place !== '淄博' && ['coop', 'click', 'shop'].includes(paper),
        );
      }
  });

  it('shows the ban on forced registration where a text has it, and says where none does', () => {
    for (const place of PLACES) {
      const { now, result } = at(place, { ...definedOf(CROWD), paper: 'shop' });
      const has = ['石家庄', '河北', '南昌'].includes(place);
      expect(headingsOf(now, result).includes(copy.shop), place).toBe(has);
      expect(wordsOf(result)).toContain(copy.shopSilent(place));
    }
  });

  it('names the paper of each class, and of all three where it cannot tell', () => {
    const headings = (told: Told) => {
      const { now, result } = at('吉林', definedOf(told));
      return headingsOf(now, result);
    };
    expect(headings(MANAGED)).toContain(copy.owed.employed);
    expect(headings(CROWD)).toContain(copy.owed.between);
    expect(headings(ALONE)).toContain(copy.owed.own);
    expect(headings({})).toContain(copy.owedAll);
    const mixed = at('吉林', definedOf(STORIES.find((story) => story.mixed)?.told ?? {}));
    expect(wordsOf(mixed.result)).toContain(copy.leadMixed);
    expect(headingsOf(mixed.now, mixed.result)).toContain(copy.owedAll);
  });

  it('says who answers for what where partners and dispatch stand between', () => {
    const quotes = (place: string, organiser: string) => {
      const { now, result } = at(place, { ...definedOf(MANAGED), organiser });
      return clausesOf(now, result)
        .map(({ quote }) => quote)
        .join();
    };
    expect(quotes('南昌', 'dispatch')).toContain('劳务派遣单位承担用人单位责任');
    expect(quotes('云南', 'dispatch')).toContain('劳务派遣企业应与被派遣劳动者订立书面劳动合同');
    expect(quotes('吉林', 'station')).toContain('用工合作企业侵害劳动者劳动保障权益的，企业依法承担相应责任');
    expect(quotes('河北', 'outsourcing')).toContain('合作企业应当依法履行用工责任');
    expect(quotes('河北', 'platform')).not.toContain('合作企业');
  });

  it('quotes 淄博 once where one clause says both', () => {
    const { now, result } = at('淄博', { ...definedOf(MANAGED), organiser: 'platform' });
    expect(clausesOf(now, result).map(({ id }) => id)).toEqual(['zibo-opinions/1']);
    expect(wordsOf(result)).toContain(copy.howAbove('淄博'));
  });

  it('lists what to keep by what was told, and makes a list that quotes what the article says', async () => {
    const { assistant } = await realLibrary();
    for (const place of PLACES) {
      const { result } = at(place, { ...definedOf(MANAGED), paper: 'none' });
      const words = wordsOf(result);
      expect(words).toContain(copy.factors.penalty.proof);
      expect(words).not.toContain(copy.factors.tools.proof);
      expect(words).not.toContain(copy.paper.proof);
      const paper = result.papers[0]?.make();
      expect(paper && checkPaper(paper, assistant.articleOf)).toBeUndefined();
    }
  });

  it('offers what to do next by what was signed', () => {
    const next = (paper: Answers) => at('吉林', { ...definedOf(CROWD), ...paper }).result.leadsTo;
    expect(next({ paper: 'none' })).toEqual(['complaint']);
    expect(next({ paper: 'coop' })).toEqual(['agreement']);
    expect(next({})).toEqual(['agreement', 'complaint']);
  });

  it('hands over a question, namelessly if wanted', () => {
    expect(at('吉林', definedOf(CROWD)).result.handOver).toMatchObject({
      nameless: true,
      ticket: { kind: 'question', urgent: false, contact: null },
    });
  });
});

describe('answers in own words', () => {
  function walk(...inputs: (Input | string)[]) {
    let data: RunData = startRun(employment, 'r', 0).data;
    let note = null;
    for (const input of inputs) {
      const asked: Input = typeof input === 'string' ? { kind: 'words', words: input } : input;
      ({ data, note } = advance(employment, data, asked, scene));
    }
    return { data, note };
  }

  it('are heard and walk through to the result', () => {
    const { data } = walk(
      '在南昌',
      '站点',
      '一天跑十来个小时',
      '都是排班的',
      '固定',
      '底薪，按月发',
      '车是自己的',
      '天天开早会',
      '迟到罚款',
      '合作协议',
    );
    expect(data).toMatchObject({
      at: REVIEW,
      answers: {
        organiser: 'station',
        amount: 'full',
        shift: 'must',
        place: 'fixed',
        pay: 'monthly',
        tools: 'mine',
        manage: 'strict',
        penalty: 'fine',
        paper: 'coop',
      },
    });
  });

  it('questions are no answers', () => {
    for (const words of ['扣分合法吗', '罚款要交多少钱', '凭什么扣钱', '没签怎么办'])
      expect(walk('南昌', '站点', '1', '1', '1', '1', '1', '1', words).data.at).toBe('penalty');
  });

  it('hours are hours', () => {
    const amount = (words: string) => walk('南昌', '站点', words).data.answers.amount;
    expect(amount('12小时')).toBe('full');
    expect(amount('三四个钟头')).toBe('some');
    expect(amount('兼职')).toBe('spare');
    expect(amount('天气不错')).toBeUndefined();
  });

  it.each([
    ['amount', '天天跑', 'full'],
    ['amount', '一个星期七天都跑', 'full'],
    ['amount', '下班了跑一跑', 'spare'],
    ['amount', '早上八点到晚上九点', 'full'],
    ['shift', '想跑就跑', 'free'],
    ['shift', '听站长的', 'must'],
    ['shift', '早班晚班轮着来', 'must'],
    ['shift', '不用请假，自己安排', 'free'],
    ['shift', '能不来，可是单子就少了', 'nudge'],
    ['place', '在家里播', 'free'],
    ['place', '满城跑', 'free'],
    ['place', '网点分拣', 'fixed'],
    ['place', '就那一片商圈', 'area'],
    ['pay', '底薪加奖金', 'monthly'],
    ['pay', '跑一单给一单', 'order'],
    ['pay', '跟货主谈', 'price'],
    ['pay', '底薪加提成', ['monthly', 'order']],
    ['tools', '车是我自己的', 'mine'],
    ['tools', '租的车', 'part'],
    ['tools', '公司配的三轮', 'theirs'],
    ['manage', '站长天天在群里骂', 'strict'],
    ['manage', '就是系统管', 'rules'],
    ['manage', '没人管我', 'none'],
    ['manage', '运营要考核时长', 'strict'],
    ['penalty', '超时就罚五十', 'fine'],
    ['penalty', '扣分', 'app'],
    ['penalty', '又扣分又扣钱', ['fine', 'app']],
    ['penalty', '不罚', 'none'],
    ['paper', '签的合作协议', 'coop'],
    ['paper', '叫我办营业执照', 'shop'],
    ['paper', '啥也没签', 'none'],
    ['paper', '手机上点的', 'click'],
    ['paper', '正式劳动合同', 'contract'],
  ] as const)('%s: %s', (question, words, meant) => {
    const step = employment.steps.find(({ id }) => id === question);
    const reading = step?.understand(words, scene);
    const read =
      reading?.kind === 'value' ? reading.value : reading?.kind === 'options' ? reading.values : null;
    expect(read).toEqual(meant);
  });

  it('absurd ones are none, and all may be skipped but two', () => {
    for (const words of ABSURD) expect(walk('南昌', '站点', words).data.at).toBe('amount');
    const skip: Input = { kind: 'skip' };
    const { data } = walk('南昌', '说不清', ...Array.from({ length: 8 }, () => skip), { kind: 'confirm' });
    expect(data.at).toBe(RESULT);
    const words = wordsOf(employment.finish(withAnswers(scene, data.answers)));
    expect(words).toContain(copy.leadTooLittle);
  });

  it('walked at random always end in a result that can be shown', () => {
    walkAtRandom(employment, scene, (now) => {
      const result = employment.finish(now);
      expect(wordsOf(result)).toContain(copy.noVerdict);
      for (const { id } of clausesOf(now, result))
        expect(scene.texts.places.some(({ name }) => TEXTS[name]?.test(id))).toBe(true);
      result.papers[0]?.make();
    });
  });

  it('who asked with a partner in the same breath is not asked again', () => {
    const prefilled = (words: string) => employment.prefill(words, scene);
    expect(prefilled('帮我看看我在站点算不算劳动关系')).toEqual({ organiser: 'station' });
    expect(prefilled('帮我看看我是派遣的算不算劳动关系')).toEqual({ organiser: 'dispatch' });
    expect(prefilled('帮我看看我跟平台算不算劳动关系')).toEqual({});
    expect(prefilled('劳动关系自查')).toEqual({});
  });
});

describe('asking for the check', () => {
  it.each([
    '帮我看看我算不算劳动关系',
    '帮我看看是不是劳动关系',
    '帮我查查我有没有劳动关系',
    '帮我测一下劳动关系',
    '帮我判断一下我跟站点是不是劳动关系',
    '帮我判断我算不算正式员工',
    '帮忙看看我是不是劳动关系吧',
    '麻烦帮我看一下算不算劳动关系',
    '请帮我判断劳动关系',
    '给我测测劳动关系',
    '替我看看是不是事实劳动关系',
    '我想查一下我是不是劳动关系',
    '我想测一下劳动关系',
    '我要看看我算什么劳动关系',
    '我想弄清我算不算劳动关系',
    '我想弄清楚是不是劳动关系',
    '想看看自己有没有劳动关系',
    '测一下劳动关系',
    '查一下劳动关系',
    '看看我算不算劳动关系',
    '判断一下我跟公司有没有劳动关系',
    '测测我是不是正式工',
    '看看我是不是正式员工',
    '劳动关系自查',
    '劳动关系自测',
    '劳动关系检查',
    '劳动关系判断',
    '做一下劳动关系自查',
    '做个劳动关系测试',
    '帮我看看我算哪一类',
    '帮我看看我属于哪类',
    '帮我分析我算什么身份',
    '能帮我看看算不算劳动关系吗？',
  ])('%s', (words) => expect(isAskedFor(words)).toBe(true));

  it.each([
    '我算不算劳动关系',
    '我是不是劳动关系',
    '众包算劳动关系吗',
    '没签合同算不算劳动关系',
    '劳动关系怎么认定',
    '怎么判断劳动关系',
    '劳动关系认定看哪些因素',
    '什么是劳动关系',
    '劳动关系是什么意思',
    '帮我看看劳动关系的规定',
    '帮我查一下劳动关系的文件',
    '看看第十八条劳动关系',
    '确认劳动关系要什么证据',
    '怎么证明劳动关系',
    '劳动关系仲裁去哪',
    '我要申请劳动仲裁',
    '帮我投诉站长不签劳动合同',
    '帮我看看合同',
    '帮我看看协议缺什么',
    '帮我查查工资',
    '我是哪一类劳动者',
    '解除劳动关系赔多少',
    '帮我算算解除劳动关系赔偿',
    '谁是我老板',
    '我是不是正式工',
    '主播和公会是劳动关系吗',
    '我跟平台什么关系',
    '签了合作协议还算劳动关系吗',
    '被注册成个体户了算劳动关系吗',
    '派遣工跟谁有劳动关系',
    '我要加入工会',
    '正式工和骑手有什么区别',
    '',
    '看看',
    '长'.repeat(5000),
  ])('but not %s', (words) => expect(isAskedFor(words)).toBe(false));
});

function definedOf(told: Told): Record<string, string> {
  return Object.fromEntries(Object.entries(told).filter(([, answer]) => answer !== undefined));
}
