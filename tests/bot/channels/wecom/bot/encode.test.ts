import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, Outbound, Part } from '../../../../../bot/channels/message.ts';
import {
  ANSWER_BYTES,
  botPayloadSchema,
  encodeForBot,
  escapeMarkdown,
  sayOffer,
} from '../../../../../bot/channels/wecom/bot/encode.ts';
import { MAX_CONTENT_BYTES } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { wecomCopy as copy } from '../../../../../bot/copy/wecom.ts';
import { TO } from '../rig.ts';
import { showMarkdown } from './markdown.ts';

const SITE = 'https://gongyou.example';
const HANDLE = { reqId: 'r', to: 'message', responseUrl: null, at: 1 };

const text = (words: string, style: 'plain' | 'strong' | 'quiet' = 'plain'): Part => ({
  kind: 'text',
  text: words,
  style,
});
const citation = (more: Partial<Extract<Part, { kind: 'citation' }>> = {}): Part => ({
  kind: 'citation',
  id: 'a/1',
  place: '',
  quote: '企业不得收取押金。',
  head: '《骑手办法》第一条',
  notes: ['必须做到'],
  path: '/policies/a/1?mark=0-9#mark',
  ...more,
});
const file = (words: string): Part => fileOf(words);
const fileOf = (words: string): Extract<Part, { kind: 'file' }> => ({
  kind: 'file',
  name: '我的数据.json',
  mime: 'application/json',
  base64: Buffer.from(words).toString('base64'),
  caption: '全部内容',
});
const contentOf = (parts: readonly Part[], publicUrl: string | undefined = SITE) => {
  const outbound: Outbound = { parts: [...parts], buttons: [] };
  const [payload, ...more] = encodeForBot(outbound, { ...TO, handle: HANDLE }, publicUrl);
  expect(more).toEqual([]);
  return botPayloadSchema.parse(payload).content;
};
const bytes = (words: string) => Buffer.byteLength(words);

describe('a question under an answer that is too long', () => {
  const asking = (words: string): Part => ({ kind: 'text', text: words, style: 'plain', asks: true });

  it('stays, stays last, and what is left out is told above it', () => {
    const content = contentOf([
      text('好，我们来办。'),
      citation({ quote: '不'.repeat(4000) }),
      citation({ quote: '得'.repeat(4000) }),
      asking('出了什么事？'),
      asking('1 工钱'),
    ]);
    expect(content).toContain('好，我们来办。');
    expect(content).toContain('不'.repeat(4000));
    expect(content).not.toContain('得得');
    expect(content.endsWith(`${copy.leftOut}\n\n出了什么事？\n\n1 工钱`)).toBe(true);
  });

  it('stays where nothing else has room', () => {
    const content = contentOf([citation({ quote: '不'.repeat(7000) }), asking('出了什么事？')]);
    expect(content).toBe(`${copy.leftOut}\n\n出了什么事？`);
  });
});

/** Text full of what markdown would take for its own. */
const nasty = fc
  .array(
    fc.constantFrom(
      ...[
        '*',
        '**',
        '_',
        '`',
        '```',
        '~~',
        '#',
        '# ',
        '- ',
        '+ ',
        '1. ',
        '12) ',
        '> ',
        '<b>',
        '<think>',
        '</think>',
      ],
      ...[
        '[a](b)',
        '![',
        '](',
        '|',
        '&lt;',
        '&#35;',
        '\\',
        '\\\\',
        '---',
        '===',
        '\n',
        '\n\n',
        '    ',
        '\t',
        ' ',
      ],
      ...['押金', '，', '。', '“', '”', '工', '😀', 'A', '1', '@工友', 'https://a.b/c_d_e'],
    ),
    { maxLength: 24 },
  )
  .map((pieces) => pieces.join(''));
/** Blanks before a line are not shown in any case. */
const seen = (words: string) => words.replace(/^[ \t]+/gm, '').trim();

