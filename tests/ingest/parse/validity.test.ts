import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText } from '#knowledge/build';
import { toBlocks } from '../../../ingest/parse/blocks.ts';
import { clean } from '../../../ingest/parse/clean.ts';
import { instruments, type Segment } from '../../../ingest/parse/instruments.ts';
import { readValidity, type Validity } from '../../../ingest/parse/validity.ts';
import { found, policyBytes, sources } from '../../policies.ts';
import { describeWithShared } from '../../shared.ts';

const segmentsOf = (text: string): readonly Segment[] => instruments(toBlocks(clean(text).lines));
const ISSUED = '2022-03-10';

/** What the last article of an otherwise plain text makes of its time. */
function validityOf(last: string, issued: string | null = ISSUED): Validity {
  const text = `甲川省骑手劳动保障办法\n\n第一条 企业应当依法用工。\n\n第二条 ${last}\n`;
  return readValidity(found(segmentsOf(text)[0], 'text'), issued);
}

describe('the printed first day', () => {
  it.each([
    ['本办法自2022年5月1日起施行。', '2022-05-01'],
    ['本实施办法（试行）自2022年5月1日起正式施行。', '2022-05-01'],
    ['本规定自二〇二二年五月一日起执行。', '2022-05-01'],
    ['本规定自二○○四年三月一日起实施。', '2004-03-01'],
    ['本办法从２０２２年５月 １日起施行。', '2022-05-01'],
    ['本办法于2022年5月起施行。', '2022-05-01'],
    ['本办法由省人社厅负责解释，自2022年5月1日起施行。', '2022-05-01'],
    ['本意见自印发之日起施行。', ISSUED],
    ['本通知自发布之日起执行，此前规定与本通知不一致的，以本通知为准。', ISSUED],
    ['本办法自公布之日起30日后施行。', '2022-04-09'],
    ['本办法自公布之日起满三十日后施行。', '2022-04-09'],
    ['本条例自1995年5月1日起施行。1995年5月1日施行有困难的，最迟应当自1996年1月1日起施行。', '1995-05-01'],
    ['企业应当自2022年5月1日起执行新标准。', null],
    ['自2022年5月1日起施行的工资标准，按当地规定。', null],
    ['《工伤保险条例》自2004年1月1日起施行，本办法未作规定的，按该条例执行。', null],
    ['本办法自2022年13月1日起施行。', null],
  ])('of %s', (last, from) => {
    expect(validityOf(last)).toEqual({ from, to: null, ends: [] });
  });

  it('is unknown where it counts from a day that nobody knows', () => {
    expect(validityOf('本办法自印发之日起施行，有效期五年。', null)).toMatchObject({ from: null, to: null });
  });

  it('is read from the opening that issues a text, and from the line under a law’s title', () => {
    const order = `最低工资办法\n\n《最低工资办法》已于2003年12月30日经部务会议通过，现予公布，自2004年3月1日起施行。\n\n第一条 企业应当依法付薪。\n`;
    expect(readValidity(found(segmentsOf(order)[0], 'text'), null).from).toBe('2004-03-01');
    const law = '甲川省快递条例\n\n2018年10月1日 施行\n\n第一条 企业应当依法用工。\n';
    expect(readValidity(found(segmentsOf(law)[0], 'text'), null).from).toBe('2018-10-01');
  });

  it('is not before the last change of a law as it reads now', () => {
    const law = `甲川省工会条例\n\n2001年10月27日 第九届人民代表大会通过\n2021年12月24日 第十三届人民代表大会第三次修正\n\n第一条 为保障工会，制定本条例。\n\n第二条 本条例自2002年1月1日起施行。\n`;
    expect(readValidity(found(segmentsOf(law)[0], 'text'), null).from).toBe('2021-12-24');
  });
});

