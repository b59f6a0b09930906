import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFacts } from '#knowledge';
import { advance, clausesIn, type Input, pathOf, withAnswers } from '../../../bot/guides/advance.ts';
import { complaint } from '../../../bot/guides/complaint/guide.ts';
import { TIES, TROUBLES } from '../../../bot/guides/complaint/trouble.ts';
import type { Answers, Result, Scene } from '../../../bot/guides/guide.ts';
import { RESULT, REVIEW, type RunData, startRun } from '../../../bot/guides/run.ts';
import { checkPaper } from '../../../bot/papers/check-paper.ts';
import { formatPaper } from '../../../bot/papers/format-paper.ts';
import { realLibrary } from '../../real-release.ts';
import { realScene } from './real-scene.ts';

let scene: Scene;
let assistant: Awaited<ReturnType<typeof realLibrary>>['assistant'];
beforeAll(async () => {
  scene = await realScene();
  ({ assistant } = await realLibrary());
}, 400_000);

const PLACES = ['吉林', '石家庄', '河北', '云南', '淄博', '南昌'];
/** Whose texts hold where: 石家庄 has its own and its province's. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  吉林: ['jilin'],
  石家庄: ['shijiazhuang', 'hebei'],
  河北: ['hebei'],
  云南: ['yunnan'],
  淄博: ['zibo'],
  南昌: ['nanchang'],
};

function walk(...inputs: (Input | string)[]) {
  let data: RunData = startRun(complaint, 'r', 0).data;
  let note = null;
  for (const input of inputs) {
    const asked: Input = typeof input === 'string' ? { kind: 'words', words: input } : input;
    ({ data, note } = advance(complaint, data, asked, scene));
  }
  return { data, note };
}
const SKIP: Input = { kind: 'skip' };

function resultOf(
  place: string,
  answers: Answers,
  more: Partial<Scene> = {},
): { now: Scene; result: Result } {
  const region = scene.texts.placeOf(place)?.id ?? '';
  const now = withAnswers({ ...scene, ...more }, { region, ...answers });
  return { now, result: complaint.finish(now) };
}

/** All that a result says besides its clauses. */
function wordsOf({ blocks }: Result): string {
  return blocks
    .flatMap((block) => {
      if (block.kind === 'list') return block.items;
      return block.kind === 'clauses' ? [block.heading, block.silent ?? ''] : [block.text];
    })
    .join('\n');
}

function clausesOf(now: Scene, { blocks }: Result) {
  return blocks.flatMap((block) => (block.kind === 'clauses' ? clausesIn(now, block.matters) : []));
}

/** Every place, trouble and tie, with and without a partner. */
function everyCase(): readonly { place: string; answers: Answers }[] {
  return PLACES.flatMap((place) =>
    TROUBLES.flatMap((what) =>
      TIES.flatMap((tie) =>
        ['none', '城东站'].map((firm) => ({
          place,
          answers: { what, tie, firm, much: { from: 200_000, to: 200_000, about: false } },
        })),
      ),
    ),
  );
}

