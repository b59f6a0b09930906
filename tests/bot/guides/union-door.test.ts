import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFacts } from '#knowledge';
import { advance, clausesIn, type Input, pathOf, withAnswers } from '../../../bot/guides/advance.ts';
import type { Answers, Guide, Result, Scene } from '../../../bot/guides/guide.ts';
import { help } from '../../../bot/guides/help/guide.ts';
import { membership } from '../../../bot/guides/membership/guide.ts';
import { RESULT, REVIEW, startRun } from '../../../bot/guides/run.ts';
import { checkPaper } from '../../../bot/papers/check-paper.ts';
import { formatPaper } from '../../../bot/papers/format-paper.ts';
import { realLibrary } from '../../real-release.ts';
import { anyInputs, walkOn, walkThrough } from './any-walk.ts';
import { realScene } from './real-scene.ts';

/** Both ways into the union: to join it, and to ask it for help. */

let scene: Scene;
let assistant: Awaited<ReturnType<typeof realLibrary>>['assistant'];
beforeAll(async () => {
  ({ assistant } = await realLibrary());
  scene = await realScene();
  const union = (name: string, region: string, trades: readonly '外卖'[] = []) => ({
    ...{ name, region, trades: [...trades], contact: '000-1', hours: '工作日' },
    ...{ source: '假想', checked: '2026-01-05' },
  });
  const facts = createFacts({
    unions: [
      union('假想外卖行业工会联合会', '河北省/石家庄市', ['外卖']),
      union('假想正定县总工会', '河北省/石家庄市/正定县'),
      union('城东配送公司工会', '河北省/石家庄市'),
      union('假想云南工会', '云南省'),
    ],
  });
  scene = { ...scene, texts: { ...scene.texts, facts } };
}, 400_000);

const PLACES = ['吉林', '石家庄', '河北', '云南', '淄博', '南昌'];
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  吉林: ['jilin'],
  石家庄: ['shijiazhuang', 'hebei'],
  河北: ['hebei'],
  云南: ['yunnan'],
  淄博: ['zibo'],
  南昌: ['nanchang'],
};
const ORGANISERS = ['platform', 'station', 'outsourcing', 'dispatch', 'alone', 'unsure'];
const NEEDS = ['ill', 'accident', 'disaster', 'school', 'income', 'other'];
const SKIP: Input = { kind: 'skip' };

function resultOf(guide: Guide, place: string, answers: Answers): { now: Scene; result: Result } {
  const now = withAnswers(scene, { region: scene.texts.placeOf(place)?.id ?? place, ...answers });
  return { now, result: guide.finish(now) };
}
const quotes = ({ now, result }: { now: Scene; result: Result }) =>
  result.blocks.flatMap((block) => (block.kind === 'clauses' ? clausesIn(now, block.matters) : []));
const words = ({ now, result }: { now: Scene; result: Result }) =>
  result.blocks
    .flatMap((block) => {
      if (block.kind === 'list') return block.items;
      if (block.kind !== 'clauses') return [block.text];
      return clausesIn(now, block.matters).length > 0 ? [block.heading] : [block.silent ?? ''];
    })
    .join('\n');
const joined = (place: string, answers: Answers) =>
  resultOf(membership, place, { trade: 'courier-food', member: 'no', name: '王五', ...answers });
const helped = (place: string, answers: Answers) =>
  resultOf(help, place, { trade: 'courier-food', member: 'no', ...answers });

function walk(guide: Guide, ...inputs: (Input | string)[]) {
  let { data } = startRun(guide, 'r', 0);
  let note = null;
  for (const input of inputs)
    ({ data, note } = advance(
      guide,
      data,
      typeof input === 'string' ? { kind: 'words', words: input } : input,
      scene,
    ));
  return { data, note };
}