describe('markdown', () => {
  it('shows a text as the characters that it is of, whatever they mean in markdown', () => {
    fc.assert(
      fc.property(nasty, (words) => {
        fc.pre(words.trim() !== '');
        expect(seen(showMarkdown(contentOf([text(words)])).text)).toBe(seen(words));
      }),
      { numRuns: 3000 },
    );
  });

  it('shows a quote as the characters that it is of, and its source', () => {
    fc.assert(
      fc.property(nasty, nasty, (quote, head) => {
        const pieces = quote.split('\n');
        const line = head.replace(/\s+/g, ' ');
        const shown = showMarkdown(contentOf([citation({ quote, head: line })]));
        expect(shown.quotes).toEqual(pieces.map((piece) => `“${piece}”`));
        expect(shown.text).toContain(`——${line}`);
        expect(shown.links).toEqual([{ label: copy.openSource, url: `${SITE}/policies/a/1?mark=0-9#mark` }]);
      }),
      { numRuns: 2000 },
    );
  });

  it('shows whole answers as they are said', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, fc.array(nasty, { maxLength: 3 }), (lead, plain, quiet, items) => {
        fc.pre([lead, plain, quiet].some((words) => words.trim() !== ''));
        const oneLine = items.map((item) => item.replace(/\s+/g, ' ').trim());
        const shown = showMarkdown(
          contentOf([
            text(lead, 'strong'),
            text(plain),
            { kind: 'list', items: oneLine },
            text(quiet, 'quiet'),
          ]),
        ).text;
        for (const words of [lead, plain, quiet])
          for (const line of seen(words).split('\n')) expect(shown).toContain(line.trim());
        for (const item of oneLine) expect(shown).toContain(item);
      }),
      { numRuns: 1000 },
    );
  });

  it('never lets a text fold itself away as thought', () => {
    expect(escapeMarkdown('<think>不给看</think>')).not.toMatch(/<\/?think>/);
  });

  it('is what a reader expects for an answer', () => {
    const content = contentOf([
      text('吉林：不能收押金。', 'strong'),
      citation({ place: '吉林省' }),
      { kind: 'list', items: ['去劳动监察投诉', '打 12345'] },
      text('不是法律意见。', 'quiet'),
    ]);
    expect(content).toBe(
      [
        '**吉林：不能收押金。**',
        '【吉林省】\n> “企业不得收取押金。”',
        `——《骑手办法》第一条\n必须做到\n[看原文](${SITE}/policies/a/1?mark=0-9#mark)`,
        '- 去劳动监察投诉\n- 打 12345',
        '不是法律意见。',
      ].join('\n\n'),
    );
  });

  it('links nothing without a public address', () => {
    const outbound: Outbound = { parts: [citation()], buttons: [] };
    const [payload] = encodeForBot(outbound, TO, undefined);
    expect(showMarkdown(botPayloadSchema.parse(payload).content).links).toEqual([]);
  });
});

