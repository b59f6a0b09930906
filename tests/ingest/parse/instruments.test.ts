import { describe, expect, it } from 'vitest';
import { files, instrument, instruments } from '../../policies.ts';

const CITY = '河北省/石家庄市';
const CAMPAIGN = { from: '2022-03', to: '2022-07' };
const JILIN = { number: '吉人社联〔2021〕203号', issuers: 15, date: '2021-12-22', region: '吉林省' };
const SHIJIAZHUANG = { number: '石人社发〔2022〕4号', issuers: 1, date: '2022-03-07', region: CITY };
const HEBEI = { number: '冀人社规〔2021〕5号', issuers: 8, date: null, region: '河北省' };
const NANCHANG = {
  number: '洪人社发〔2022〕88号',
  issuers: 9,
  date: '2022-05-12',
  region: '江西省/南昌市',
};

/** What the twelve texts print about themselves. */
const FACTS = [
  { id: 'jilin-notice', ...JILIN, level: 'province', status: 'trial', period: null },
  { id: 'jilin-measures', ...JILIN, level: 'province', status: 'trial', period: null },
  { id: 'jilin-tasks', ...JILIN, level: 'province', status: 'trial', period: null },
  { id: 'shijiazhuang-notice', ...SHIJIAZHUANG, level: 'city', status: 'campaign', period: CAMPAIGN },
  { id: 'shijiazhuang-plan', ...SHIJIAZHUANG, level: 'city', status: 'campaign', period: CAMPAIGN },
  { id: 'shijiazhuang-roster', ...SHIJIAZHUANG, level: 'city', status: 'campaign', period: CAMPAIGN },
  { id: 'hebei-notice', ...HEBEI, level: 'province', status: 'interim', period: null },
  { id: 'hebei-measures', ...HEBEI, level: 'province', status: 'interim', period: null },
  {
    id: 'yunnan-opinions',
    number: '云人社发〔2021〕40号',
    issuers: 0,
    date: null,
    region: '云南省',
    level: 'province',
    status: 'in-force',
    period: null,
  },
  {
    id: 'zibo-opinions',
    number: '淄人社发〔2021〕16号',
    issuers: 8,
    date: '2021-11-19',
    region: '山东省/淄博市',
    level: 'city',
    status: 'in-force',
    period: null,
  },
  { id: 'nanchang-notice', ...NANCHANG, level: 'city', status: 'in-force', period: null },
  { id: 'nanchang-plan', ...NANCHANG, level: 'city', status: 'in-force', period: null },
];

const TITLES: Readonly<Record<string, string>> = {
  'jilin-notice': '关于印发《吉林省维护新就业形态劳动者劳动保障权益实施办法（试行）》的通知',
  'jilin-measures': '吉林省维护新就业形态劳动者劳动保障权益实施办法（试行）',
  'jilin-tasks': '贯彻落实《吉林省维护新就业形态劳动者劳动保障权益实施办法（试行）》省直部门任务分工清单',
  'shijiazhuang-plan': '全市开展维护新就业形态劳动者劳动保障权益专项行动工作方案',
  'shijiazhuang-roster': '石家庄市新就业形态劳动者劳动保障权益维护工作推进小组组成人员及职责分工',
  'hebei-notice': '关于印发《关于维护新就业形态劳动者劳动保障权益的实施办法（暂行）》的通知',
  'hebei-measures': '关于维护新就业形态劳动者劳动保障权益的实施办法（暂行）',
  'yunnan-opinions': '关于维护新就业形态劳动者劳动保障权益的实施意见',
  'zibo-opinions':
    '淄博市人力资源和社会保障局等八部门关于贯彻落实鲁人社发〔2021〕15号文件维护新就业形态劳动者劳动保障权益的意见',
  'nanchang-notice': '关于印发《关于维护新就业形态劳动者劳动保障权益的实施方案》的通知',
  'nanchang-plan': '关于维护新就业形态劳动者劳动保障权益的实施方案',
};

describe('the twelve instruments of the five files', () => {
  it('are found in reading order', () => {
    expect(instruments.map(({ id }) => id)).toEqual(FACTS.map(({ id }) => id));
  });

  it.each(FACTS)('$id has the facts that stand in its text', (facts) => {
    const { id, number, issuers, date, region, level, status, period } = instrument(facts.id);
    expect({
      id,
      number: number?.value ?? null,
      issuers: issuers.length,
      date: date?.value ?? null,
      region: region?.value ?? null,
      level,
      status,
      period,
    }).toEqual(facts);
  });

  it.each(Object.entries(TITLES))('%s has its whole title, joined over the line break', (id, title) => {
    expect(instrument(id).title).toBe(title);
  });

  it('the title of shijiazhuang-notice is joined over three lines', () => {
    expect(instrument('shijiazhuang-notice').title).toBe(
      '石家庄市新就业形态劳动者劳动保障权益维护工作推进小组办公室关于印发《全市开展维护新就业形态劳动者劳动保障权益专项行动工作方案》的通知',
    );
  });

  it('every fact is marked as printed, but the number and the province of the 云南 text', () => {
    const outside = instruments.flatMap(({ id, number, date, region }) =>
      [number, date, region].flatMap((fact) =>
        fact?.source === 'outside the text' ? [`${id} ${fact.value}`] : [],
      ),
    );
    expect(outside).toEqual(['yunnan-opinions 云人社发〔2021〕40号', 'yunnan-opinions 云南省']);
  });

  it('the 云南 text and the 河北 texts print no day, so none is given to them', () => {
    expect(instrument('yunnan-opinions').date).toBeNull();
    expect(instrument('hebei-measures').date).toBeNull();
  });

  it('issuers are those of the letterhead or the signature, in print order, two on one line parted', () => {
    expect(instrument('jilin-measures').issuers.slice(0, 2)).toEqual([
      '吉林省人力资源和社会保障厅',
      '吉林省发展和改革委员会',
    ]);
    expect(instrument('jilin-measures').issuers.at(-1)).toBe('吉林省总工会');
    expect(instrument('zibo-opinions').issuers).toContain('淄博市发展和改革委员会');
    expect(instrument('nanchang-plan').issuers).toContain('南昌市邮政管理局');
    expect(instrument('shijiazhuang-plan').issuers).toEqual([
      '石家庄市新就业形态劳动者劳动保障权益维护工作推进小组办公室',
    ]);
  });

  it('an attachment of the city that has a number of its own keeps it: 河北 is not 石人社发', () => {
    const file = files.find((candidate) => candidate.file.startsWith('shijiazhuang'));
    expect(file?.instruments.map(({ number }) => number?.value)).toEqual([
      '石人社发〔2022〕4号',
      '石人社发〔2022〕4号',
      '石人社发〔2022〕4号',
      '冀人社规〔2021〕5号',
      '冀人社规〔2021〕5号',
    ]);
  });
});
