import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTicketId } from '../../../bot/desk/ticket-id.ts';
import { redact, withoutCovers } from '../../../bot/privacy/redact.ts';

// Nobody's numbers: 138 0013 8000 is a carrier's test line, the cards are made up to satisfy their check digits.
const MOBILE = '〔手机号已遮住〕';
const LANDLINE = '〔电话号码已遮住〕';
const IDENTITY = '〔身份证号已遮住〕';
const CARD = '〔银行卡号已遮住〕';
const PLATE = '〔车牌号已遮住〕';

describe('a mobile number is covered', () => {
  it.each([
    ['alone', '13800138000', MOBILE],
    ['in a sentence', '站长电话是13800138000，打不通', `站长电话是${MOBILE}，打不通`],
    ['with blanks', '138 0013 8000', MOBILE],
    ['with dashes', '138-0013-8000', MOBILE],
    ['with an en dash', '138–0013–8000', MOBILE],
    ['with points', '138.0013.8000', MOBILE],
    ['four first', '1380 0138 000', MOBILE],
    ['digit by digit', '1 3 8 0 0 1 3 8 0 0 0', MOBILE],
    ['full width', '１３８００１３８０００', MOBILE],
    ['with the country', '+86 138 0013 8000', `+${MOBILE}`],
    ['with the country in one', '8613800138000', MOBILE],
    ['with the long country', '008613800138000', MOBILE],
    ['with a 0', '013800138000', MOBILE],
    ['in Chinese digits', '一三八零零一三八〇〇〇', MOBILE],
    ['with the Chinese one of telephones', '幺三八零零幺三八零零零', MOBILE],
    ['with invisible characters', '138\u200b0013\u200b8000', MOBILE],
    ['in keycap emoji', '1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣!', `${MOBILE}!`],
    ['two side by side', '13800138000 13900139000', `${MOBILE} ${MOBILE}`],
    ['after a short number', '工号88 13800138000', `工号88 ${MOBILE}`],
    ['between letters', 'wx13800138000abc', `wx${MOBILE}abc`],
    ['before times', '13800138000 x 2', `${MOBILE} x 2`],
    ['after an emoji of many code points', '👨‍👩‍👧‍👦13800138000👍🏽', `👨‍👩‍👧‍👦${MOBILE}👍🏽`],
  ])('%s', (_, text, expected) => {
    expect(redact(text).text).toBe(expected);
    expect(redact(text).found).toEqual(['mobile']);
  });
});

describe('a landline is covered', () => {
  it.each([
    ['with a dash', '0431-88906666', LANDLINE],
    ['of a city with three digits', '010 65551234', LANDLINE],
    ['in one', '043188906666', LANDLINE],
    ['with seven digits', '0433-2512345', LANDLINE],
    ['in brackets', '(0431)88906666', LANDLINE],
    ['in full-width brackets', '打（0431）8890 6666', `打${LANDLINE}`],
    ['with an extension', '0431-88906666-801', `${LANDLINE}-801`],
    ['from abroad', '+86 431 8890 6666', `+${LANDLINE}`],
    ['without an area, after the word', '电话：88906666', `电话：${LANDLINE}`],
    ['after two words', '座机号码是 8890 6666', `座机号码是 ${LANDLINE}`],
  ])('%s', (_, text, expected) => {
    expect(redact(text).text).toBe(expected);
    expect(redact(text).found).toEqual(['landline']);
  });
});

describe('an identity card is covered', () => {
  it.each([
    ['with X', '11010519491231002X', IDENTITY],
    ['with x', '我是11010519491231002x。', `我是${IDENTITY}。`],
    ['with digits only', '440524198001010013', IDENTITY],
    ['in parts', '110105 19491231 002X', IDENTITY],
    ['with the X apart', '110105 19491231 002 X', IDENTITY],
    ['full width', '１１０１０５１９４９１２３１００２Ｘ', IDENTITY],
    ['of fifteen digits', '110105491231002', IDENTITY],
    ['with a wrong digit, after the word', '身份证号：110105194912310021', `身份证号：${IDENTITY}`],
  ])('%s', (_, text, expected) => {
    expect(redact(text).text).toBe(expected);
    expect(redact(text).found).toEqual(['identity']);
  });
});

