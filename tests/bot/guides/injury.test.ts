import { beforeAll, describe, expect, it } from 'vitest';
import { createFacts } from '#knowledge';
import { injuryCopy as copy } from '../../../bot/copy/guides/injury.ts';
import { advance, clausesIn, type Input, pathOf, withAnswers } from '../../../bot/guides/advance.ts';
import type { Answers, Result, Scene } from '../../../bot/guides/guide.ts';
import { isDeath, KINDS, TIES } from '../../../bot/guides/injury/case.ts';
import { injury } from '../../../bot/guides/injury/guide.ts';
import { REVIEW, startRun } from '../../../bot/guides/run.ts';
import { checkPaper } from '../../../bot/papers/check-paper.ts';
import { formatPaper } from '../../../bot/papers/format-paper.ts';
import { realLibrary } from '../../real-release.ts';
import { walkAtRandom } from './random-walk.ts';
import { realScene } from './real-scene.ts';

const URGENT = [
  { number: '120', name: '急救' },
  { number: '110', name: '报警' },
];
let scene: Scene;
let assistant: Awaited<ReturnType<typeof realLibrary>>['assistant'];
beforeAll(async () => {
  scene = await realScene({ urgent: URGENT });
  ({ assistant } = await realLibrary());
}, 400_000);

/** Whose texts hold where: 石家庄 has its own and its province's. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  吉林: ['jilin'],
  石家庄: ['shijiazhuang', 'hebei'],
  河北: ['hebei'],
  云南: ['yunnan'],
  淄博: ['zibo'],
  南昌: ['nanchang'],
};
const PLACES = Object.keys(TEXTS);
const TRADES = ['courier-food', 'parcel'];

function sceneIn(place: string, answers: Answers, more: Partial<Scene> = {}): Scene {
  const region = scene.texts.placeOf(place)?.id ?? '';
  return withAnswers({ ...scene, ...more }, { region, ...answers });
}
function resultOf(place: string, answers: Answers, more: Partial<Scene> = {}) {
  const now = sceneIn(place, answers, more);
  return { now, result: injury.finish(now) };
}
/** All that a result says besides its clauses. */
const wordsOf = ({ blocks }: Result): string =>
  blocks
    .flatMap((block) => {
      if (block.kind === 'list') return block.items;
      return block.kind === 'clauses' ? [block.heading, block.silent ?? ''] : [block.text];
    })
    .join('\n');
const clausesOf = (now: Scene, { blocks }: Result) =>
  blocks.flatMap((block) => (block.kind === 'clauses' ? clausesIn(now, block.matters) : []));
const quotesOf = (place: string, answers: Answers) => {
  const { now, result } = resultOf(place, answers);
  return clausesOf(now, result)
    .map(({ quote }) => quote)
    .join('\n');
};
const askedOf = (answers: Answers) => pathOf(injury, scene, answers).map(({ id }) => id);
const promptOf = (id: string, answers: Answers, now = scene) =>
  injury.steps
    .find((step) => step.id === id)
    ?.prompt(withAnswers(now, answers))
    .join('\n') ?? '';