describe('the way into the union', () => {
  it('is walked straight through in own words', () => {
    const { data } = walk(
      membership,
      '我在石家庄',
      '我是送外卖的',
      '正定',
      '从来没入过',
      '归站点管',
      '美团专送',
      '城东配送公司',
      '从早到晚',
      SKIP,
      '我叫王小五',
      '13800138000',
    );
    expect(data.at).toBe(REVIEW);
    expect(data.answers).toMatchObject({
      trade: 'courier-food',
      area: '正定县',
      member: 'no',
      organiser: 'station',
      platform: { brand: 'meituan' },
      firm: '城东配送公司',
      hours: 'long',
      name: '王小五',
      phone: { kind: 'mobile', number: '13800138000' },
    });
  });

  it('asks for the county only where the directory tells counties apart', () => {
    const asked = (place: string) =>
      pathOf(membership, scene, { region: scene.texts.placeOf(place)?.id ?? '', trade: 'courier-food' }).some(
        ({ id }) => id === 'area',
      );
    expect(PLACES.filter(asked)).toEqual(['石家庄', '河北']);
    expect(asked('正定')).toBe(false);
  });

  it('asks for the county again once the region was changed after it', () => {
    const told = walk(membership, '石家庄', '外卖', '正定').data;
    expect(told.answers.area).toBe('正定县');
    const at = advance(membership, told, { kind: 'edit', step: 'region' }, scene).data;
    const moved = advance(membership, at, { kind: 'words', words: '河北' }, scene).data;
    expect(moved.answers.area).toBeUndefined();
    expect(moved.at).toBe('area');
  });

  it('says that somebody without an employer may join only where a text says so', () => {
    const said = (place: string) =>
      words(resultOf(membership, place, { trade: 'courier-food', organiser: 'alone' }));
    expect(PLACES.filter((place) => said(place).includes('也能申请入会'))).toEqual(['南昌']);
    expect(said('云南')).toContain('也能在这里提申请');
  });

  it('leads who asks for help on to what they may be owed besides', () => {
    const next = (what: string) => resultOf(help, '南昌', { what }).result.leadsTo;
    expect(next('accident')).toEqual(['injury']);
    expect(next('income')).toEqual(['complaint']);
    expect(next('ill')).toEqual([]);
  });

  it('asks a lone driver whom the vehicle is attached to, and nobody else who works alone', () => {
    const asked = (trade: string, organiser: string) =>
      pathOf(membership, scene, { region: '云南省', trade, member: 'no', organiser }).some(
        ({ id }) => id === 'firm',
      );
    expect(asked('truck', 'alone')).toBe(true);
    expect(asked('courier-food', 'alone')).toBe(false);
    expect(asked('courier-food', 'platform')).toBe(false);
    for (const organiser of ['station', 'outsourcing', 'dispatch', 'unsure'])
      expect(asked('courier-food', organiser)).toBe(true);
  });

  it('shows only clauses of the worker’s own texts, and letters that quote them as they are', () => {
    for (const place of PLACES)
      for (const organiser of ORGANISERS) {
        const shown = joined(place, { organiser });
        expect(quotes(shown).length, `${place} ${organiser}`).toBeGreaterThan(0);
        for (const { id } of quotes(shown))
          expect(TEXTS[place]?.some((text) => id.startsWith(text))).toBe(true);
        for (const { make } of shown.result.papers) {
          expect(checkPaper(make(), assistant.articleOf)).toBeUndefined();
          expect(formatPaper(make())).not.toContain('专项行动');
        }
      }
  });

  it('leads those without a fixed employer as 南昌 17 prints it, and says where a text does not', () => {
    expect(quotes(joined('南昌', { organiser: 'alone' }))[0]?.quote).toContain(
      '也可就近申请加入区域或行业联合工会',
    );
    expect(
      quotes(joined('南昌', { organiser: 'station' }))
        .map(({ quote }) => quote)
        .join(),
    ).not.toContain('无固定用人单位');
    for (const place of ['吉林', '河北', '云南', '淄博'])
      expect(words(joined(place, { organiser: 'alone' }))).toContain(`${place}的文件没写没有固定单位`);
    for (const place of ['南昌', '石家庄'])
      expect(words(joined(place, { organiser: 'alone' }))).not.toContain('没写没有固定单位');
    for (const place of PLACES)
      expect(words(joined(place, { organiser: 'station' }))).not.toContain('没写没有固定单位');
  });

  it('puts what is in force before a campaign that has ended', () => {
    for (const organiser of ORGANISERS)
      expect(quotes(joined('石家庄', { organiser }))[0]?.id).toBe('hebei-measures/27');
  });

  it('names unions of the directory with their source, nearest first, and the one of the firm before all', () => {
    const listed = (answers: Answers) => words(joined('石家庄', { organiser: 'station', ...answers }));
    expect(listed({})).toContain(
      '假想外卖行业工会联合会，000-1，工作日（来源：假想，核对日期：2026年1月5日）',
    );
    expect(listed({})).not.toContain('正定县总工会');
    expect(listed({ area: '正定县' })).toMatch(/正定县总工会[\s\S]*外卖行业工会联合会/);
    expect(listed({ firm: '城东配送公司', area: '正定县' })).toMatch(/城东配送公司工会[\s\S]*正定县总工会/);
    expect(listed({ trade: 'truck' })).not.toContain('外卖行业');
    expect(words(joined('南昌', { organiser: 'station' }))).toContain('还没有录');
    // Left over from another region.
    expect(words(joined('云南', { organiser: 'station', area: '正定县' }))).toContain('假想云南工会');
  });

  it('addresses the letter of somebody with a unit to no other union than its own', () => {
    const to = (answers: Answers) => joined('石家庄', answers).result.papers[0]?.make().to;
    expect(to({ organiser: 'alone' })).toBe('假想外卖行业工会联合会');
    expect(to({ organiser: 'station', firm: '城东配送公司' })).toBe('城东配送公司工会');
    expect(to({ organiser: 'station', firm: '城西公司' })).toBeNull();
  });

  it('does not let a member apply again: what is handed over is a transfer', () => {
    const { result } = joined('南昌', { organiser: 'alone', member: 'yes', union: '某某工会' });
    expect(result.papers).toEqual([]);
    expect(result.handOver?.ticket.topic).toBe('转会员关系');
    expect(result.blocks[0]).toMatchObject({ kind: 'lead', text: expect.stringContaining('不用重新申请') });
    expect(
      pathOf(membership, scene, { region: 'x', trade: 'truck', member: 'yes' }).map(({ id }) => id),
    ).toContain('union');
  });

  it('shows of benefits only what the text prints', () => {
    const benefits = (place: string) => quotes(joined(place, { organiser: 'station' })).map(({ id }) => id);
    expect(benefits('南昌')).toEqual(
      expect.arrayContaining(['nanchang-plan/10', 'nanchang-plan/14', 'nanchang-plan/17']),
    );
    expect(benefits('云南')).toEqual(expect.arrayContaining(['yunnan-opinions/13', 'yunnan-opinions/15']));
    expect(words(joined('云南', { organiser: 'station' }))).toContain('“符合条件”是什么条件');
    expect(words(joined('河北', { organiser: 'station' }))).not.toContain('“符合条件”');
  });

  it('does not say that texts are silent where there are none', () => {
    const said = words(joined('北京', { organiser: 'alone' }));
    expect(said).not.toContain('文件没写');
    expect(said).toContain('这里还没有北京的文件');
  });

  it('takes names that are names, and says what is wrong with others', () => {
    const at = (name: string) => walk(membership, '南昌', '外卖', '没入过', '单干', SKIP, SKIP, name);
    for (const name of ['🍜🍜', '长'.repeat(5000), '12345', '<script>']) {
      expect(at(name).data.at, name).toBe('name');
      expect(['problem', 'not-understood'], name).toContain(at(name).note?.kind);
    }
    expect(at('买买提·艾力').data.answers.name).toBe('买买提·艾力');
    expect(at('李四').data.at).toBe('phone');
    const called = (phone: string) =>
      walk(membership, '南昌', '外卖', '没入过', '单干', SKIP, SKIP, '李四', phone);
    for (const phone of ['138001380', '9'.repeat(5000), '电话'])
      expect(called(phone).data.at, phone).toBe('phone');
    expect(called('幺三八零零幺三八零零零').data.at).toBe(REVIEW);
  });

  it('takes no 没有 for the name of a firm', () => {
    const { data, note } = walk(membership, '云南', '货车', '没入过', '单干', '没有');
    expect(data.at).toBe('firm');
    expect(note).toEqual({ kind: 'problem', text: '有就说名字，没有就跳过。' });
  });
});

