import { describe, expect, it } from 'vitest';
import { parseText } from '../../policies.ts';

/** Prints of our own, laid out as offices lay them out. */
const lines = (text: string) => text.trim().split('\n').join('\n\n');
const read = (text: string) => {
  const { instruments, articles, warnings } = parseText(`${lines(text)}\n`);
  return {
    titles: instruments.map(({ title }) => title),
    instruments,
    articles: articles.map(({ id, text: words }) => [id, words.replaceAll('\n', '|')]),
    warnings: warnings.map(({ warning }) => warning.code),
  };
};

describe('what stands around a text', () => {
  const NOTICE = `
000001
特急
长春市人力资源和社会保障局文件
长人社发〔2025〕17号
关于做好快递外卖从业人员夏季劳动保护工作的通知
各平台企业：
为保护快递员，现通知如下：
一、限制作业。气温达到40℃的，应当停止作业。
二、发放津贴。每人每月300元。
附件：1.企业自查表
2.劳动者权利告知书
长春市人力资源和社会保障局
2025年6月12日
（此件主动公开）
（联系人：王某某，电话：0431-88690000）
抄送：市总工会，市应急管理局，
市交通运输局。
长春市人力资源和社会保障局办公室　2025年6月12日印发
附件1
企业自查表
序号\t自查内容\t自查结果
1\t是否推送提示。\t
附件2
劳动者权利告知书
一、停工期间不得扣减工资。
二、中暑可以申请工伤认定。`;

  it('is no title and no rule: number of the copy, urgency, copies, who printed it', () => {
    const { titles, instruments, articles } = read(NOTICE);
    expect(titles).toEqual([
      '关于做好快递外卖从业人员夏季劳动保护工作的通知',
      '企业自查表',
      '劳动者权利告知书',
    ]);
    expect(instruments[0]).toMatchObject({
      number: { value: '长人社发〔2025〕17号' },
      date: { value: '2025-06-12' },
      issuers: ['长春市人力资源和社会保障局'],
    });
    expect(articles).toEqual([
      ['changchun-notice/1', '限制作业。气温达到40℃的，应当停止作业。'],
      ['changchun-notice/2', '发放津贴。每人每月300元。'],
      ['changchun-document/1', '是否推送提示。'],
      ['changchun-document-2/1', '停工期间不得扣减工资。'],
      ['changchun-document-2/2', '中暑可以申请工伤认定。'],
    ]);
  });

  it('is an order: its sentence opens the text, and tells from when it is in force', () => {
    const { titles, instruments, articles } = read(`
云南省人力资源和社会保障厅令
第12号
《云南省职业伤害保障试行办法》已经2024年12月2日厅务会议通过，现予公布，自2025年1月1日起试行。
厅长　李某
二〇二四年十二月十日
云南省职业伤害保障试行办法
第一条 为保障劳动者，制定本办法。
第二条 本办法试行期两年。`);
    expect(titles).toEqual(['云南省职业伤害保障试行办法']);
    expect(instruments[0]).toMatchObject({
      status: 'trial',
      issuers: ['云南省人力资源和社会保障厅'],
      from: { value: '2025-01-01' },
      to: { value: '2026-12-31' },
    });
    expect(articles.map(([id]) => id)).toEqual([
      'yunnan-measures/0',
      'yunnan-measures/1',
      'yunnan-measures/2',
    ]);
  });

  it('is a list of facts above the title, with short lines of all lengths around it', () => {
    const { titles, instruments, articles } = read(`
索引号：\t11370300MB28/2025-0001\t发文机关：\t淄博市人力资源和社会保障局
发文字号：\t淄人社字〔2025〕12号\t成文日期：\t2025-03-18
关于做好平台企业用工指导工作的通知
（淄人社字〔2025〕12号）
各区县人力资源和社会保障局：
一、各区县应当加强指导。
二、平台企业应当公开规则。
淄博市人力资源和社会保障局
2025年3月18日`);
    expect(titles).toEqual(['关于做好平台企业用工指导工作的通知']);
    expect(instruments[0]).toMatchObject({
      number: { value: '淄人社字〔2025〕12号' },
      date: { value: '2025-03-18' },
      region: { value: '山东省/淄博市' },
    });
    expect(articles.map(([, text]) => text)).toEqual(['各区县应当加强指导。', '平台企业应当公开规则。']);
  });

  it('are the ministries above the title of a text that somebody forwards', () => {
    const { instruments } = read(`
吉林省人力资源和社会保障厅
转发关于维护平台劳动者权益的指导意见的通知
吉人社联字〔2024〕61号
现转发给你们，请执行。
吉林省人力资源和社会保障厅
2024年8月1日
人力资源社会保障部　国家发展改革委
交通运输部　应急部
关于维护平台劳动者权益的指导意见
人社部发〔2024〕56号
一、企业应当依法用工。
人力资源社会保障部
2024年7月16日`);
    expect(instruments.map(({ issuers, level }) => [issuers.join(' '), level])).toEqual([
      ['吉林省人力资源和社会保障厅', 'province'],
      ['人力资源社会保障部 国家发展改革委 交通运输部 应急部', 'national'],
    ]);
  });
});