describe('the questions of a complaint', () => {
  it('are about ten in the commonest case, and fewer for an identity card', () => {
    const asked = (what: string) =>
      pathOf(complaint, scene, {
        region: 'x',
        what,
        platform: { name: '美团', brand: 'meituan' },
        firm: '城东站',
      }).map(({ id }) => id);
    expect(asked('pay')).toEqual([
      'region',
      'what',
      'platform',
      'firm',
      'tie',
      'when',
      'much',
      'story',
      'proof',
      'name',
      'phone',
    ]);
    expect(asked('id')).not.toContain('tie');
    expect(asked('id')).not.toContain('much');
  });

  it('ask for the trade only where the platform does not tell it', () => {
    const trade = (platform: Answers[string]) =>
      pathOf(complaint, scene, { region: 'x', what: 'pay', platform }).some(({ id }) => id === 'trade');
    expect(trade({ name: '美团', brand: 'meituan' })).toBe(false);
    expect(trade({ name: '某某送' })).toBe(true);
  });

  it('hear what happened in own words, and ask which where it may be two things', () => {
    const heard = (words: string) => walk('吉林', words).data;
    expect(heard('站长拖了我两个月工资').answers.what).toBe('pay');
    expect(heard('押金一直不退给我').answers.what).toBe('deposit');
    expect(heard('无缘无故封了我号').answers.what).toBe('ban');
    expect(heard('非让我注册个体工商户').answers.what).toBe('selfemployed');
    expect(heard('怀孕了不给派单').options).toEqual(['ban', 'women']);
    expect(heard('超时罚款从工资里扣').options).toContain('fines');
    expect(heard('罚款合法吗').answers.what).toBeUndefined();
  });

  it('walk straight through, with every answer in words', () => {
    const { data } = walk(
      '我在淄博',
      '拖欠工资',
      '美团专送',
      '城东站，在张店',
      '没签',
      '上礼拜三',
      '两千来块',
      '站长说没钱',
      '有聊天记录和流水',
      { kind: 'files', ids: ['a', 'b'] },
      '发完了',
      { kind: 'done', step: 'files' },
      '我叫李小明',
      '13800138000',
    );
    expect(data.at).toBe(REVIEW);
    expect(data.answers).toMatchObject({
      what: 'pay',
      platform: { brand: 'meituan', mode: 'dedicated' },
      tie: 'managed',
      when: { from: '2026-11-11', to: '2026-11-11' },
      much: { from: 200_000 },
      proof: expect.arrayContaining(['flow', 'chat']),
      files: 2,
      name: '李小明',
    });
  });

  it('can nearly all be passed over', () => {
    let { data } = walk('云南', '不交社保');
    for (let left = 20; left > 0 && data.at !== REVIEW; left--)
      ({ data } = advance(complaint, data, SKIP, scene));
    expect(data.at).toBe(REVIEW);
    expect(Object.keys(data.answers)).toEqual(['region', 'what']);
    expect(complaint.finish(withAnswers(scene, data.answers)).papers.length).toBeGreaterThan(0);
  });

  it('send somebody hurt to the guide for that, and go on if they say so', () => {
    const { data } = walk('吉林', '受伤了');
    expect(data.at).toBe('hurt');
    const step = complaint.steps.find(({ id }) => id === 'hurt');
    expect(step?.prompt(scene).join('')).toContain('/受伤了');
    expect(walk('吉林', '受伤了', '接着投诉').data.at).toBe('platform');
    expect(resultOf('吉林', { what: 'injury' }).result.leadsTo).toEqual(['injury']);
  });

  it('take no absurd answers', () => {
    const at = (...words: string[]) => walk('吉林', '拖欠工资', '美团', '没有站点', '说不清', ...words);
    expect(at('明年三月').note?.kind).toBe('problem');
    expect(at('昨天', '-3元').note?.kind).toBe('problem');
    expect(at('昨天', '九九九九万').note?.kind).toBe('problem');
    expect(at('昨天', '300', '长'.repeat(5000)).note?.kind).toBe('problem');
    expect(at('昨天', '300', '🍜🍜').data.answers.story).toBe('🍜🍜');
  });

  it('forget the proof of another trouble once what happened is changed', () => {
    const changed = walk('吉林', '押金不退', '美团', '没有站点', '说不清', SKIP, SKIP, SKIP, '收据、聊天', {
      kind: 'edit',
      step: 'what',
    });
    const { data } = advance(complaint, changed.data, { kind: 'words', words: '封号' }, scene);
    const proof = complaint.steps.find(({ id }) => id === 'proof');
    expect(proof?.format(data.answers.proof ?? [], withAnswers(scene, data.answers))).toBe('聊天记录');
  });
});

