import { describe, expect, it } from 'vitest';
import { files, instrument, instruments, parseText } from '../policies.ts';

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

describe('facts of any other text', () => {
  const NOTICE = `昆明市人力资源和社会保障局
昆明市总工会

文件

昆人社发〔2023〕9号

关于印发《昆明市快递员劳动保障办法（试行）》的通知

各县（市）区人民政府：

现将《昆明市快递员劳动保障办法（试行）》印发给你们，请认真贯彻执行。

2023年5月8日

昆明市快递员劳动保障办法（试行）

第一条 企业应当依法用工。

第二条 本办法自印发之日起施行。
`;

  it('measures take number, day and issuers from the notice that issues them', () => {
    const [notice, measures] = parseText(NOTICE).instruments;
    expect(notice?.id).toBe('kunming-notice');
    expect(measures).toMatchObject({
      id: 'kunming-measures',
      title: '昆明市快递员劳动保障办法（试行）',
      number: { value: '昆人社发〔2023〕9号', source: 'printed' },
      date: { value: '2023-05-08', source: 'printed' },
      region: { value: '云南省/昆明市', source: 'printed' },
      issuers: ['昆明市人力资源和社会保障局', '昆明市总工会'],
      level: 'city',
      status: 'trial',
    });
  });

  it('a printed fact goes before what the manifest says', () => {
    const facts = [{ kind: 'measures' as const, number: '错号〔2020〕1号', region: '吉林省' }];
    const [, measures] = parseText(NOTICE, { facts }).instruments;
    expect(measures?.number).toEqual({ value: '昆人社发〔2023〕9号', source: 'printed' });
    expect(measures?.region).toEqual({ value: '云南省/昆明市', source: 'printed' });
  });

  it('what only the manifest knows is marked as outside the text', () => {
    const facts = [
      { kind: 'opinions' as const, number: '赣人社发〔2021〕38号', date: '2021-10-01', region: '江西省' },
    ];
    const [opinions] = parseText('关于维护劳动者权益的实施意见\n\n一、依法用工\n\n企业要依法用工。\n', {
      facts,
    }).instruments;
    expect(opinions).toMatchObject({
      id: 'jiangxi-opinions',
      number: { value: '赣人社发〔2021〕38号', source: 'outside the text' },
      date: { value: '2021-10-01', source: 'outside the text' },
      region: { value: '江西省', source: 'outside the text' },
      level: 'province',
    });
  });

  it('two texts of one place and kind get different ids', () => {
    const taken = parseText(`${NOTICE}\n昆明市外卖员劳动保障办法（暂行）\n\n第一条 企业不得收取押金。\n`);
    expect(taken.instruments.map(({ id }) => id)).toEqual([
      'kunming-notice',
      'kunming-measures',
      'kunming-measures-2',
    ]);
    expect(taken.instruments[2]?.status).toBe('interim');
  });

  it('a campaign that ends in the next year has both years', () => {
    const [plan] = parseText(
      '昆明市专项行动工作方案\n\n一、目标\n\n规范用工。\n\n二、步骤\n\n本次行动实施时间为2023年11月至2024年2月。\n',
    ).instruments;
    expect(plan).toMatchObject({ status: 'campaign', period: { from: '2023-11', to: '2024-02' } });
  });
});
