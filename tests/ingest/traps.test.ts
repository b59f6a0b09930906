import { describe, expect, it } from 'vitest';
import { article, articles, articlesOf, found, parseText } from '../policies.ts';

const rules = articles.filter(({ kind }) => kind === 'rule');
/** The task table keeps the blanks that part the cells it prints wrongly. */
const prose = articles.filter(({ kind }) => kind === 'rule' || kind === 'section');

describe('sentences that the print has cut are whole again', () => {
  it.each([
    // cut by a page break
    ['jilin-measures/2', '负责组织、管理劳动者完成平台发布工作任务的平台企业加盟商、代理商、外包公司等。'],
    ['jilin-measures/19', '科学设定劳动者工资水平，引导劳动者合理确定工资预期。'],
    ['jilin-measures/42', '责令限期退还劳动者本人，并依照有关法律、法规规定给予处罚。'],
    ['jilin-notice/3.1', '要抓好《实施办法》的宣传培训，充分发挥各类新闻媒介的舆论导向作用'],
    ['hebei-measures/4', '坚持主管监管齐抓共管、协同治理，统筹处理'],
    ['hebei-measures/7', '应选择具备合法经营资质的劳务派遣或外包服务等合作企业。'],
    ['hebei-measures/10', '各类职业介绍机构应当依法规范企业招聘行为'],
    ['shijiazhuang-plan/2.1', '各相关职能部门和行业主管部门根据实际情况出台'],
    ['shijiazhuang-plan/2.5', '及时处理涉新就业形态违法违规用工问题线索，依法查处违法问题'],
    ['zibo-opinions/1', '企业应当依法与其订立劳动合同，履行用人单位责任。'],
    ['zibo-opinions/8', '鼓励有条件的灵活就业人员以个人身份在就业地或户籍地参加'],
    // cut by the width of the page, in mid-word
    [
      'yunnan-opinions/2',
      '（省人力资源社会保障厅牵头，省交通运输厅、省市场监管局、省法院按照职能职责配合，各州、市人民政府落实）',
    ],
    ['yunnan-opinions/8', '管生产经营必须管安全”的原则'],
    ['yunnan-opinions/20', '也可根据本人意愿回户籍所在地参加高中阶段学校招生录取'],
    // cut by the page mark —０１—
    ['yunnan-opinions/24', '各级交通运输、应急、市场监管等职能部门和行业主管部门要加大监管力度'],
    // characters spaced apart, quotation marks on lines of their own
    ['yunnan-opinions/24', '依法依规开展联合激励惩戒工作。'],
    ['yunnan-opinions/end', '作为党史学习教育“我为群众办实事”实践活动的重要内容，筑牢'],
  ])('%s says "%s"', (id, words) => {
    expect(article(id).text).toContain(words);
  });

  it('no blank stands between Han characters or beside their punctuation', () => {
    for (const { id, text } of prose)
      expect(
        text.match(/.{0,4}[^\n\x21-\x7e] +[^\x20-\x7e].{0,4}|.{0,4} [，。；：（）].{0,4}/u),
        id,
      ).toBeNull();
  });
});

