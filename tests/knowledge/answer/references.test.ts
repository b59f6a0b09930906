import { describe, expect, it } from 'vitest';
import { ask, cited, PLACE } from '../../asking.ts';
import { realLibrary } from '../../real-release.ts';

const { release } = await realLibrary();

describe('an article that is named by its number', () => {
  it.each(['第二十九条', '第29条', '第２９条', '第二十九条写的啥', '看一下第二十九条原文'])(
    '%s is shown',
    (words) => {
      expect(cited(ask(words, PLACE.jilin))).toEqual(['jilin-measures/29']);
      expect(cited(ask(words, PLACE.hebei))).toEqual(['hebei-measures/29']);
    },
  );

  it('is shown whole, not by the question’s words', () => {
    const quote = ask('第四十三条', PLACE.jilin).citations[0]?.quote ?? '';
    expect(quote).toContain('每人500元以上2000元以下');
    expect(quote).toContain('扣押劳动者档案');
  });

  it('is asked about when no place is known, because several texts have one', () => {
    expect(ask('第二十九条')).toMatchObject({ status: 'ask_region', reason: 'region_unknown' });
  });

  it('takes the place from the words', () => {
    expect(cited(ask('河北第二十九条写的啥'))).toEqual(['hebei-measures/29']);
  });

  it.each([
    ['第九十九条', PLACE.jilin],
    ['第三十二条', PLACE.hebei],
    ['第三条', PLACE.zibo],
  ])('%s is said to be missing where it is, instead of something near it', (words, place) => {
    expect(ask(words, place)).toMatchObject({ status: 'abstain', reason: 'no_such_article', citations: [] });
  });

  it('may be narrowed to a paragraph, and then names it', () => {
    const [citation] = ask('第二十九条第二款', PLACE.jilin).citations;
    expect(citation?.label).toBe('第二十九条第二款');
    expect(citation?.quote.split('\n').length).toBeLessThan(
      ask('第二十九条', PLACE.jilin).citations[0]?.quote.split('\n').length ?? 0,
    );
  });

  it('may be narrowed to an item, and then names it and keeps the sentence that opens the list', () => {
    const [citation] = ask('第四十四条第三项', PLACE.jilin).citations;
    expect(citation?.quote).toContain('（三）安排加班不支付加班费的');
    expect(citation?.label).toBe('第四十四条第（三）项');
    // Without it the item says neither who does what, nor that it is a duty.
    expect(citation?.quote).toContain('企业有下列情形之一的');
    expect(citation?.strength).toBe('required');
  });
});

describe('a section that is named by its bracket', () => {
  it.each(['（十二）', '(十二)', '（十二）讲了啥', '二、（十二）', '二（十二）原文'])(
    '%s is shown',
    (words) => {
      expect(cited(ask(words, PLACE.yunnan))).toEqual(['yunnan-opinions/12']);
    },
  );

  it('of another chapter is not mixed up with it', () => {
    expect(cited(ask('三、（二）原文', PLACE.shijiazhuang))).toEqual(['shijiazhuang-plan/3.2']);
    expect(cited(ask('二、（二）原文', PLACE.shijiazhuang))).toEqual(['shijiazhuang-plan/2.2']);
  });
});

describe('a document that is named by its number', () => {
  it.each(['〔〕', '[]', '()', '（）', '【】', '［］'])('is found with the brackets %s', (brackets) => {
    const [open = '', close = ''] = [...brackets];
    const answer = ask(`吉人社联${open}2021${close}203号`);
    expect(answer.status).toBe('answer');
    expect(cited(answer)).toEqual(['jilin-measures/1']);
  });

  it.each([
    ['冀人社规〔2021〕5号', 'hebei-measures/', 31],
    ['云人社发〔2021〕40号', 'yunnan-opinions/', 24],
    ['淄人社发〔2021〕16号', 'zibo-opinions/', 18],
    ['石人社发〔2022〕4号', 'shijiazhuang-plan/', 18],
  ])('%s says how many articles it has', (number, instrument, count) => {
    const answer = ask(number);
    expect(cited(answer)[0]).toMatch(new RegExp(`^${instrument}`));
    expect(answer.lead).toContain(`一共${count}条`);
  });

  it('can be asked for one article of it, wherever the person works', () => {
    expect(cited(ask('吉人社联〔2021〕203号第二十九条', PLACE.yunnan))).toEqual(['jilin-measures/29']);
  });

  it('that is not here is said to be missing', () => {
    expect(ask('京人社发〔2021〕9号', PLACE.jilin)).toMatchObject({
      status: 'abstain',
      reason: 'no_such_article',
    });
  });
});

describe('a label as a citation prints it', () => {
  it('finds its article again when it is pasted back, in the place where the text binds', () => {
    const lost: string[] = [];
    for (const [position, id] of release.catalog.ids.entries()) {
      const { label, instrument } = release.article(position);
      // 一 alone is a number like any other; everything longer names an article.
      if (release.catalog.kinds[position] !== 'rule' || label.length === 1) continue;
      const region = release.instrument(instrument)?.region?.value ?? null;
      if (cited(ask(`${label}原文`, region))[0] !== id) lost.push(`${id} ${label}`);
    }
    expect(lost).toEqual([]);
  });
});

describe('an article of another law', () => {
  it.each(['劳动合同法第三十八条', '《劳动法》第五条怎么写', '工伤保险条例第十四条'])(
    'is never answered with the article of that number here: %s',
    (words) => {
      for (const place of [PLACE.jilin, PLACE.hebei, null]) {
        expect(ask(words, place)).toMatchObject({ status: 'abstain', citations: [], elsewhere: [] });
      }
    },
  );

  it('is not what 本办法 means', () => {
    expect(cited(ask('本办法第五条', PLACE.jilin))).toEqual(['jilin-measures/5']);
  });
});