describe('the printed last day', () => {
  it.each([
    ['本办法自2022年5月1日起施行，有效期5年。', '2027-04-30'],
    ['本办法自2022年5月1日起施行，有效期为五年。', '2027-04-30'],
    ['本办法自2022年5月1日起施行。有效期至2026年12月31日。', '2026-12-31'],
    ['本办法自2022年5月1日起施行，有效期截至2026年12月31日止。', '2026-12-31'],
    ['本办法自2022年5月1日起施行，有效期至2026年12月。', '2026-12-31'],
    ['本办法自2022年5月1日起施行，试行两年。', '2024-04-30'],
    ['本办法自2022年5月1日起试行，试行期一年。', '2023-04-30'],
    ['本办法自2022年5月1日起试行，试行期为6个月。', '2022-10-31'],
    ['本办法自2022年5月1日起至2025年4月30日止施行。', '2025-04-30'],
    ['本办法自2022年5月1日起施行，执行至2025年4月30日。', '2025-04-30'],
    ['本办法自印发之日起施行，有效期3年。', '2025-03-09'],
    ['本办法有效期自2022年5月1日起至2025年4月30日。', '2025-04-30'],
    ['本办法试行期为一年。', '2023-03-09'],
    ['本条例规定的许可证有效期五年。', null],
    ['本办法自2022年5月1日起施行。许可证有效期五年。', null],
    ['企业应当在证书有效期至2025年4月30日前换证。', null],
    ['本办法自2022年5月1日起施行，具体实施时间由各市确定。', null],
    ['本办法（试行）自2022年5月1日起施行。', null],
    ['试用期六个月的，工资不得低于约定的百分之八十。', null],
  ])('of %s', (last, to) => {
    expect(validityOf(last).to).toBe(to);
  });
});

describe('texts that it ends', () => {
  it.each([
    [
      '本办法自2022年5月1日起施行。《甲川省骑手暂行办法》（甲人社发〔2019〕3号）同时废止。',
      ['《甲川省骑手暂行办法》（甲人社发〔2019〕3号）'],
    ],
    ['原《快递员规定》自2022年5月1日起废止。', ['《快递员规定》']],
    ['《甲规定》《乙规定》予以废止。', ['《甲规定》', '《乙规定》']],
    ['违反《劳动法》的，予以处罚。', []],
    ['职工可以依照《劳动合同法》解除劳动合同。', []],
  ])('of %s', (last, ends) => {
    expect(validityOf(last).ends).toEqual(ends);
  });
});

describe('the shipped texts', () => {
  const read = sources.manifest.files.flatMap(({ file }) =>
    segmentsOf(readText(policyBytes(file), file).text).map((segment) => ({
      title: segment.title,
      ...readValidity(segment, segment.date),
    })),
  );

  it('print no last day, so that none falls out of force by itself', () => {
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter(({ to }) => to !== null)).toEqual([]);
  });

  it('begin at the latest on the day they were issued', () => {
    expect(read.filter(({ from }) => from !== null && from > '2022-12-31')).toEqual([]);
  });

  it('end no other text', () => {
    expect(read.flatMap(({ ends }) => ends)).toEqual([]);
  });
});

describeWithShared(
  'the 32 laws of ../shared/corpora/laws',
  (shared) => {
    const folder = join(shared, 'corpora/laws');
    const laws = new Map(
      readdirSync(folder)
        .filter((name) => name.endsWith('.txt'))
        .map((name) => {
          const [segment] = segmentsOf(readFileSync(join(folder, name), 'utf8'));
          return [name.replace(/\(.*$/, ''), readValidity(found(segment, name), segment?.date ?? null)];
        }),
    );

    it('none has a last day', () => {
      expect([...laws].filter(([, { to }]) => to !== null)).toEqual([]);
    });

    it.each([
      ['个人信息保护法', '2021-11-01'],
      ['保障农民工工资支付条例', '2020-05-01'],
      ['人力资源市场暂行条例', '2018-10-01'],
      ['国务院关于职工工作时间的规定', '1995-05-01'],
      ['最低工资规定', '2004-03-01'],
      ['社会保险法', '2018-12-29'],
      ['工会法', '2021-12-24'],
      ['安全生产法', '2021-06-10'],
      ['法律援助法', '2022-01-01'],
      ['职工带薪年休假条例', '2008-01-01'],
      ['社会保险经办条例', '2023-12-01'],
    ])('%s is in force from %s', (title, from) => {
      expect(laws.get(title)?.from).toBe(from);
    });

    it('names the texts that some of them end', () => {
      expect(laws.get('失业保险条例')?.ends).toEqual(['《国有企业职工待业保险规定》']);
      expect(laws.get('女职工劳动保护特别规定')?.ends).toEqual(['《女职工劳动保护规定》']);
    });
  },
  'corpora/laws/manifest.json',
);