describe('room', () => {
  it('never takes more bytes than a stream may have', () => {
    expect(ANSWER_BYTES).toBeLessThanOrEqual(MAX_CONTENT_BYTES);
    const part = fc.oneof(
      fc.integer({ min: 1, max: 8000 }).map((length) => text('押'.repeat(length))),
      fc.integer({ min: 1, max: 8000 }).map((length) => citation({ quote: '金*'.repeat(length) })),
      fc.integer({ min: 1, max: 8000 }).map((length) => file('_"\\\n'.repeat(length))),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const content = contentOf(parts);
        expect(bytes(content)).toBeLessThanOrEqual(ANSWER_BYTES);
        expect(content.isWellFormed()).toBe(true);
        showMarkdown(content);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves whole citations out from the back, and says so', () => {
    const long = (label: string) => citation({ head: `《办法》第${label}条`, quote: '不'.repeat(2400) });
    const content = contentOf([text('有这些', 'strong'), long('一'), long('二'), long('三'), long('四')]);
    expect(content.endsWith(copy.leftOut)).toBe(true);
    const { quotes, text: shown } = showMarkdown(content);
    expect(quotes).toEqual([1, 2].map(() => `“${'不'.repeat(2400)}”`));
    expect(shown).not.toContain('第三条');
  });

  it('never cuts a citation, even one that has no room alone', () => {
    expect(contentOf([citation({ quote: '不'.repeat(7000) })])).toBe(copy.leftOut);
  });

  it('says nothing for nothing', () => {
    expect(encodeForBot({ parts: [text('')], buttons: [] }, TO, SITE)).toEqual([]);
    expect(encodeForBot({ parts: [], buttons: [] }, TO, SITE)).toEqual([]);
  });
});

describe('a file', () => {
  it('is shown as text, because the bot cannot hand it over', () => {
    const json = JSON.stringify({ 说过的: ['押金*不退*', '{"a": 1}'] }, null, 2);
    const shown = showMarkdown(contentOf([file(json)])).text;
    expect(JSON.parse(shown.slice(shown.indexOf('{')))).toEqual(JSON.parse(json));
    expect(shown.startsWith('全部内容')).toBe(true);
  });

  it('that is too long is shown as far as it goes, and that is said', () => {
    const content = contentOf([file('押金不退\\\n'.repeat(2000))]);
    expect(content.endsWith(`\n\n${copy.fileCut}`)).toBe(true);
    expect(bytes(content)).toBeGreaterThan(ANSWER_BYTES * 0.9);
    showMarkdown(content);
  });
});

describe('a file beside words', () => {
  it('is kept for those who can send it, with its caption', () => {
    const [payload] = encodeForBot({ parts: [text('好'), file('{}')], buttons: [] }, TO, SITE);
    expect(botPayloadSchema.parse(payload).files).toEqual({
      content: '好\n\n全部内容',
      list: [{ name: '我的数据.json', base64: Buffer.from('{}').toString('base64') }],
    });
  });

  it('that is no text is named, and never shown as one', () => {
    const pdf: Part = { ...fileOf('%PDF-1.7'), name: '申诉书.pdf', mime: 'application/pdf' };
    const content = contentOf([pdf]);
    expect(content).not.toContain('%PDF');
    expect(showMarkdown(content).text).toContain(copy.noFile('申诉书.pdf'));
  });
});

describe('buttons', () => {
  const press = (label: string, action = `region::${label}`): Button => ({
    label,
    does: { kind: 'action', action },
  });
  const page: Button = { label: '看原文', does: { kind: 'page', path: '/policies/a/1?mark=0-9#mark' } };
  const payloadOf = (
    parts: readonly Part[],
    buttons: readonly Button[],
    publicUrl: string | undefined = SITE,
  ) => {
    const [payload] = encodeForBot({ parts: [...parts], buttons: [[...buttons]] }, TO, publicUrl);
    return botPayloadSchema.parse(payload);
  };

  it('are offered under the words, in their order', () => {
    expect(payloadOf([text('你在哪儿？')], [press('吉林'), press('云南')])).toMatchObject({
      content: '你在哪儿？',
      offer: {
        words: '你在哪儿？',
        choices: [
          { label: '吉林', action: 'region::吉林' },
          { label: '云南', action: 'region::云南' },
        ],
      },
    });
  });

  it('that no card has room for are said, so that they can be typed', () => {
    const many = Array.from({ length: 23 }, (_, at) => press(`甲${at}`));
    const { content, offer } = payloadOf([text('选')], [...many, press('乙', '乙'.repeat(43))]);
    expect(offer?.choices).toHaveLength(20);
    expect(content).toBe(`选\n\n${copy.alsoSay(['甲20', '甲21', '甲22', '乙'])}`);
  });

  it('whose label is cut short are said whole', () => {
    const label = '新就业形态劳动者权益协商';
    expect(payloadOf([text('选')], [press(label)]).content).toContain(copy.alsoSay([label]));
  });

  it('that say and do the same are one', () => {
    expect(payloadOf([text('选')], [press('甲'), press('甲')]).offer?.choices).toHaveLength(1);
  });

  it('that open a page are links, unless the clause above has it; with no address there is none', () => {
    expect(showMarkdown(payloadOf([text('好')], [page]).content).links).toEqual([
      { label: '看原文', url: `${SITE}/policies/a/1?mark=0-9#mark` },
    ]);
    expect(showMarkdown(payloadOf([citation()], [page]).content).links).toHaveLength(1);
    const [payload] = encodeForBot({ parts: [text('好')], buttons: [[page]] }, TO, undefined);
    expect(botPayloadSchema.parse(payload).content).toBe('好');
  });

  it('that lead into a single chat are said', () => {
    const button: Button = { label: '私聊细说', does: { kind: 'private', payload: '' } };
    expect(payloadOf([text('好')], [button]).content).toBe(`好\n\n${copy.alone('私聊细说')}`);
  });

  it('leave room to say them all under a text of any length', () => {
    const many = Array.from({ length: 20 }, (_, at) => press(`一二三四五六七八${at}`));
    const { content, offer } = payloadOf([text('不可以。'.repeat(4000))], many);
    expect(bytes(sayOffer(content, offer))).toBeLessThanOrEqual(ANSWER_BYTES);
    expect(content).toContain(copy.leftOut);
  });

  it('have no card of their own under quotes: it could not show them', () => {
    expect(payloadOf([citation()], [press('甲')]).offer?.words).toBeNull();
  });
});

it('says nothing to a judgement: WeCom takes no word', () => {
  const handle = { ...HANDLE, to: 'feedback' };
  expect(encodeForBot({ parts: [text('收到')], buttons: [] }, { ...TO, handle }, SITE)).toEqual([]);
});

describe('the handle', () => {
  it('goes along with the answer, and one that is none is left away', () => {
    const outbound: Outbound = { parts: [text('好')], buttons: [] };
    expect(encodeForBot(outbound, { ...TO, handle: HANDLE }, SITE)).toEqual([
      { content: '好', offer: null, files: null, handle: HANDLE },
    ]);
    expect(encodeForBot(outbound, { ...TO, handle: { other: 1 } }, SITE)).toEqual([
      { content: '好', offer: null, files: null, handle: null },
    ]);
  });
});
