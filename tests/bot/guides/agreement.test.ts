import { beforeAll, describe, expect, it } from 'vitest';
import { agreementCopy as copy } from '../../../bot/copy/guides/agreement.ts';
import { advance, clausesIn, type Input, pathOf, withAnswers } from '../../../bot/guides/advance.ts';
import { isAskedFor } from '../../../bot/guides/agreement/asked-for.ts';
import { sentenceWith } from '../../../bot/guides/agreement/find.ts';
import { agreement } from '../../../bot/guides/agreement/guide.ts';
import { ITEMS, listedIn } from '../../../bot/guides/agreement/items.ts';
import { SIGNS } from '../../../bot/guides/agreement/signs.ts';
import { writtenIn } from '../../../bot/guides/agreement/steps.ts';
import type { Answers, Result, Scene } from '../../../bot/guides/guide.ts';
import { RESULT, REVIEW, type RunData, startRun } from '../../../bot/guides/run.ts';
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
const HEBEI = ['form', 'time', 'place', 'demand', 'pay', 'standard', 'rules', 'protect', 'insure'];
const NANCHANG = ['pay', 'protect', 'insure', 'rest', 'injury'];

/** A made-up agreement, clause by clause. */
const AGREEMENT = [
  '骑手服务合作协议',
  '一、合作方式：双方为合作关系，本协议不构成劳动关系。',
  '二、乙方在甲方划定的配送区域内提供服务，每日在线不少于八小时；',
  '三、服务费按单结算，每单四元五角，次月二十日支付。',
  '四、乙方应遵守甲方的管理制度，违规的按奖惩办法处理。',
  '五、乙方自行参加社会保险，甲方不承担。',
  '六、乙方应缴纳保证金五百元。乙方的身份证由甲方代为保管。',
  '七、合作期间乙方不得同时在其他平台接单。',
].join('\n');