describe('the way to the union’s help', () => {
  it('is walked with everything passed over but place, need, membership and trade', () => {
    const { data } = walk(help, '南昌', '我住院了', SKIP, SKIP, '没有', SKIP, '快递', SKIP, SKIP);
    expect(data.at).toBe(REVIEW);
    expect(data.answers).toMatchObject({ what: 'ill', member: 'no', trade: 'parcel' });
    expect(Object.keys(data.answers)).toHaveLength(4);
  });

  it('shows only clauses of the worker’s own texts, and requests that quote them as they are', () => {
    for (const place of PLACES)
      for (const what of NEEDS)
        for (const member of ['yes', 'no', 'unsure']) {
          const shown = helped(place, { what, member });
          for (const { id } of quotes(shown))
            expect(TEXTS[place]?.some((text) => id.startsWith(text))).toBe(true);
          for (const { make } of shown.result.papers)
            expect(checkPaper(make(), assistant.articleOf)).toBeUndefined();
          expect(shown.result.handOver?.ticket).toMatchObject({ kind: 'help', urgent: false });
        }
  });

  it('shows 南昌’s clause for those whom an accident put in need to nobody who is ill', () => {
    const has = (what: string) =>
      quotes(helped('南昌', { what })).some(({ quote }) => quote.includes('因意外致困'));
    expect(NEEDS.filter(has)).toEqual(['accident', 'disaster', 'other']);
    expect(words(helped('南昌', { what: 'accident' }))).toContain('算不算，由工会来看');
    expect(words(helped('南昌', { what: 'ill' }))).toContain('南昌的文件没写到这种难处');
  });

  it('shows help with schooling to those who ask for it', () => {
    const ids = (place: string, what: string) => quotes(helped(place, { what })).map(({ id }) => id);
    expect(ids('南昌', 'school')).toEqual(['nanchang-plan/14']);
    expect(ids('云南', 'school')).toEqual(['yunnan-opinions/13', 'yunnan-opinions/15']);
    expect(ids('云南', 'ill')).toEqual(['yunnan-opinions/15']);
    expect(words(helped('南昌', { what: 'school' }))).not.toContain('没写到这种难处');
  });

  it('says where no text has anything of it, and takes the request all the same', () => {
    for (const what of NEEDS) {
      const shown = helped('淄博', { what });
      expect(quotes(shown)).toEqual([]);
      expect(words(shown)).toContain('淄博的文件没写到这种难处。照样能交');
      expect(shown.result.handOver).not.toBeNull();
    }
  });

  it('tells of members where the text does, shows the way in, and refuses nobody', () => {
    for (const place of PLACES) {
      const said = words(helped(place, { what: 'ill', member: 'no' }));
      expect(said.includes('这一条写的是会员'), place).toBe(['石家庄', '河北'].includes(place));
      expect(said).toContain('/入会');
      expect(said).not.toMatch(/不能申请|不符合|不予|不行/);
    }
    const member = words(helped('河北', { what: 'ill', member: 'yes', union: '城东工会' }));
    expect(member).toContain('城东工会');
    expect(member).not.toContain('/入会');
    const step = help.steps.find(({ id }) => id === 'member');
    expect(
      PLACES.filter(
        (place) => step?.matters({ ...scene, region: scene.texts.placeOf(place)?.id ?? null }).length,
      ),
    ).toEqual(['石家庄', '河北']);
  });

  it('names no sum, no paper to bring and no day', () => {
    for (const place of ['吉林', '淄博', '南昌'])
      for (const what of NEEDS) {
        const said = words(helped(place, { what }));
        expect(said).not.toMatch(/\d|身份证|病历|证明/);
        expect(said).toContain('要带什么，工会的人会告诉你');
      }
  });

  it('keeps from the desk, until it is claimed, what is told of oneself and one’s home', () => {
    expect(help.steps.filter(({ personal }) => personal).map(({ id }) => id)).toEqual([
      'story',
      'household',
      'name',
      'phone',
    ]);
    const { ticket } =
      helped('南昌', { what: 'ill', story: '胃出血', household: '一家四口' }).result.handOver ?? {};
    expect(JSON.stringify(ticket)).not.toMatch(/胃|四口/);
  });

  it('takes a story of its length, and asks for less where it is longer', () => {
    const told = (story: string) => walk(help, '南昌', '病了', story);
    expect(told('长'.repeat(5000)).note?.kind).toBe('problem');
    expect(told('🙏'.repeat(500)).data.at).toBe('household');
  });
});

describe('any walk', () => {
  it.each([
    [
      '入会',
      membership,
      ['外卖', '站点', '众包', '没入过', '入过', '城东公司', '王小五', '13800138000', '有空才干'],
    ],
    [
      '困难帮扶',
      help,
      ['我住院了', '车祸，又没收入', '学费', '没有', '是会员', '快递', '王小五', '一家四口'],
    ],
  ])(
    'through %s throws nothing, keeps what fits, and ends',
    (_, guide, own) => {
      fc.assert(
        fc.property(anyInputs(guide, scene, [...PLACES, '正定', '北京', '火星', ...own]), (inputs) => {
          const data = walkOn(guide, scene, walkThrough(guide, scene, inputs), '王小五');
          expect([REVIEW, RESULT]).toContain(data.at);
          const { papers } = guide.finish(withAnswers(scene, data.answers));
          for (const { make } of papers) expect(checkPaper(make(), assistant.articleOf)).toBeUndefined();
        }),
        { numRuns: 80 },
      );
    },
    60_000,
  );
});