describe('a bank card is covered', () => {
  it.each([
    ['of 16 digits', '4111111111111111', CARD],
    ['of 19 digits', '6222021234567890128', CARD],
    ['in fours', '6222 0212 3456 7890 128', CARD],
    ['with dashes', '4111-1111-1111-1111', CARD],
    ['six and thirteen', '622202 1234567890128', CARD],
    ['with a wrong digit, after the word', '卡号是6222021234567890123', `卡号是${CARD}`],
  ])('%s', (_, text, expected) => {
    expect(redact(text).text).toBe(expected);
    expect(redact(text).found).toEqual(['bankcard']);
  });
});

describe('a licence plate is covered', () => {
  it.each([
    ['alone', '吉A12345', PLATE],
    ['with a point', '京A·B1234', PLATE],
    ['in small letters', '车牌吉a12b45被拍了', `车牌${PLATE}被拍了`],
    ['full width', '吉Ａ１２３４５', PLATE],
    ['with blanks', '吉A 123 45', PLATE],
    ['new energy', '沪AD12345', PLATE],
    ['new energy, large', '粤B12345F', PLATE],
    ['of a trailer', '冀B1234挂', PLATE],
    ['of a learner', '云A1234学', PLATE],
    ['of an electric bicycle', '赣A123456', PLATE],
    ['before another number', '吉A1234D88', `${PLATE}88`],
    ['before a count', '吉A12345 6个月', `${PLATE} 6个月`],
  ])('%s', (_, text, expected) => {
    expect(redact(text).text).toBe(expected);
    expect(redact(text).found).toEqual(['plate']);
  });
});

describe('what is nobody’s is left alone', () => {
  it.each([
    '12333、12351、110、120、119、12345、12348 都能打',
    '客服400-820-8820，10086，95588',
    '吉人社联〔2021〕203号，第二十九条',
    '2021年12月31日，2021-12-31 23:59:59',
    '2021-01-02 2022-03-04',
    '20240101 20240131',
    '工资4000 5000 4500 4800',
    '三个月 150 2000 3000',
    '欠我12345.67元，一共1,234,567.89',
    '订单号2024010112345678',
    '订单号 20240101123456789',
    '美团订单 3001234567890123456',
    '运单号 SF1234567890123',
    '12345678901',
    '18位的单号123456789012345678',
    '时间戳 1700000000000',
    '打电话20240101打的',
    'IP 192.168.100.100',
    '跑了3单，每单4.5元，3x4',
    '已经遮过的138****8000',
    '一二三四五六七八九十',
    '二〇二一年',
    '新E代步车 2024年买的',
    '云ABCDEF',
    '4000\n5000\n4500\n4801',
    '138\n0013\n8000',
    '',
    '\ud83d',
  ])('%j', (text) => {
    expect(redact(text)).toEqual({ text, found: [] });
  });

  it('checks are what tells a card from an order', () => {
    expect(redact('4111111111111112').found).toEqual([]);
    expect(redact('110105194912310021').found).toEqual([]);
    expect(redact('110105194913310025').found).toEqual([]);
  });
});

it('names every kind once, in order', () => {
  const text = '吉A12345的张师傅13800138000，另一个13900139000，卡4111111111111111';
  expect(redact(text)).toEqual({
    text: `${PLATE}的张师傅${MOBILE}，另一个${MOBILE}，卡${CARD}`,
    found: ['plate', 'mobile', 'bankcard'],
  });
});