describe('titles', () => {
  it('go on with （试行） on a line of its own', () => {
    const { titles, instruments } = read('淄博市工会驿站管理规定\n（试行）\n第一条　驿站不得收费。');
    expect(titles).toEqual(['淄博市工会驿站管理规定（试行）']);
    expect(instruments[0]?.status).toBe('trial');
  });

  it('stand behind 附件1： on one line, where the text of the attachment follows', () => {
    const { titles, articles } = read(`
石家庄市执法工作规范
第一条　执法应当公正。
附件：1.酒后驾驶查处流程
2.超速行驶查处流程
附件1：酒后驾驶查处流程
一、应当使用检测仪。
附件2：超速行驶查处流程
一、应当使用测速仪。`);
    expect(titles).toEqual(['石家庄市执法工作规范', '酒后驾驶查处流程', '超速行驶查处流程']);
    expect(articles.map(([, text]) => text)).toEqual([
      '执法应当公正。',
      '应当使用检测仪。',
      '应当使用测速仪。',
    ]);
  });

  it('are short where the text itself stands under them: the law that a decision changes is its own', () => {
    const { titles, articles } = read(`
吉林省人民代表大会常务委员会关于修改《吉林省工会条例》的决定
（2023年7月27日通过）
一、将第三条修改为：“劳动者有权入会。”
吉林省工会条例
（1994年1月1日通过　根据2023年7月27日《决定》修正）
第一章　总则
第三条　劳动者有权入会。`);
    expect(titles.at(-1)).toBe('吉林省工会条例');
    expect(articles.map(([id]) => id)).toEqual(['jilin-decision/1', 'jilin-regulations/3']);
  });

  it('of a list of attachments, with the signature below it, begin nothing', () => {
    const { titles, instruments } = read(`
石家庄市关于开展自查的通知
一、各企业应当自查。
附件：
企业自查表
石家庄市总工会
2025年3月1日`);
    expect(titles).toEqual(['石家庄市关于开展自查的通知']);
    expect(instruments[0]).toMatchObject({ issuers: ['石家庄市总工会'], date: { value: '2025-03-01' } });
  });

  it('are the first line where no wording tells them, and questions under it are kept', () => {
    const { titles, instruments, articles } = read(`
南昌市外卖骑手维权服务指南
（2025年版）
问：没有签合同怎么办？
答：可以投诉。
一、投诉电话：12333。`);
    expect(titles).toEqual(['南昌市外卖骑手维权服务指南（2025年版）']);
    expect(instruments[0]?.region?.value).toBe('江西省/南昌市');
    expect(articles).toEqual([
      ['nanchang-document/0', '问：没有签合同怎么办？|答：可以投诉。'],
      ['nanchang-document/1', '投诉电话：12333。'],
    ]);
  });

  it('below rules of a text without one do not give it theirs', () => {
    const { titles, articles } = read(`
一、驿站不得收费，包括充电，也包括饮水。
二、驿站每天开放。
附件
淄博市驿站开放办法
第一条 每天开放十小时。`);
    expect(titles.at(-1)).toBe('淄博市驿站开放办法');
    expect(articles.filter(([id]) => id?.startsWith('zibo'))).toEqual([
      ['zibo-measures/1', '每天开放十小时。'],
    ]);
    expect(articles).toHaveLength(3);
  });
});

describe('where a text binds', () => {
  it.each(['关于同意设立驿站的批复', '关于表彰先进驿站的决定', '关于工伤认定问题的复函'])(
    '%s of an office that is not named binds nowhere until a person says where',
    (title) => {
      const { instruments, warnings } = read(`${title}\n一、甲。\n二、乙。`);
      expect(instruments.map(({ level }) => level)).toEqual(['unknown']);
      expect(warnings).toContain('place unknown');
    },
  );

  it.each(['全国人民代表大会常务委员会关于修改劳动法的决定', '最高人民法院关于劳动争议问题的批复'])(
    '%s binds everywhere',
    (title) => {
      expect(read(`${title}\n一、甲。\n二、乙。`).instruments.map(({ level }) => level)).toEqual([
        'national',
      ]);
    },
  );
});