describe('the first hour', () => {
  it('tells whom to call before anything else is asked of somebody who cannot move', () => {
    expect(promptOf('kind', { hurt: 'bad' })).toMatch(/^打120叫救护车/);
    expect(promptOf('kind', { hurt: 'light' })).not.toContain('120');
  });

  it.each([
    ['bad', 'traffic', ['打120', '打110', '车牌', '拍下来', 'App']],
    ['light', 'traffic', ['离开车道', '打110', '去医院', '车牌', '拍下来', 'App']],
    ['hospital', 'traffic', ['听医生', '报警', '车牌', '拍下来', 'App']],
    ['light', 'assault', ['人多', '打110', '去医院', '拍下来', 'App']],
    ['light', 'sick', ['阴凉', '去医院', '拍下来', 'App']],
    ['gone', 'sick', ['节哀', '别签', '拍下来', 'App', '转人工']],
  ])('%s, %s: in this order', (hurt, kind, order) => {
    const said = promptOf('now', { hurt, kind });
    const places = order.map((words) => said.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('calls no number that nobody has set, and no police for a fall', () => {
    const bare = { ...scene, urgent: [] };
    expect(promptOf('now', { hurt: 'bad', kind: 'traffic' }, bare)).not.toMatch(/\d{3}/);
    expect(promptOf('now', { hurt: 'light', kind: 'fall' })).not.toContain('报警');
  });

  it('says nothing of an accident in time to somebody who is home again', () => {
    expect(askedOf({ hurt: 'rest', kind: 'fall' })).not.toContain('now');
    expect(askedOf({ hurt: 'bad', kind: 'fall' })).toContain('now');
  });
});

describe('the questions', () => {
  it('ask for the police only where there may be some, and for the trade only where the platform does not tell it', () => {
    expect(askedOf({ hurt: 'light', kind: 'traffic' })).toContain('police');
    expect(askedOf({ hurt: 'light', kind: 'lift' })).not.toContain('police');
    expect(askedOf({ hurt: 'light', platform: { name: '美团', brand: 'meituan' } })).not.toContain('trade');
    expect(askedOf({ hurt: 'light', platform: { name: '某某送' } })).toContain('trade');
    expect(askedOf({ hurt: 'light' })).not.toContain('worklog');
  });

  it('are heard in own words', () => {
    const words = [
      '流了好多血，站不起来',
      '被一辆轿车撞了',
      '知道了',
      '送餐',
      '没报',
      '昨天',
      '人民路口',
      '南昌',
    ];
    let { data } = startRun(injury, 'r', 0);
    for (const said of words) ({ data } = advance(injury, data, { kind: 'words', words: said }, scene));
    expect(data.answers).toMatchObject({
      hurt: 'bad',
      kind: 'traffic',
      now: 'go',
      doing: 'way',
      police: 'no',
      when: { from: '2026-11-21', to: '2026-11-21' },
      how: '人民路口',
      region: '江西省/南昌市',
    });
  });

  it.each([
    ['手破了点皮', 'light'],
    ['还好，能走', 'light'],
    ['不太严重', 'light'],
    ['昏过去了', 'bad'],
    ['在急诊等着', 'hospital'],
    ['在家躺着，干不了活', 'rest'],
    ['没救过来', 'gone'],
  ])('hear how somebody is: %s', (words, hurt) => {
    const { data } = advance(injury, startRun(injury, 'r', 0).data, { kind: 'words', words }, scene);
    expect(data.answers.hurt).toBe(hurt);
  });

  it.each(['累死了', '差点被撞死', '快死了', '撞死我了', '热死了'])('take nobody for dead: %s', (words) => {
    expect(isDeath(words)).toBe(false);
    expect(injury.prefill(words, scene).hurt).toBeUndefined();
  });

  it.each([
    ['送餐路上', 'way'],
    ['下班回家的路上', 'commute'],
    ['等餐的时候', 'wait'],
    ['卸货呢', 'load'],
  ])('hear what somebody was doing: %s', (words, doing) => {
    const inputs = ['还能动', '摔的', '知道了', words];
    let { data } = startRun(injury, 'r', 0);
    for (const said of inputs) ({ data } = advance(injury, data, { kind: 'words', words: said }, scene));
    expect(data.answers.doing).toBe(doing);
  });

  it('ask where somebody with a broken bone is', () => {
    const { data } = advance(
      injury,
      startRun(injury, 'r', 0).data,
      { kind: 'words', words: '腿断了' },
      scene,
    );
    expect(data.options).toEqual(['hospital', 'rest']);
  });

  it('take what the asking words hold already, and no more', () => {
    expect(injury.prefill('我昨天送餐路上被车撞伤住院了', scene)).toMatchObject({
      kind: 'traffic',
      hurt: 'hospital',
      doing: 'way',
      when: { from: '2026-11-21', to: '2026-11-21' },
    });
    expect(injury.prefill('我受伤了', scene)).toEqual({});
  });

  it('may all be passed over but how somebody is, how it came and where', () => {
    let { data } = startRun(injury, 'r', 0);
    const inputs: Input[] = [
      { kind: 'pick', step: 'hurt', choice: 'light' },
      { kind: 'pick', step: 'kind', choice: 'other' },
    ];
    for (const input of inputs) ({ data } = advance(injury, data, input, scene));
    for (let left = 20; data.at !== REVIEW && left > 0; left--)
      ({ data } = advance(
        injury,
        data,
        data.at === 'region' ? { kind: 'words', words: '吉林' } : { kind: 'skip' },
        scene,
      ));
    expect(data.at).toBe(REVIEW);
    expect(Object.keys(data.answers)).toEqual(['hurt', 'kind', 'region']);
    const result = injury.finish(withAnswers(scene, data.answers));
    expect(result.handOver?.ticket).toMatchObject({ kind: 'injury', urgent: false });
  });
});

describe('the way of the insurance', () => {
  it('shows only clauses that stand in the texts of the place', () => {
    for (const place of PLACES)
      for (const tie of TIES)
        for (const trade of TRADES)
          for (const kind of KINDS) {
            const { now, result } = resultOf(place, { hurt: 'rest', tie, trade, kind });
            for (const { id, quote } of clausesOf(now, result)) {
              expect(
                TEXTS[place]?.some((text) => id.startsWith(text)),
                `${place} ${id}`,
              ).toBe(true);
              const article = assistant.articleOf(id);
              for (const piece of quote.split('\n')) expect(article?.text).toContain(piece);
            }
          }
  });

  it('says to whom work injury insurance belongs: never to somebody on their own', () => {
    expect(quotesOf('石家庄', { tie: 'contract' })).toContain('存在劳动关系的新就业形态劳动者工伤保险权益');
    expect(quotesOf('石家庄', { tie: 'unsure' })).toContain('工伤保险权益');
    expect(quotesOf('石家庄', { tie: 'free' })).not.toContain('工伤保险');
    expect(quotesOf('石家庄', { tie: 'free' })).toContain('职业伤害保障试点工作');
    expect(quotesOf('河北', { tie: 'contract' })).toBe('');
    expect(wordsOf(resultOf('河北', { tie: 'contract' }).result)).toContain('没查到河北的文件写工伤');
  });

  it('does not pass a duty for pensions off as one for injuries', () => {
    for (const place of PLACES)
      for (const tie of TIES) expect(quotesOf(place, { tie, hurt: 'light' })).not.toMatch(/养老保险/);
  });

  it('names what only one place has, there only', () => {
    const of = (words: string, answers: Answers) =>
      PLACES.filter((place) => quotesOf(place, { hurt: 'rest', ...answers }).includes(words));
    expect(of('意外伤害保险补贴', { tie: 'free' })).toEqual(['淄博']);
    expect(of('基层快递网点', { tie: 'free', trade: 'parcel' })).toEqual(['南昌']);
    expect(of('基层快递网点', { tie: 'free', trade: 'courier-food' })).toEqual([]);
    expect(of('因意外致困', { tie: 'free' })).toEqual(['南昌']);
    expect(of('联网即时结算', { tie: 'contract' })).toEqual(['南昌']);
  });

  it('keeps 鼓励 what it is, and says it of no text that does not name commercial insurance', () => {
    const said = (place: string) => wordsOf(resultOf(place, { tie: 'free' }).result);
    for (const place of ['石家庄', '河北', '云南', '淄博', '南昌'])
      expect(said(place)).toContain(copy.encouraged);
    expect(said('吉林')).not.toContain(copy.encouraged);
    expect(said('吉林')).toContain('没查到吉林的文件写要买商业保险');
  });

  it('promises nothing, and sets no time of its own', () => {
    for (const place of PLACES)
      for (const tie of TIES) {
        const said = wordsOf(resultOf(place, { tie, hurt: 'bad', insured: ['daily'] }).result);
        expect(said).toContain(copy.insurance.noPromise);
        expect(said).toContain(copy.noDeadlines);
        expect(said).not.toMatch(/\d+[天日个年月]|一定(?:能|会)赔|可以赔|赔你/);
      }
  });

  it('tells the times that an admin wrote down, with their source', () => {
    const facts = createFacts({
      deadlines: [
        {
          what: 'injury-report',
          region: null,
          text: '假想的期限，早点报。',
          source: '假想法第零条',
          checked: '2026-11-01',
        },
      ],
    });
    const { result } = resultOf('吉林', { tie: 'free' }, { texts: { ...scene.texts, facts } });
    expect(wordsOf(result)).toContain('假想的期限，早点报。（来源：假想法第零条');
    expect(wordsOf(result)).not.toContain(copy.noDeadlines);
  });

  it('cites nothing where no text is', () => {
    const texts = {
      ...scene.texts,
      clausesOf: () => [],
      placeById: (id: string) => ({ id, name: '某省', covered: false }),
    };
    const now = withAnswers({ ...scene, texts }, { region: '某省', hurt: 'light', kind: 'fall' });
    expect(wordsOf(injury.finish(now))).toContain('这里还没有某省的文件');
    expect(wordsOf(injury.finish(now))).not.toContain('没查到某省');
  });
});

describe('what it ends in', () => {
  it('is urgent for somebody who cannot work, and names nobody in its topic', () => {
    const urgent = (hurt: string) =>
      resultOf('吉林', { hurt, kind: 'traffic' }).result.handOver?.ticket.urgent;
    expect(['bad', 'hospital', 'rest', 'gone'].map(urgent)).toEqual([true, true, true, true]);
    expect(['light', 'back'].map(urgent)).toEqual([false, false]);
    const answers = { hurt: 'bad', kind: 'assault', name: '李小明', how: '被王某打' };
    expect(resultOf('吉林', answers).result.handOver?.ticket.topic).toBe('受伤：被人打的');
  });

  it('leaves out of its list what was said to be done', () => {
    const done = wordsOf(
      resultOf('吉林', { hurt: 'rest', kind: 'traffic', police: 'yes', have: ['told', 'chat', 'blame'] })
        .result,
    );
    for (const words of [copy.do.police, copy.do.platform, copy.do.boss, copy.do.policePaper])
      expect(done).not.toContain(words);
    const open = wordsOf(resultOf('吉林', { hurt: 'rest', kind: 'traffic', police: 'fled' }).result);
    expect(open).toContain(copy.do.fled);
    expect(open).toContain(copy.do.platform);
  });

  it('makes the checklist for the case', () => {
    const names = (answers: Answers) => wordsOf(resultOf('吉林', { hurt: 'rest', ...answers }).result);
    expect(names({ kind: 'traffic' })).toContain('事故认定书');
    expect(names({ kind: 'sick' })).not.toContain('事故认定书');
    expect(names({ kind: 'sick' })).toContain('在线时长截图');
    expect(names({ kind: 'fall', tie: 'managed' })).toContain('排班打卡');
    expect(names({ kind: 'fall', tie: 'free' })).not.toContain('排班打卡');
  });

  it('makes papers that quote nothing wrong, for every place and tie', () => {
    for (const place of PLACES)
      for (const tie of TIES) {
        const { result } = resultOf(place, {
          hurt: 'rest',
          kind: 'traffic',
          tie,
          how: '路口🛵被撞',
          have: ['medical'],
        });
        for (const offer of result.papers) {
          const paper = offer.make();
          expect(checkPaper(paper, assistant.articleOf)).toBeUndefined();
          expect(formatPaper(paper)).toContain('病历、检查单');
        }
      }
  });

  it('comes from whatever is said in whatever order', () => {
    walkAtRandom(injury, scene, (now) => {
      const result = injury.finish(now);
      expect(wordsOf(result)).toContain(copy.insurance.noPromise);
      for (const offer of result.papers)
        expect(checkPaper(offer.make(), assistant.articleOf)).toBeUndefined();
    });
  });
});