function at(place: string, answers: Answers): { now: Scene; result: Result } {
  const now = withAnswers(scene, { region: scene.texts.placeOf(place)?.id ?? '', ...answers });
  return { now, result: agreement.finish(now) };
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

function walk(...inputs: (Input | string)[]) {
  let data: RunData = startRun(agreement, 'r', 0).data;
  let note = null;
  for (const input of inputs) {
    const asked: Input = typeof input === 'string' ? { kind: 'words', words: input } : input;
    ({ data, note } = advance(agreement, data, asked, scene));
  }
  return { data, note };
}
const done = (step: string): Input => ({ kind: 'done', step });
const SKIP: Input = { kind: 'skip' };

describe('the contents that a text lists', () => {
  it('are its own words, in its order', () => {
    expect(listedIn(at('河北', {}).now)).toEqual({ ids: HEBEI, here: true, elsewhere: [] });
    expect(listedIn(at('石家庄', {}).now)).toEqual({ ids: HEBEI, here: true, elsewhere: [] });
    expect(listedIn(at('南昌', {}).now)).toEqual({ ids: NANCHANG, here: true, elsewhere: [] });
    const [hebei] = scene.texts.clausesOf(
      'written-agreement-contents',
      scene.texts.placeOf('河北')?.id ?? '',
    );
    const terms = HEBEI.map((id) => Object.entries(ITEMS).find(([one]) => one === id)?.[1].terms[0] ?? '');
    expect(hebei?.quote).toContain(terms.join('、'));
  });

  it('are another place’s where the text lists none, and called so', () => {
    for (const place of ['吉林', '云南', '淄博']) {
      const { ids, here, elsewhere } = listedIn(at(place, {}).now);
      expect(here).toBe(false);
      expect(new Set(ids)).toEqual(new Set([...HEBEI, ...NANCHANG]));
      expect(elsewhere).toEqual(['河北', '南昌']);
      const { now, result } = at(place, { way: 'tick', has: ['pay'] });
      expect(wordsOf(result)).toContain(copy.notListed(place));
      expect(wordsOf(result)).toContain(copy.fromElsewhere('河北、南昌'));
      for (const { id } of clausesOf(now, result)) expect(id).toMatch(TEXTS[place] ?? /$^/);
    }
    expect(wordsOf(at('河北', { way: 'tick', has: [] }).result)).not.toContain('不是你那儿的规定');
  });
});

describe('a pasted agreement', () => {
  it('is looked through by words, and each finding is shown with its sentence before it counts', () => {
    const { data } = walk('河北', '我把文字发给你', '合作协议', AGREEMENT, done('paste'));
    expect(data.at).toBe('wrong');
    const now = withAnswers(scene, data.answers);
    const asked = agreement.steps.find(({ id }) => id === 'wrong')?.prompt(now) ?? [];
    expect(asked).toContain(copy.found(copy.items.pay, '三、服务费按单结算，每单四元五角，次月二十日支付'));
    expect(asked).toContain(
      copy.found(copy.items.form, '一、合作方式：双方为合作关系，本协议不构成劳动关系'),
    );
    expect(asked.join()).not.toContain(copy.items.protect);
    const next = agreement.steps.find(({ id }) => id === 'also');
    expect(next?.choices(now).map(({ id }) => id)).toEqual(['demand', 'protect']);
  });

  it('counts as the worker sets it right', () => {
    const sure = walk('河北', '1', '1', AGREEMENT, done('paste'), '都没认错', '确实都没写');
    expect(writtenIn(withAnswers(scene, sure.data.answers))).toEqual(
      HEBEI.filter((id) => id !== 'protect' && id !== 'demand'),
    );
    const other = walk('河北', '1', '1', AGREEMENT, done('paste'), '社会保险', '工作要求、劳动保护');
    expect(writtenIn(withAnswers(scene, other.data.answers))).toEqual(HEBEI.filter((id) => id !== 'insure'));
  });

  it('shows the sentences of warning as well, for the worker to say', () => {
    const { data } = walk('南昌', '1', '1', AGREEMENT, done('paste'), '都没认错', '确实都没写');
    expect(data.at).toBe('signs');
    const now = withAnswers(scene, data.answers);
    const asked =
      agreement.steps
        .find(({ id }) => id === 'signs')
        ?.prompt(now)
        .join('\n') ?? '';
    const { deposit, card, only, waive } = copy.signs.choices;
    for (const sign of [deposit, card, only, waive]) expect(asked).toContain(`${sign}：“`);
    expect(asked).not.toContain(`${copy.signs.choices.shop}：`);
    expect(data.answers.signs).toBeUndefined();
  });

  it('comes in several messages, four thousand characters at most', () => {
    const pieces = AGREEMENT.split('\n');
    const { data } = walk('河北', '1', '1', ...pieces, done('paste'));
    expect(data.answers.paste).toBe(AGREEMENT);
    const long = walk('河北', '1', '1', '条'.repeat(3000), '款'.repeat(1500));
    expect(long.note?.kind).toBe('problem');
    expect(long.data.picked).toHaveLength(1);
  });

  it('is not thrown away by a word for the next question', () => {
    expect(walk('河北', '1', '1', AGREEMENT, SKIP).data.answers.paste).toBe(AGREEMENT);
  });

  it('of which nothing is found is asked for item by item', () => {
    const { data } = walk('南昌', '1', '1', '这是一份空的东西，什么要紧的都没写。', done('paste'));
    expect(data.at).toBe('also');
    const { ids } = listedIn(withAnswers(scene, data.answers));
    expect(ids).toEqual(NANCHANG);
  });

  it('is said back as a count, and goes to the union whole, hidden until somebody claims it', () => {
    const paste = agreement.steps.find(({ id }) => id === 'paste');
    expect(paste?.personal).toBe(true);
    expect(paste?.format(AGREEMENT, scene)).toBe(`${[...AGREEMENT].length}个字`);
    expect(paste?.inFull(AGREEMENT, scene)).toBe(AGREEMENT);
    expect(wordsOf(at('河北', { way: 'paste', paste: AGREEMENT }).result)).toContain(copy.sees);
    expect(wordsOf(at('河北', { way: 'tick' }).result)).not.toContain(copy.sees);
  });
});

describe('the words it looks for', () => {
  it.each([
    ['form', '本合同为非全日制用工，双方另有约定的除外'],
    ['time', '乙方的工作时间由甲方排班确定'],
    ['place', '乙方的服务区域为某某区及周边五公里'],
    ['demand', '乙方的工作内容为接单、取餐、送餐'],
    ['pay', '甲方每月十五日发放上月工资'],
    ['standard', '乙方每周工作不超过四十小时'],
    ['rules', '乙方应遵守甲方的规章，违者处罚'],
    ['protect', '甲方应提供头盔等劳动防护用品'],
    ['insure', '甲方依法为乙方缴纳社保并代扣'],
    ['rest', '乙方每周至少休息一天并可调换'],
    ['injury', '甲方为乙方投保人身意外伤害险'],
  ] as const)('%s', (id, sentence) => {
    const { sure, perhaps } = ITEMS[id];
    expect(sentenceWith(`甲方与乙方签订本协议。${sentence}。其余协商解决。`, [sure, perhaps])).toBe(sentence);
  });

  it.each([
    ['shop', '乙方应注册为个体工商户后接单', '乙方应实名注册后接单并遵守规则'],
    ['deposit', '乙方入职须交押金三百元整', '乙方入职须通过甲方的培训考试'],
    ['risk', '加盟方须缴纳高额保证金十万元', '甲方应按时支付乙方当月服务费'],
    ['card', '乙方应将身份证交由甲方保管', '乙方应出示身份证供甲方核对'],
    ['only', '乙方不得在其他平台接单配送', '乙方可以同时在多个平台接单'],
    ['waive', '双方之间不存在任何劳动关系', '双方建立劳动关系并依法履行'],
  ] as const)('%s, and not in other words', (id, sign, none) => {
    expect(sentenceWith(`${sign}。`, [SIGNS[id].words])).toBe(sign);
    expect(sentenceWith(`${none}。`, [SIGNS[id].words])).toBeUndefined();
  });

  it('shows a long sentence around what was found', () => {
    const long = `${'甲'.repeat(80)}保证金五百元${'乙'.repeat(80)}`;
    const shown = sentenceWith(long, [/保证金/]) ?? '';
    expect(shown).toContain('保证金五百元');
    expect([...shown].length).toBeLessThanOrEqual(50);
    expect(shown.startsWith('…') && shown.endsWith('…')).toBe(true);
    expect(sentenceWith('', [/保/])).toBeUndefined();
    expect(sentenceWith('三、报酬', [/报酬/])).toBeUndefined();
  });
});

describe('the result', () => {
  it('lists what is there and what is missing, with the clause of the place', () => {
    const { now, result } = at('南昌', { way: 'tick', paper: 'other', has: ['pay', 'rest'] });
    const words = wordsOf(result);
    expect(words).toContain(copy.lead.missing('3'));
    expect(clausesOf(now, result).map(({ id }) => id)).toEqual(['nanchang-plan/1']);
    expect(wordsOf(at('南昌', { way: 'tick', has: NANCHANG }).result)).toContain(copy.lead.full);
    expect(wordsOf(at('南昌', { way: 'tick' }).result)).toContain(copy.lead.unsure);
  });

  it('has a text for the company that quotes the clause character for character, in the terms of the text', async () => {
    for (const place of ['石家庄', '河北', '南昌']) {
      const { now, result } = at(place, { way: 'tick', paper: 'other', has: [], firm: '某某公司' });
      const [clause] = clausesIn(now, ['written-agreement-contents']);
      const letter = wordsOf(result)
        .split('\n')
        .find((line) => line.startsWith(copy.letter.hello('某某公司')));
      expect(letter).toContain(`“${clause?.quote}”`);
      expect(letter).toContain(place === '南昌' ? '没有写：劳动报酬、' : '没有写：用工形式、');
    }
  });

  it('holds no clause on 书面协议 against a 劳动合同, and cites none where the text has no list', () => {
    for (const [place, paper] of [
      ['河北', 'contract'],
      ['吉林', 'other'],
    ] as const) {
      const words = wordsOf(at(place, { way: 'tick', paper, has: ['pay'] }).result);
      expect(words).toContain(copy.letter.add);
      expect(words).not.toContain('写到：“');
      expect(words.includes(copy.contract)).toBe(paper === 'contract');
    }
  });

  it('has a text to send for a copy and for any paper at all, and what is owed', () => {
    for (const place of PLACES)
      for (const [way, words] of [
        ['none', copy.letter.ask],
        ['nocopy', copy.letter.copy],
      ] as const) {
        const { now, result } = at(place, { way });
        expect(wordsOf(result)).toContain(words);
        expect(clausesOf(now, result).length).toBeGreaterThan(0);
      }
  });

  it('names of the signs what the texts of the place say, and says where they say nothing', () => {
    const here = (place: string, sign: string) => {
      const { now, result } = at(place, { way: 'none', signs: [sign] });
      const block = result.blocks.find(
        (one) => one.kind === 'clauses' && one.heading !== copy.owed && one.silent !== null,
      );
      return block?.kind === 'clauses' ? clausesIn(now, block.matters).map(({ id }) => id) : undefined;
    };
    expect(here('南昌', 'shop')).toEqual(['nanchang-plan/3']);
    expect(here('河北', 'shop')).toEqual(['hebei-measures/8']);
    for (const place of ['吉林', '云南', '淄博']) expect(here(place, 'shop')).toEqual([]);
    for (const place of PLACES) expect(here(place, 'deposit')?.length).toBeGreaterThan(0);
    for (const place of PLACES) expect(here(place, 'risk')?.length).toBe(place === '南昌' ? 1 : 0);
    expect(here('吉林', 'card')).toEqual(['jilin-measures/42']);
    expect(here('淄博', 'waive')).toEqual([]);
    expect(here('云南', 'waive')).toEqual(['yunnan-opinions/23']);
  });

  it('shows a clause that stands behind two signs once', () => {
    const { now, result } = at('南昌', { way: 'none', signs: ['deposit', 'card'] });
    const quotes = clausesOf(now, result).map(({ id, quote }) => id + quote);
    expect(new Set(quotes).size).toBe(quotes.length);
  });

  it('cites nothing that is not in the texts of the place, whatever was answered', () => {
    for (const place of PLACES)
      for (const way of ['paste', 'tick', 'nocopy', 'none'])
        for (const paper of ['other', 'contract', 'unsure']) {
          const { now, result } = at(place, {
            way,
            paper,
            has: ['pay'],
            paste: AGREEMENT,
            signs: Object.keys(SIGNS),
          });
          for (const clause of clausesOf(now, result)) expect(clause.id).toMatch(TEXTS[place] ?? /$^/);
        }
  });
});

describe('the walk', () => {
  it('asks only what the way needs', () => {
    const asked = (way: string) =>
      pathOf(agreement, scene, { region: scene.texts.placeOf('河北')?.id ?? '', way }).map(({ id }) => id);
    expect(asked('tick')).toEqual(['region', 'way', 'paper', 'has', 'signs', 'firm', 'files']);
    expect(asked('paste')).toEqual(['region', 'way', 'paper', 'paste', 'signs', 'firm', 'files']);
    expect(asked('none')).toEqual(['region', 'way', 'signs', 'firm']);
    for (const { id } of agreement.steps) expect(id.length).toBeLessThanOrEqual(14);
  });

  it('goes straight through by typing', () => {
    const { data } = walk('石家庄', '没签', '都没有', '某某公司');
    expect(data).toMatchObject({ at: REVIEW, answers: { way: 'none', signs: [], firm: '某某公司' } });
  });

  it('ends with everything skipped that may be', () => {
    const { data } = walk('云南', '1', SKIP, SKIP, SKIP, SKIP, SKIP, { kind: 'confirm' });
    expect(data.at).toBe(RESULT);
    expect(wordsOf(agreement.finish(withAnswers(scene, data.answers)))).toContain(copy.lead.unsure);
  });

  it('takes pictures while it waits for the text, for the union only', () => {
    const { data } = walk('河北', '1', '1', { kind: 'files', ids: ['a'] }, AGREEMENT, done('paste'));
    expect(data).toMatchObject({ at: 'wrong', files: ['a'] });
  });

  it('finds nothing in absurd texts and does not stumble', () => {
    for (const words of ABSURD) {
      const { data } = walk('河北', '1', '1', words, done('paste'));
      // What is too long is refused, and then there is nothing to look through.
      expect(['paste', 'also', 'wrong', 'signs']).toContain(data.at);
    }
  });

  it('at random always ends in a result that can be shown', () => {
    walkAtRandom(agreement, scene, (now) => {
      const result = agreement.finish(now);
      expect(result.blocks.some(({ kind }) => kind === 'lead')).toBe(true);
      expect(result.handOver).toMatchObject({ nameless: true, ticket: { kind: 'agreement', urgent: false } });
    });
  });
});

describe('asking for the check', () => {
  it.each([
    '协议体检',
    '合同体检',
    '帮我看看协议',
    '帮我看看合同',
    '帮我看看我的合同',
    '帮我看看我签的协议缺什么',
    '帮我看下这份协议',
    '帮我查一下合同缺什么',
    '帮我检查一下协议',
    '帮我审一下合同',
    '帮我把把关合同',
    '帮我看看劳务协议少了啥',
    '帮我看看合作协议全不全',
    '帮我看看书面协议',
    '帮我看看加盟协议齐不齐',
    '帮忙看看我签的合同',
    '麻烦帮我看一下合作协议',
    '请帮我检查协议',
    '给我看看协议少什么',
    '替我看看合同吧',
    '我想看看协议缺什么',
    '我想检查一下我的协议',
    '我要查合同',
    '想查查我的合同',
    '能帮我看看协议吗？',
    '帮我把合同审一下',
    '帮我把协议过一遍',
    '给我的协议做个体检',
    '我的合同体检一下',
    '做个合同体检',
    '协议检查',
    '合同自查',
    '看看协议缺什么',
    '查查合同全不全',
    '检查一下这份协议齐不齐',
  ])('%s', (words) => expect(isAskedFor(words)).toBe(true));

  it.each([
    '协议要写哪些内容',
    '书面协议写什么',
    '协议里没写工伤怎么办',
    '没签合同怎么办',
    '没签协议合法吗',
    '公司不给我合同',
    '合同不给我一份',
    '帮我看看合同的规定',
    '帮我查一下协议第六条',
    '帮我写一份合同',
    '帮我起草协议',
    '协议模板有吗',
    '要不要签协议',
    '该不该签合作协议',
    '签了协议能反悔吗',
    '解除合同赔多少',
    '帮我看看解除合同能赔多少',
    '合同到期不续签',
    '电子合同有效吗',
    '合作协议是什么意思',
    '帮我看看我算不算劳动关系',
    '帮我看看工资',
    '帮我查查押金',
    '我要投诉公司不签合同',
    '站长让我签个体户协议',
    '签的协议说没有劳动关系',
    '空白合同能签吗',
    '合同丢了',
    '体检费谁出',
    '入职体检要多少钱',
    '健康证体检在哪办',
    '协议',
    '合同',
    '',
    '长'.repeat(5000),
  ])('but not %s', (words) => expect(isAskedFor(words)).toBe(false));
});