describe('print that is no part of the text is taken out', () => {
  it.each([
    ['page marks —９— and —０１—', /[—―]\s*[0-9０-９]{1,3}\s*[—―]/],
    ['markdown and HTML', /\*\*|<\/?p>|^#/m],
    ['list marks before （一）', /-\s*（/],
    ['ASCII punctuation beside Han characters', /\p{Script=Han}[,.;:()]|[,;:()]\p{Script=Han}/u],
    ['full-width digits', /[０-９]/],
    ['guillemets for 《》', /[«»]/],
  ])('%s', (_, pattern) => {
    for (const { id, text, kind } of articles)
      if (kind !== 'roster') expect(text.match(pattern)?.[0], id).toBeUndefined();
  });

  it.each([
    ['附件', 'jilin-notice/3.3'],
    ['附件', 'shijiazhuang-plan/4.4'],
    ['吉林省邮政管理局', 'jilin-notice/3.3'],
    ['吉林省人力资源和社会保障厅', 'jilin-measures/1'],
    ['代章', 'shijiazhuang-notice/0'],
    ['河北省总工会', 'hebei-notice/0'],
    ['此件', 'hebei-notice/0'],
    ['淄博市总工会', 'zibo-opinions/end'],
    ['南昌市邮政管理局', 'nanchang-notice/0'],
  ])('"%s" of a letterhead, seal, signature or attachment list is not in %s', (words, id) => {
    expect(article(id).text).not.toContain(words);
  });

  it('the marks are dropped but what they stand beside is not', () => {
    expect(article('jilin-measures/37').items).toHaveLength(8);
    expect(article('hebei-measures/9').text).toContain('派驻各市（含定州、辛集市）、雄安新区的区域负责人');
    expect(article('nanchang-plan/9').text).toContain('平均工资的1%计算缴纳工伤保险费');
    expect(article('zibo-opinions/12').text).toContain('“互联网+职业技能培训”');
  });
});

describe('a heading or a closing paragraph never runs into the item above it', () => {
  it.each([
    ['jilin-measures/4', '维护社会和谐稳定。'],
    ['jilin-measures/40', '评选表彰活动。'],
    ['jilin-measures/48', '未作规定的，按本办法执行。'],
    ['hebei-measures/20', '关心关爱职工成长发展。'],
    ['yunnan-opinions/4', '各州、市人民政府落实）'],
    ['yunnan-opinions/20', '各州、市人民政府落实）'],
    ['yunnan-opinions/24', '联合激励惩戒工作。'],
    ['zibo-opinions/3', '参加单位：市直各行业主管部门）'],
    ['zibo-opinions/15', '（牵头单位：市人力资源社会保障局、市直各有关部门）'],
    ['zibo-opinions/18', '参加单位：市法院、市直各有关部门）'],
    ['nanchang-plan/3', '人民法院按职责分工负责）'],
    ['nanchang-plan/23', '湾里管理局按职责分工负责）'],
    ['shijiazhuang-plan/2.10', '（责任单位：市总工会）'],
    ['shijiazhuang-plan/4.4', '将新就业形态劳动者权益保障落到实处。'],
  ])('%s ends with "%s"', (id, end) => {
    expect(article(id).text.endsWith(end)).toBe(true);
  });

  it('no article has a heading of its text inside it', () => {
    for (const { id, instrument, text } of rules) {
      const headings = articlesOf(instrument).flatMap(({ path }) => path);
      for (const heading of new Set(headings))
        expect(text.includes(heading.replace(' ', '')), id).toBe(false);
    }
  });

  it('the paragraphs that sum up 云南 and 淄博 are sections of their own', () => {
    expect(article('yunnan-opinions/end')).toMatchObject({ kind: 'section', label: '结语', path: [] });
    expect(article('zibo-opinions/end').text.startsWith('各区县、各有关部门要结合当地实际')).toBe(true);
  });
});

describe('the same traps in a text that nobody has seen', () => {
  const doc = (middle: string) =>
    parseText(`某某市劳动者权益保障办法\n\n第一条 企业应当与劳动${middle}者订立劳动合同。\n\n第二条 完。\n`);

  it.each(['—９—', '—０１—', '— 10 —', '- 9 -', '-12-', '－3－', '第 3 页 共 9 页', '<!-- 3 -->'])(
    'a page mark %s in mid-word is bridged',
    (mark) => {
      const { articles: found, coverage } = doc(`\n\n${mark}\n\n`);
      expect(found.map(({ text }) => text)).toEqual(['企业应当与劳动者订立劳动合同。', '完。']);
      expect((coverage.byOwner['page mark'] ?? 0) + (coverage.byOwner.markup ?? 0)).toBeGreaterThan(0);
    },
  );

  it('full-width digits, ASCII punctuation and guillemets become what an office prints', () => {
    const { articles: read } = parseText(
      '某某市劳动者权益保障办法\n\n第一条 依据«工会法»,连续派单超过４小时的(含夜间),应当提示;２０分钟内不得派单.\n\n第二条 企业应当公示.\n',
    );
    expect(read.map(({ text }) => text)).toEqual([
      '依据《工会法》，连续派单超过4小时的（含夜间），应当提示；20分钟内不得派单。',
      '企业应当公示。',
    ]);
  });

  it('digits with a point or a comma between them stay a number, and a web address stays one', () => {
    const { articles: read } = parseText(
      '某某市办法公告\n\n第一条 费率为1.5%,罚款1,000元.\n\n第二条 见 www.gov.cn 网站.\n',
    );
    expect(read.map(({ text }) => text)).toEqual(['费率为1.5%，罚款1,000元。', '见www.gov.cn网站。']);
  });

  it('a paragraph whose first line the print cuts after 规定 is not taken for the title of another text', () => {
    const { instruments, articles: parsed } = parseText(`某某市劳动者权益保障办法

第一条 企业应当依法用工，不得克扣或者无故拖欠报酬。

各级人力资源社会保障部门应当按照国家和省有关规定

— 3 —

对企业开展指导。

第二条 本办法自印发之日起施行。
`);
    expect(instruments.map(({ title }) => title)).toEqual(['某某市劳动者权益保障办法']);
    expect(found(parsed[0], 'first article').text).toContain('应当按照国家和省有关规定对企业开展指导。');
  });
});
