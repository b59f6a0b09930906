import { describe, expect, it } from 'vitest';
import { createRetriever } from '../../../knowledge/search/retriever.ts';
import { realLibrary, TODAY } from '../../real-release.ts';

const { release } = await realLibrary();
const retriever = createRetriever(release);
const ids = (question: string, place: string | null) =>
  retriever
    .find(release.reader.read(question), place, TODAY)
    .hits.map(({ position }) => release.catalog.ids[position] ?? '');

describe('the ranking of the real release', () => {
  it.each([
    [
      '吉林省',
      '收了我的押金不退，要罚他们多少',
      'jilin-measures/43',
      '第四十三条 holds the fine, 第五条 only the ban',
    ],
    [
      '吉林省',
      '招骑手不要女的',
      'jilin-measures/5',
      '第五条 forbids barriers of sex; 第四十一条 is where to complain',
    ],
    [
      '吉林省',
      '连着跑了五个小时系统还派单',
      'jilin-measures/29',
      '第二十九条 names four hours and the pause',
    ],
    ['河北省', '逼我办个体户执照才让接单', 'hebei-measures/8', '第八条 is about nothing else'],
    [
      '云南省',
      '抽成比例说改就改',
      'yunnan-opinions/12',
      '（十二） lists 抽成比例 among what must be made public',
    ],
    [
      '山东省/淄博市',
      '不让我同时在别的平台接单',
      'zibo-opinions/4',
      '（四） forbids to limit work on several platforms',
    ],
    ['江西省/南昌市', '连续跑四个多小时能歇会儿不', 'nanchang-plan/6', '6. names four hours'],
  ])('%s: %s → %s, because %s', (place, question, first) => {
    expect(ids(question, place)[0]).toBe(first);
  });

  it('gives 石家庄 both the city’s plan and the province’s measures for what both speak of', () => {
    expect(ids('职业伤害保障', '河北省/石家庄市').slice(0, 5)).toEqual(
      expect.arrayContaining(['hebei-measures/18', 'shijiazhuang-plan/2.7']),
    );
  });

  it('never offers a task row or a notice’s section, which are addressed to offices', () => {
    const found = ['押金', '统筹协调', '牵头单位 配合单位', '加强宣传引导'].flatMap((question) =>
      ids(question, null),
    );
    expect(found.filter((id) => /-(tasks|notice|roster)\//.test(id))).toEqual([]);
  });

  it('is the same on every call', () => {
    expect(ids('下大雪还让送单', '吉林省')).toEqual(ids('下大雪还让送单', '吉林省'));
  });
});
