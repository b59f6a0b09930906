import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseText } from '../../policies.ts';
import { describeWithShared } from '../../shared.ts';

const read = (text: string) => {
  const { instruments, articles } = parseText(`${text.trim()}\n`);
  return {
    instruments: instruments.map(({ title, date, issuers }) => [title, date?.value, issuers.join()]),
    articles: articles.map(({ label, text: words }) => `${label} ${words}`),
  };
};

describe('a print whose lines are broken at one width', () => {
  it('has its signature, date and next title although the sentence before fills its line', () => {
    const { instruments, articles } = read(`
河北省总工会关于印发网约配送员权益保障办法的通知
各市总工会：
现将《河北省网约配送员权益保障和关心关爱工作实施办法》印发给你们，请
结合本地实际情况认真贯彻落实，执行中的问题请及时报送省总工会权益保障
部门统一汇总研究处理，并按照规定时限向各市总工会逐一予以答复和反馈。
河北省总工会
2024年1月3日
河北省网约配送员权益保障和关心关爱工作实施办法
为切实保障网约配送员的合法权益，推动平台经济规范健康持续发展，根据有
关法律法规制定本办法。
一、各级工会应当建立网约配送员驿站，提供饮水充电避暑取暖等便民服务，
并向社会公开驿站的地址和开放的时间。`);
    expect(instruments).toEqual([
      ['河北省总工会关于印发网约配送员权益保障办法的通知', '2024-01-03', '河北省总工会'],
      ['河北省网约配送员权益保障和关心关爱工作实施办法', undefined, ''],
    ]);
    expect(articles.at(-1)).toBe(
      '一 各级工会应当建立网约配送员驿站，提供饮水充电避暑取暖等便民服务，并向社会公开驿站的地址和开放的时间。',
    );
  });

  const OPINIONS = (line: string, next: string) => `
关于加强网约配送员权益保障工作的指导意见
一、总体要求。坚持以人民为中心的发展思想，落实平台企业主体责任，
保障网约配送员的合法权益，促进行业健康发展。
${line}
${next}
二、重点任务。督促平台企业合理确定订单分配规则、计件单价和抽成比例，
并向社会公开。`;

  it.each([
    ['a title', '各地各有关部门要结合本地区实际情况抓紧研究制定网约配送员的管理办法', '和配套政策。'],
    ['a title', '附件1和附件2所列全部骑手驿站均要悬挂全市统一的标识并逐步配备设施', '，供骑手使用。'],
    ['an office', '基层工会的非专职委员占用生产时间或者工作时间参加会议或者从事工会', '工作，工资照发。'],
  ])('takes no line of a paragraph for %s: %s', (_, line, next) => {
    const { instruments, articles } = read(OPINIONS(line, next));
    expect(instruments.map(([title]) => title)).toEqual(['关于加强网约配送员权益保障工作的指导意见']);
    expect(articles.map((text) => text.replaceAll('\n', ''))).toEqual([
      `一 总体要求。坚持以人民为中心的发展思想，落实平台企业主体责任，保障网约配送员的合法权益，促进行业健康发展。${line}${next}`,
      '二 重点任务。督促平台企业合理确定订单分配规则、计件单价和抽成比例，并向社会公开。',
    ]);
  });

  it('has articles that name others in their first line, or 中华人民共和国', () => {
    const { articles } = read(`
邯郸市配送规定
第一条为了保护骑手，制定本规定。
第二条中华人民共和国境内的企业在本市配送的，适用本规定。
第三条平台违反本规定第二条规定的，责令改正。
第四条所有平台应当公示规则。
第五条第三方平台适用本规定，按照
第三条第一款办理。`);
    expect(articles.map((text) => text.replaceAll('\n', ''))).toEqual([
      '第一条 为了保护骑手，制定本规定。',
      '第二条 中华人民共和国境内的企业在本市配送的，适用本规定。',
      '第三条 平台违反本规定第二条规定的，责令改正。',
      '第四条 所有平台应当公示规则。',
      '第五条 第三方平台适用本规定，按照第三条第一款办理。',
    ]);
  });
});

/** As a program breaks lines that lays out Chinese: no mark stands at the head of one. */
function broken(text: string, width: number): string {
  return text
    .split(/\r?\n/)
    .flatMap((line) => {
      const out: string[] = [];
      let rest = line.trim().replace(/^(第[^\s条]{1,6}条)\s+/, '$1');
      while (rest.length > width) {
        const end = /^[，。；：:、）》”]/.test(rest.slice(width)) ? width + 1 : width;
        out.push(rest.slice(0, end));
        rest = rest.slice(end);
      }
      return [...out, rest];
    })
    .join('\n');
}

describeWithShared(
  'every fourth law of ../shared/corpora/laws, its lines broken and the blanks behind 第N条 lost',
  (shared) => {
    const folder = join(shared, 'corpora/laws');
    const laws = readdirSync(folder)
      .filter((file) => file.endsWith('.txt'))
      .filter((_, i) => i % 4 === 0);

    it.each(laws)('%s says the same in each article', (file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const words = (source: string) =>
        parseText(source)
          .articles.filter(({ label }) => label.startsWith('第'))
          .map(({ id, text: own }) => [id, own.replace(/\s/g, '')]);
      expect(words(broken(text, 30))).toEqual(words(text));
    });
  },
  'corpora/laws/manifest.json',
);