describe('of any text', () => {
  const pieces = fc.constantFrom(
    ...['13800138000', '138', '0013', '8000', '86', '0431', '88906666', '11010519491231002X', '4111', '1111'],
    ...['6222021234567890128', '吉A', '京', 'A', 'D', 'x', 'X', '1', '2', '3', '８', '零', '一', '三', '八'],
    ...[
      ' ',
      '-',
      '·',
      '.',
      '(',
      ')',
      '（',
      '\n',
      '\u200b',
      '\ufe0f\u20e3',
      '电话',
      '身份证号',
      '卡号',
      '：',
      '👨‍👩‍👧',
      '好',
    ],
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[\d x-]{0,60}$/),
  );
  const digitsOf = (text: string) => text.replace(/[^\p{N}零一二三四五六七八九〇幺]/gu, '');
  const runs = { numRuns: 3000 };

  it('twice is the same as once', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = redact(text);
        expect(redact(once.text)).toEqual({ text: once.text, found: [] });
      }),
      runs,
    );
  });

  it('the digits that remain are some of those that were there, in their order', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const before = digitsOf(text);
        let at = 0;
        for (const digit of digitsOf(redact(text).text)) {
          at = before.indexOf(digit, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
      }),
      runs,
    );
  });

  it('what was not covered is the same, unit for unit', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        for (const kept of redact(text).text.split(/〔[^〔〕\d]{3,5}已遮住〕/)) {
          at = text.indexOf(kept, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += kept.length;
        }
      }),
      runs,
    );
  });

  it('what is searched has neither the numbers nor what stands in their place', () => {
    const posted = '押金不退，找我 13800138000，身份证 11010519491231002X';
    expect(withoutCovers(redact(posted).text)).toBe('押金不退，找我 ，');
    expect(withoutCovers(redact('我的手机号是13800138000，站长欠我钱').text)).toBe('，站长欠我钱');
  });

  it('without a digit nothing changes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (noise) => {
        const text = noise.normalize('NFKC').replace(/[\p{N}零一二三四五六七八九]/gu, '');
        expect(redact(text)).toEqual({ text, found: [] });
      }),
    );
  });

  it('every mobile number is covered wherever it stands', () => {
    const mobile = fc.stringMatching(/^1[3-9][0-9]{9}$/);
    const around = fc.stringMatching(/^[\u4e00-\u4e20a-wyzA-WYZ，。！ ]{0,8}$/);
    fc.assert(
      fc.property(around, mobile, around, (before, number, after) => {
        expect(redact(before + number + after)).toEqual({ text: before + MOBILE + after, found: ['mobile'] });
      }),
    );
  });

  it('the id of a ticket is nobody’s number, however it is typed', () => {
    const day = fc.integer({ min: 0, max: 365 }).map((days) => Date.UTC(2026, 0, 1) + days * 86_400_000);
    const typed = fc.constantFrom<(id: string) => string>(
      (id) => `认领 ${id}`,
      (id) => `认领${id.replaceAll('-', '')}`,
      (id) => `#${id.toLowerCase()} 好的，我来问`,
      (id) => `转交 ${id.replaceAll('-', '－')} 给小李`,
    );
    fc.assert(
      fc.property(day, fc.uuid(), typed, (at, chance, write) => {
        const text = write(formatTicketId(at, chance));
        expect(redact(text)).toEqual({ text, found: [] });
      }),
      runs,
    );
    expect(redact('T 0755-8345-6789').text).toBe(`T ${LANDLINE}`);
    expect(redact('我的T 1381 2345 678').text).toBe(`我的T ${MOBILE}`);
    const beside = redact('认领 T-0101-4NMB，他电话13800138000，车牌沪T12345').text;
    expect(beside).toBe(`认领 T-0101-4NMB，他电话${MOBILE}，车牌${PLATE}`);
  });

  it('a long one is read in a moment', () => {
    const text = '1 2 3-4.5 '.repeat(2000) + '7'.repeat(100_000);
    expect(redact(text)).toEqual({ text, found: [] });
  });
});