describe('the result of a complaint', () => {
  it('shows clauses of the worker’s own texts and no others, and letters that quote them as they are', () => {
    for (const { place, answers } of everyCase()) {
      const { now, result } = resultOf(place, answers);
      for (const { id } of clausesOf(now, result))
        expect(
          TEXTS[place]?.some((text) => id.startsWith(text)),
          `${place} ${id}`,
        ).toBe(true);
      for (const { kind, make } of result.papers)
        expect(checkPaper(make(), assistant.articleOf), `${place} ${answers.what} ${kind}`).toBeUndefined();
    }
  }, 400_000);

  it('never says that nobody will take it, and promises nothing', () => {
    for (const { place, answers } of everyCase()) {
      const said = wordsOf(resultOf(place, answers).result);
      expect(said).not.toMatch(/不受理|不予受理|受理不了|管不了|没办法|没用|一定能|保证能|肯定能|稳赢|牵头/);
      expect(said).toContain('早点问工会');
    }
  });

  it('names no figure of days or sums, and no number to call, that the texts and the worker did not give', () => {
    for (const { place, answers } of everyCase())
      expect(wordsOf(resultOf(place, answers).result).replace(/第\d步|2000元|1000到2000元/g, '')).not.toMatch(
        /\d/,
      );
  });

  it('leads those without a labour relation to the court, and asks for arbitration only of those with one', () => {
    const papers = (tie: string) =>
      resultOf('南昌', { what: 'pay', tie }).result.papers.map(({ kind }) => kind);
    expect(papers('contract')).toContain('arbitration');
    expect(papers('free')).not.toContain('arbitration');
    expect(papers('unsure')).toContain('arbitration');
    const free = resultOf('南昌', { what: 'pay', tie: 'free' });
    expect(wordsOf(free.result)).toContain('法院');
    expect(clausesOf(free.now, free.result).some(({ quote }) => quote.includes('向人民法院提起诉讼'))).toBe(
      true,
    );
    const unsure = wordsOf(resultOf('南昌', { what: 'pay', tie: 'unsure' }).result);
    expect(unsure).toContain('仲裁');
    expect(unsure).toContain('法院');
    // 吉林 does not say where they go.
    expect(wordsOf(resultOf('吉林', { what: 'pay', tie: 'free' }).result)).toContain('吉林的文件没写到');
  });

  it('shows the clock for unpaid wages in 淄博 only', () => {
    for (const place of PLACES) {
      const { now, result } = resultOf(place, { what: 'pay', tie: 'managed' });
      const has = clausesOf(now, result).some(({ quote }) => quote.includes('3日反馈'));
      expect(has, place).toBe(place === '淄博');
      expect(result.handOver?.ticket.matters).toContain('wage-arrears');
    }
  });

  it('reckons the extra payment in 吉林 only, and says who may order it', () => {
    const sum = { from: 200_000, to: 200_000, about: false };
    for (const place of PLACES) {
      const said = wordsOf(resultOf(place, { what: 'pay', tie: 'managed', much: sum }).result);
      expect(said.includes('1000到2000元'), place).toBe(place === '吉林');
      expect(said.includes('人社部门责令'), place).toBe(place === '吉林');
    }
    const { now, result } = resultOf('吉林', { what: 'pay' });
    expect(clausesOf(now, result).some(({ quote }) => quote.includes('50%以上100%以下'))).toBe(true);
    expect(wordsOf(result)).not.toContain('0元');
  });

  it('says that a fine goes to nobody’s pocket where the text sets one', () => {
    for (const what of ['deposit', 'overtime'])
      for (const place of PLACES)
        expect(wordsOf(resultOf(place, { what }).result).includes('罚款是罚公司的'), `${place} ${what}`).toBe(
          place === '吉林',
        );
  });

  it('gives an identity card to the desk as urgent, whatever the texts say', () => {
    for (const place of PLACES) {
      const { result } = resultOf(place, { what: 'id' });
      expect(result.handOver?.ticket.urgent).toBe(true);
      expect(wordsOf(result)).toContain('加急');
    }
    expect(resultOf('吉林', { what: 'pay' }).result.handOver?.ticket.urgent).toBe(false);
    expect(wordsOf(resultOf('云南', { what: 'id' }).result)).toContain('没查到云南的文件写过');
  });

  it('says which grounds of discrimination the text names', () => {
    const unnamed = (place: string, ground: string) =>
      wordsOf(resultOf(place, { what: 'bias', ground }).result).includes('没有点名');
    expect(unnamed('吉林', 'hukou')).toBe(false);
    expect(unnamed('吉林', 'age')).toBe(true);
    expect(unnamed('云南', 'age')).toBe(false);
    expect(unnamed('云南', 'hukou')).toBe(true);
    expect(unnamed('淄博', 'unlisted')).toBe(true);
  });

  it('keeps 河北’s weather pay, which is for those without a labour relation, from those with a contract', () => {
    const quotes = (tie: string) => {
      const { now, result } = resultOf('河北', { what: 'weather', tie });
      return clausesOf(now, result).map(({ id }) => id);
    };
    expect(quotes('free')).toContain('hebei-measures/13');
    expect(quotes('contract')).not.toContain('hebei-measures/13');
  });

  it('speaks of forced registration where a text forbids it, and says where none does', () => {
    const lead = (place: string) => wordsOf(resultOf(place, { what: 'selfemployed' }).result);
    for (const place of ['河北', '石家庄', '南昌']) expect(lead(place)).toContain(`${place}的文件写到了`);
    for (const place of ['吉林', '云南', '淄博']) expect(lead(place)).toContain(`没查到${place}的文件写过`);
  });

  it('names the platform and the station in the letter, and rests on no campaign that has ended', () => {
    const { result } = resultOf('石家庄', {
      what: 'deposit',
      platform: { name: '美团', brand: 'meituan', mode: 'dedicated' },
      firm: '城东站，在长安区',
      tie: 'managed',
      when: { from: '2026-11-11', to: '2026-11-11' },
    });
    const letter = result.papers.find(({ kind }) => kind === 'inspection-complaint')?.make();
    const text = letter === undefined ? '' : formatPaper(letter);
    expect(text).toContain('美团（专送）');
    expect(text).toContain('城东站，在长安区');
    expect(text).toContain('2026年11月11日');
    expect(text).toContain('当地人力资源社会保障部门');
    expect(text).not.toContain('专项行动');
  });

  it('says where all that is written is a campaign, and sends nobody to its offices', () => {
    const platform = { name: '滴滴出行', brand: 'didi' };
    const said = wordsOf(resultOf('石家庄', { what: 'women', tie: 'managed', platform }).result);
    expect(said).toContain('是一次专项行动');
    expect(said).not.toContain('交通运输部门');
    // 南昌 20 names the office for these drivers, and it stands.
    const fines = resultOf('南昌', { what: 'fines', tie: 'managed', platform });
    expect(wordsOf(fines.result)).toContain('交通运输部门');
    expect(clausesOf(fines.now, fines.result).map(({ id }) => id)).toContain('nanchang-plan/20');
  });

  it('shows what holds with a labour relation and what holds without one to those who are managed without a contract', () => {
    const ids = (place: string, what: string, tie: string) => {
      const { now, result } = resultOf(place, { what, tie });
      return clausesOf(now, result).map(({ quote }) => quote);
    };
    // 不完全符合…但企业对劳动者进行劳动管理: the very words are theirs.
    expect(ids('吉林', 'contract', 'managed').join()).toContain('应当与劳动者订立书面协议');
    expect(ids('吉林', 'contract', 'contract').join()).not.toContain('书面协议');
    expect(ids('南昌', 'pay', 'managed').join()).toContain('向人民法院提起诉讼');
    expect(ids('吉林', 'pay', 'managed').join()).toContain('应当依法承担相应责任');
    expect(wordsOf(resultOf('南昌', { what: 'pay', tie: 'managed' }).result)).toContain('直接去法院起诉');
  });

  it('promises nobody with a labour contract what the texts encourage for those without one', () => {
    for (const place of Object.keys(TEXTS)) {
      const { now, result } = resultOf(place, { what: 'injury', tie: 'contract' });
      for (const { quote } of clausesOf(now, result))
        expect(quote, place).not.toMatch(/灵活就业人员|商业保险/);
      const free = resultOf(place, { what: 'injury', tie: 'free' });
      expect(
        clausesOf(free.now, free.result).some(({ quote }) => /灵活就业人员|商业保险/.test(quote)),
        place,
      ).toBe(true);
    }
  });

  it('leaves a gap in a letter for an answer that is none any more', () => {
    const { result } = resultOf('吉林', { what: 'pay', tie: 'contract', platform: '美团' });
    const letter = result.papers.find(({ kind }) => kind === 'inspection-complaint')?.make();
    expect(letter === undefined ? '' : formatPaper(letter)).toMatch(/平台：＿+/);
  });

  it('does not say of 吉林 that its text has no word on women, only that it does not say what to do', () => {
    expect(wordsOf(resultOf('吉林', { what: 'women', tie: 'contract' }).result)).toContain(
      '没查到吉林的文件写。',
    );
    expect(wordsOf(resultOf('吉林', { what: 'women', tie: 'contract' }).result)).not.toContain('写过');
  });

  it('writes no day into a letter that was not told', () => {
    const when = { from: '2025-03-01', to: scene.today };
    const letter = resultOf('吉林', { what: 'overtime', tie: 'contract', when }).result.papers[0]?.make();
    const text = letter === undefined ? '' : formatPaper(letter);
    expect(text).toContain('发生时间：2025年3月到2026年11月\n');
    const span = { from: '2026-11-03', to: '2026-11-09' };
    const other = resultOf('吉林', { what: 'fines', tie: 'contract', when: span }).result.papers[0]?.make();
    expect(other === undefined ? '' : formatPaper(other)).toContain('2026年11月3日到11月9日');
  });

  it('shows offices and times only from the tables that are kept, with their source', () => {
    const facts = createFacts({
      offices: [
        {
          region: null,
          role: 'labour-inspectorate',
          name: '某某监察处',
          phone: '000',
          source: '某网站',
          checked: '2026-11-01',
        },
      ],
      deadlines: [
        {
          region: null,
          what: 'arbitration-limit',
          text: '某个期限',
          source: '某法',
          checked: '2026-11-01',
        },
      ],
    });
    const { result } = resultOf(
      '吉林',
      { what: 'pay', tie: 'contract' },
      { texts: { ...scene.texts, facts } },
    );
    const said = wordsOf(result);
    expect(said).toContain('某某监察处，000（来源：某网站');
    expect(said).toContain('某个期限（来源：某法');
    const letter = result.papers.find(({ kind }) => kind === 'inspection-complaint')?.make();
    expect(letter?.to).toBe('某某监察处');
    expect(wordsOf(resultOf('吉林', { what: 'pay', tie: 'contract' }).result)).toContain('还没有录');
  });

  it('hands over what a nameless worker may leave out as personal', () => {
    expect(complaint.steps.filter(({ personal }) => personal).map(({ id }) => id)).toEqual(['name', 'phone']);
    expect(resultOf('吉林', { what: 'pay' }).result.handOver?.nameless).toBe(true);
  });
});

