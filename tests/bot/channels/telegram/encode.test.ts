import { describe, expect, it } from 'vitest';
import type { Button, Destination, Outbound, Part } from '../../../../bot/channels/message.ts';
import { encodeOutbound } from '../../../../bot/channels/telegram/encode.ts';
import { UnsendableButton } from '../../../../bot/channels/telegram/keyboard.ts';
import { telegramCopy } from '../../../../bot/copy/telegram.ts';
import { parseTelegramHtml } from '../../../fakes/bot-api/html.ts';
import { PRIVATE, saying, text } from './rig.ts';

const ME = { id: 1, username: 'gongyou_bot' };
const ROOM = 4096 - telegramCopy.repeat.length - 2;

const citation: Extract<Part, { kind: 'citation' }> = {
  kind: 'citation',
  id: 'a/29',
  place: '',
  quote: '企业不得收取押金。\n不得扣押证件。',
  head: '《某省办法》第二十九条第一款',
  notes: ['应当', '2024年起施行'],
  path: '/policies/a/29',
};

function encode(
  outbound: Outbound,
  { publicUrl, me = ME, ...to }: Partial<Destination> & { publicUrl?: string; me?: typeof ME } = {},
) {
  return encodeOutbound(outbound, { ...PRIVATE, ...to }, { publicUrl, me });
}

function htmlOf(outbound: Outbound, publicUrl?: string): string[] {
  return encode(outbound, publicUrl === undefined ? {} : { publicUrl }).map((payload) =>
    payload.kind === 'text' ? payload.html : payload.caption,
  );
}

const plainOf = (outbound: Outbound) => htmlOf(outbound).map((html) => parseTelegramHtml(html).text);

const withButtons = (...buttons: Button['does'][]): Outbound => ({
  parts: [text('好')],
  buttons: [buttons.map((does) => ({ label: '按', does }))],
});

describe('one message', () => {
  it('has a bold lead, the quote as one, its source linked, and its notes', () => {
    const outbound = saying(text('押金不能收 & 不能扣。', 'strong'), citation, text('仅供参考。', 'quiet'));
    expect(htmlOf(outbound, 'https://gongyou.example/')).toEqual([
      '<b>押金不能收 &amp; 不能扣。</b>\n\n' +
        '<blockquote>企业不得收取押金。\n不得扣押证件。</blockquote>\n' +
        '——<a href="https://gongyou.example/policies/a/29">《某省办法》第二十九条第一款</a>\n应当\n2024年起施行\n\n' +
        '仅供参考。',
    ]);
  });

  it('names the place whose text it is, and links nothing when nobody can open it', () => {
    expect(htmlOf(saying({ ...citation, place: '云南', notes: [] }))).toEqual([
      '【云南】\n<blockquote>企业不得收取押金。\n不得扣押证件。</blockquote>\n——《某省办法》第二十九条第一款',
    ]);
  });

  it('shows a list line by line', () => {
    expect(plainOf(saying({ kind: 'list', items: ['留证据', '打12333'] }))).toEqual(['· 留证据\n· 打12333']);
  });

  it('answers as a reply in groups, in its topic; not in private', () => {
    const group = { kind: 'group', topic: '9', replyTo: '5' } as const;
    expect(encode(saying(text('好')), group)).toMatchObject([{ topic: '9', replyTo: '5' }]);
    expect(encode(saying(text('好')), { replyTo: '5' })).toMatchObject([{ topic: null, replyTo: null }]);
  });
});

describe('buttons', () => {
  it('stand under the last message, a reply over the first', () => {
    const outbound: Outbound = {
      ...withButtons({ kind: 'action', action: 'ok' }),
      parts: [text('长'.repeat(9000))],
    };
    const payloads = encode(outbound, { kind: 'group', replyTo: '5' });
    expect(payloads.map(({ keyboard }) => keyboard.length)).toEqual([0, 0, 1]);
    expect(payloads.map(({ replyTo }) => replyTo)).toEqual(['5', null, null]);
  });

  it('a page needs https, a private chat the bot’s name; a row that becomes empty goes', () => {
    const outbound = withButtons(
      { kind: 'page', path: '/policies/a/1' },
      { kind: 'private', payload: 'q_1' },
    );
    expect(encode(outbound, { publicUrl: 'https://x.example' })[0]?.keyboard).toEqual([
      [
        { text: '按', url: 'https://x.example/policies/a/1' },
        { text: '按', url: 'https://t.me/gongyou_bot?start=q_1' },
      ],
    ]);
    expect(encode(outbound, { publicUrl: 'http://localhost:3000' })[0]?.keyboard).toHaveLength(1);
    expect(encodeOutbound(outbound, PRIVATE, { publicUrl: undefined, me: undefined })[0]?.keyboard).toEqual(
      [],
    );
  });

  it('64 bytes pass, 65 are an error with a name, as is a payload that a link cannot carry', () => {
    const action = (bytes: number) =>
      withButtons({ kind: 'action', action: '汉'.repeat(21) + 'x'.repeat(bytes - 63) });
    expect(encode(action(64))[0]?.keyboard[0]).toHaveLength(1);
    expect(() => encode(action(65))).toThrow(UnsendableButton);
    expect(() => encode(withButtons({ kind: 'private', payload: 'x'.repeat(65) }))).toThrow(UnsendableButton);
    expect(() => encode(withButtons({ kind: 'private', payload: '云南' }))).toThrow(UnsendableButton);
  });
});

describe('more than one message', () => {
  it('parts move on whole; a citation is never parted from its quote', () => {
    const long = text(`${'前'.repeat(ROOM - 30)}。`);
    expect(plainOf(saying(long, citation))).toEqual([
      long.kind === 'text' ? long.text : '',
      '企业不得收取押金。\n不得扣押证件。\n——《某省办法》第二十九条第一款\n应当\n2024年起施行',
    ]);
  });

  it('a text longer than a message is cut between sentences', () => {
    const sentence = `${'字'.repeat(999)}。`;
    expect(plainOf(saying(text(sentence.repeat(7)))).map((piece) => piece.length)).toEqual([4000, 3000]);
  });

  it('a citation longer than a message bears its head on every piece, its notes on the last', () => {
    const pieces = ['甲', '乙', '丙'].map((char) => `${char.repeat(2500)}。`);
    const shown = plainOf(saying({ ...citation, place: '云南', quote: pieces.join('\n') }));
    expect(shown).toEqual([
      `【云南】\n${pieces[0]}\n——《某省办法》第二十九条第一款`,
      `【云南】\n${pieces[1]}\n——《某省办法》第二十九条第一款`,
      `【云南】\n${pieces[2]}\n——《某省办法》第二十九条第一款\n应当\n2024年起施行`,
    ]);
  });

  it('a file stands by itself, with a caption that fits, or after one that does not', () => {
    const file = (caption: string): Part => ({
      kind: 'file',
      name: 'a.json',
      mime: 'a/b',
      base64: 'YQ==',
      caption,
    });
    expect(encode(saying(text('一'), file('说明 <1>'), text('二')))).toMatchObject([
      { kind: 'text', html: '一' },
      { kind: 'file', name: 'a.json', caption: '说明 &lt;1&gt;' },
      { kind: 'text', html: '二' },
    ]);
    expect(encode(saying(file('说'.repeat(1024))))).toMatchObject([
      { kind: 'text' },
      { kind: 'file', caption: '' },
    ]);
  });

  it('blank parts are no message', () => {
    expect(encode(saying(text(' \n '), { kind: 'list', items: [] }))).toEqual([]);
  });
});