describe('a task table', () => {
  const TABLE = `
南昌市平台用工整治任务清单
序号\t重点任务\t责任单位\t完成时限
1\t推行协议\t市人社局、市交通局\t2024年 12月
\t规范算法。\t市市场监管局\t
建立台账。
2\t建立驿站。\t\t长期
合计\t共三项。\t\t
二、监督检查
3\t开展检查。\t市人社局\t长期`;

  it('has its offices by the head of its columns, and a time is no office', () => {
    const { articles, warnings } = parseText(`${lines(TABLE)}\n`);
    expect(
      articles.map(({ departments }) => departments.map(({ role, names }) => `${role} ${names}`)),
    ).toEqual([['responsible 市人社局,市交通局,市市场监管局'], [], ['responsible 市人社局']]);
    expect(warnings.map(({ warning }) => warning.message)).toEqual(['a row without a number follows row 2']);
  });

  it('opens with the sentences above its rows', () => {
    const { articles } = parseText(
      `${lines('南昌市任务清单\n为了落实任务，制定本清单。\n序号\t任务\n1\t建立驿站。')}\n`,
    );
    expect(articles.map(({ label, path, text }) => [label, path, text])).toEqual([
      ['引言', [], '为了落实任务，制定本清单。'],
      ['序号1', [], '建立驿站。'],
    ]);
  });

  it('keeps the words of rows under a merged number with their row', () => {
    expect(read(TABLE).articles.map(([, text]) => text)).toEqual([
      '推行协议|市人社局、市交通局|2024年12月|规范算法。|市市场监管局|建立台账。',
      '建立驿站。|长期|合计|共三项。',
      '开展检查。|市人社局|长期',
    ]);
  });
});

describe('what is attached, named on the line of its number', () => {
  const NOTICE = (between: string) => `
唐山市总工会关于开展活动的通知
唐工发〔2024〕3号
一、开展送清凉。
附件1${between}全市骑手驿站建设工作标准
附件2${between}全市骑手驿站管理工作规范
唐山市总工会
2024年2月1日
附件1${between}全市骑手驿站建设工作标准
一、面积不小于20平方米。
附件2${between}全市骑手驿站管理工作规范
一、每天开放8小时。`;

  it.each(['.', '、', '：', '  ', ''])('is a list first and the texts then: 附件1%s', (between) => {
    const { instruments, articles } = read(NOTICE(between));
    const facts = {
      issuers: ['唐山市总工会'],
      date: { value: '2024-02-01' },
      number: { value: '唐工发〔2024〕3号' },
    };
    expect(instruments).toMatchObject([
      { title: '唐山市总工会关于开展活动的通知', ...facts },
      { title: '全市骑手驿站建设工作标准', ...facts },
      { title: '全市骑手驿站管理工作规范', ...facts },
    ]);
    expect(articles.map(([, text]) => text)).toEqual([
      '开展送清凉。',
      '面积不小于20平方米。',
      '每天开放8小时。',
    ]);
  });

  it('is no more than a sentence where it goes on: 附件1所列设备为必配', () => {
    const { articles } = read('唐山市驿站标准\n一、按下列执行。\n附件1所列设备为必配设备，其他选配。');
    expect(articles.map(([, text]) => text)).toEqual(['按下列执行。|附件1所列设备为必配设备，其他选配。']);
  });
});

describe('which office printed a text when', () => {
  it('is not whose text it is nor its day, on two lines either', () => {
    const { instruments, articles } = read(`
保定市总工会关于印发《保定市骑手权益保障办法》的通知
保工发〔2024〕9号
现将《保定市骑手权益保障办法》印发给你们，请遵照执行。
保定市总工会
2024年3月5日
保定市骑手权益保障办法
第一条 平台应当按月支付报酬。
第二条 本办法自印发之日起施行，有效期两年。
保定市总工会办公室
2024年3月9日印发`);
    for (const instrument of instruments)
      expect(instrument).toMatchObject({ issuers: ['保定市总工会'], date: { value: '2024-03-05' } });
    expect(instruments[1]).toMatchObject({ from: { value: '2024-03-05' }, to: { value: '2026-03-04' } });
    expect(articles).toHaveLength(3);
  });

  it('offices that stand over 公告 together are all its issuers', () => {
    const { instruments } = read(`
苏州市人力资源和社会保障局 苏州市总工会公告
2024年第3号
关于公布2024年高温津贴标准的公告
一、每人每月300元。`);
    expect(instruments[0]?.issuers).toEqual(['苏州市人力资源和社会保障局', '苏州市总工会']);
  });
});
