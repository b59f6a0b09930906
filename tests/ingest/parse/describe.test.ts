import { describe, expect, it } from 'vitest';
import { parseText } from '../../policies.ts';

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
    const facts = [{ kind: 'measures' as const, nth: 1, number: '错号〔2020〕1号', region: '吉林省' }];
    const [, measures] = parseText(NOTICE, { facts }).instruments;
    expect(measures?.number).toEqual({ value: '昆人社发〔2023〕9号', source: 'printed' });
    expect(measures?.region).toEqual({ value: '云南省/昆明市', source: 'printed' });
  });

  it('what only the manifest knows is marked as outside the text', () => {
    const facts = [
      {
        ...{ kind: 'opinions' as const, nth: 1, number: '赣人社发〔2021〕38号' },
        ...{ date: '2021-10-01', region: '江西省' },
      },
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

  it('what a person entered goes before the print, is marked, and is no fact from outside where both agree', () => {
    const facts = [
      {
        ...{
          kind: 'measures' as const,
          nth: 1,
          by: '王芳',
          title: '昆明市快递员办法',
          status: 'in-force' as const,
        },
        ...{ number: '昆人社发〔2023〕8号', date: '2023-05-08', issuers: ['昆明市总工会'], region: '吉林省' },
        ...{ from: '2023-06-01', to: '2025-05-31' },
        ended: { on: '2024-01-01', how: 'superseded' as const, instead: 'jilin-measures', why: '有了新办法' },
      },
    ];
    const [notice, measures] = parseText(NOTICE, { facts }).instruments;
    expect(measures).toMatchObject({
      ...{ id: 'jilin-measures', title: '昆明市快递员办法', status: 'in-force', issuers: ['昆明市总工会'] },
      number: { value: '昆人社发〔2023〕8号', source: 'outside the text' },
      date: { value: '2023-05-08', source: 'printed' },
      ...{ region: { value: '吉林省', source: 'outside the text' }, level: 'province' },
      from: { value: '2023-06-01', source: 'outside the text' },
      to: { value: '2025-05-31', source: 'outside the text' },
      ended: { on: '2024-01-01', how: 'superseded', instead: 'jilin-measures' },
      entered: ['title', 'issuers', 'status'],
    });
    expect(notice).toMatchObject({ entered: [], ended: null, region: { source: 'printed' } });
  });

  it('全国 makes a text bind everywhere, whatever place its print names', () => {
    const facts = [{ kind: 'measures' as const, nth: 1, by: '王芳', region: '全国' }];
    const [, measures] = parseText(NOTICE, { facts }).instruments;
    expect(measures).toMatchObject({ region: null, level: 'national' });
  });

  it('of two texts of one kind the entry says which one it is about', () => {
    const two = `${NOTICE}\n昆明市外卖员劳动保障办法（暂行）\n\n第一条 企业不得收取押金。\n`;
    const facts = [{ kind: 'measures' as const, nth: 2, by: '王芳', number: '昆人社发〔2024〕1号' }];
    const [, first, second] = parseText(two, { facts }).instruments;
    expect(first?.number?.value).toBe('昆人社发〔2023〕9号');
    expect(second?.number?.value).toBe('昆人社发〔2024〕1号');
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

describe('regulations of a place are never told as the State’s', () => {
  const placed = (title: string, under = '') =>
    parseText(`${title}\n\n${under}\n\n第一条 为了保障骑手权益，制定本条例。\n`).instruments[0];

  it.each([
    ['深圳经济特区骑手条例', '广东省/深圳市'],
    ['海南自由贸易港骑手条例', '海南省'],
    ['苏州骑手条例', '江苏省/苏州市'],
  ])('%s binds in %s', (title, region) => {
    expect(placed(title)?.region?.value).toBe(region);
  });

  it.each([
    ['中国（上海）自由贸易试验区条例', ''],
    ['劳动者权益保障条例', '（2020年1月1日广东省第十三届人民代表大会常务委员会第九次会议通过）'],
    ['某某经济特区骑手条例', ''],
  ])('%s %s waits for a person to say where', (title, under) => {
    expect(placed(title, under)?.level).toBe('unknown');
  });

  it.each([
    ['职工带薪年休假条例', '（2007年12月7日国务院第198次常务会议通过）'],
    [
      '中华人民共和国海南自由贸易港法',
      '（2021年6月10日第十三届全国人民代表大会常务委员会第二十九次会议通过）',
    ],
  ])('%s is', (title, under) => {
    expect(placed(title, under)?.level).toBe('national');
  });
});