describe('any walk through a complaint', () => {
  const words = fc.oneof(
    fc.constantFrom(
      ...PLACES,
      '拖欠工资',
      '受伤了',
      '歧视',
      '封号',
      '美团',
      '没有站点',
      '说不清',
      '自己想跑就跑',
      '昨天',
      '明天',
      '300块',
      '-3元',
      '九九九九万',
      '聊天记录、流水',
      '都没有',
      '1',
      '2',
      '13800138000',
      '李小明',
      '长'.repeat(5000),
      '🍜',
    ),
    fc.string(),
  );
  const ids = fc.constantFrom(...complaint.steps.map(({ id }) => id));
  const input: fc.Arbitrary<Input> = fc.oneof(
    { weight: 4, arbitrary: words.map((said): Input => ({ kind: 'words', words: said })) },
    { weight: 3, arbitrary: fc.constant<Input>({ kind: 'skip' }) },
    {
      weight: 3,
      arbitrary: fc.tuple(ids, fc.nat(20)).map(([step, at]): Input => {
        const choices = complaint.steps.find(({ id }) => id === step)?.choices(scene) ?? [];
        return { kind: 'pick', step, choice: choices[at % Math.max(1, choices.length)]?.id ?? 'none' };
      }),
    },
    ids.map((step): Input => ({ kind: 'edit', step })),
    ids.map((step): Input => ({ kind: 'done', step })),
    fc.nat(3).chain((at) => ids.map((step): Input => ({ kind: 'option', step, at }))),
    fc.constantFrom<Input>(
      { kind: 'back' },
      { kind: 'keep' },
      { kind: 'confirm' },
      { kind: 'files', ids: ['f'] },
    ),
  );

  it('throws nothing, keeps only answers that fit, and can be ended by passing over what is left', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 25 }), (inputs) => {
        let { data } = startRun(complaint, 'r', 0);
        for (const one of inputs) {
          ({ data } = advance(complaint, data, one, scene));
          for (const step of complaint.steps) {
            const value = data.answers[step.id];
            if (value !== undefined) expect(step.fits(value, scene)).toBe(true);
          }
        }
        for (let left = 40; left > 0 && data.at !== REVIEW && data.at !== RESULT; left--) {
          ({ data } = advance(complaint, data, { kind: 'skip' }, scene));
          ({ data } = advance(complaint, data, { kind: 'words', words: '1' }, scene));
        }
        expect([REVIEW, RESULT]).toContain(data.at);
        const now = withAnswers(scene, data.answers);
        const { papers } = complaint.finish(now);
        for (const { make } of papers) expect(checkPaper(make(), assistant.articleOf)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  }, 400_000);
});
