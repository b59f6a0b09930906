import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { conversationCopy as copy } from '../../../bot/copy/conversation.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { type Core, createCore, madeUpTexts } from '../../core.ts';
import { createScriptedChannel, type Shown } from '../../fakes/scripted-channel.ts';

const library = await madeUpTexts();
const DAY = 24 * 3_600_000;
const DEPOSIT = '入职收押金合法吗';

let core: Core;
beforeEach(async () => {
  core = createCore({ store: await openStore({ kind: 'memory' }), library });
});
afterEach(() => core.store.close());

const text = (shown: readonly Shown[]) => shown.map((message) => message.text).join('\n');
const labels = (shown: readonly Shown[]) =>
  shown.flatMap((message) => message.buttons.flat().map(({ label }) => label));

/** What the link into a private chat carries. */
function payloadOf(shown: readonly Shown[]): string {
  const does = shown
    .flatMap(({ buttons }) => buttons.flat())
    .find((button) => button.does.kind === 'private');
  return z.object({ payload: z.string() }).parse(does?.does).payload;
}

describe('a button', () => {
  it('of a group is for the one who asked', async () => {
    const asker = core.person('asker', { group: 'g' });
    const other = core.person('other', { group: 'g' });
    await asker.say(DEPOSIT);
    expect(text(await other.press('甲川'))).toBe(copy.region.notYours);
    expect(text(await asker.press('甲川'))).toContain('不得收取押金');
    expect(text(await other.say('/地区'))).toBe(copy.region.none);
  });

  it('that is pressed twice does its work once', async () => {
    const rider = core.person('r');
    const [asked] = await rider.say(DEPOSIT);
    expect(text(await rider.press('甲川'))).toContain('不得收取押金');
    const [action] = asked?.buttons.flat() ?? [];
    const again = rider.inbound(
      { kind: 'button', action: action?.does.kind === 'action' ? action.does.action : '' },
      { message: asked?.ref ?? null },
    );
    expect(text(await rider.send(again))).toBe(copy.button.again);
    // The same label under another message is another press.
    await rider.say('/地区');
    expect(text(await rider.press('甲川'))).toBe(copy.region.set('甲川'));
  });

  it('works again and again where the platform does not say which message bears it', async () => {
    const rider = core.person('r');
    await rider.enter();
    for (let i = 0; i < 2; i++)
      expect(text(await rider.press('甲川', { message: null }))).toBe(copy.region.set('甲川'));
  });

  it('from before a restart does what it says', async () => {
    const channel = createScriptedChannel();
    const first = createCore({ store: core.store, library, channels: [channel] });
    await first.person('r').say(DEPOSIT);
    const second = createCore({ store: core.store, library, channels: [channel] });
    expect(text(await second.person('r').press('戊原'))).toContain('应当退还本人');
  });

  it.each(['', ':', 'region', 'region::', 'region::火星', 'erase:maybe', 'command:', '{"a":1}', '甲川'])(
    'that nobody here made is told as one that works no more: %j',
    async (action) => {
      const rider = core.person('r');
      expect(text(await rider.send(rider.inbound({ kind: 'button', action })))).toBe(copy.button.unknown);
    },
  );
});

describe('an answer in a group', () => {
  const ask = async () => {
    const rider = core.person('r', { group: 'g' });
    await rider.say('/地区 甲川');
    return rider.say(DEPOSIT);
  };

  it('is one clause, with a way to the text and one into a private chat', async () => {
    const said = await ask();
    expect(said).toHaveLength(1);
    expect(labels(said)).toEqual([copy.group.source, copy.group.more]);
    expect(text(said).length).toBeLessThan(text(await core.person('r').say(`甲川${DEPOSIT}`)).length);
  });

  it('takes its question along into the private chat of whoever asked, and no place', async () => {
    const rider = core.person('r', { group: 'g' });
    const payload = payloadOf(await rider.say('/地区 甲川').then(() => rider.say(DEPOSIT)));
    expect(payload.length).toBeLessThanOrEqual(64);
    const alone = core.person('r');
    await alone.say('/地区 戊原');
    expect(text(await alone.enter(payload))).toContain('应当退还本人');
  });

  it('puts nobody’s question into another person’s memory: whoever else follows the link is welcomed', async () => {
    const payload = payloadOf(await ask());
    const curious = core.person('somebody else');
    expect(text(await curious.enter(payload))).toContain(copy.whereQuestion);
    expect(text(await curious.say('/导出我的数据'))).not.toContain('押金');
  });

  it('takes a follow-up along with what it followed', async () => {
    const rider = core.person('r', { group: 'g' });
    await rider.say('甲川站点让交押金对不对');
    const payload = payloadOf(await rider.say('那罚多少'));
    expect(text(await core.person('r').enter(payload))).toContain('五百元罚款');
  });

  it('is welcomed like anybody after a week, and for a link that nobody here made', async () => {
    const payload = payloadOf(await ask());
    core.clock.advance(7 * DAY);
    const welcome = text(await core.person('late').enter(payload));
    expect(welcome).toContain(copy.whereQuestion);
    for (const odd of ['q', 'qunknown', 'x'.repeat(64), '../etc', "q' or 1=1"])
      expect(text(await core.person(`odd ${odd}`).enter(odd)), odd).toBe(welcome);
  });

  it('says where to go where the platform has no such links', async () => {
    const channel = createScriptedChannel({ capabilities: { privateLinks: false } });
    const plain = createCore({ store: core.store, library, channels: [channel] });
    const said = await plain.person('r', { group: 'g' }).say(`甲川${DEPOSIT}`);
    expect(labels(said)).toEqual([copy.group.source]);
    expect(text(said)).toContain(copy.group.private);
  });

  it('stands in its thread, under the message it answers', async () => {
    const seen: unknown[] = [];
    const plain = createScriptedChannel();
    const channel = {
      ...plain,
      encode: (...[outbound, to]: Parameters<typeof plain.encode>) => {
        seen.push(to);
        return plain.encode(outbound, to);
      },
    };
    const threaded = createCore({ store: core.store, library, channels: [channel] });
    const rider = threaded.person('r', { group: 'g', topic: 'pay' });
    const message = rider.text(DEPOSIT, { handle: { token: 't' } });
    await rider.send(message);
    expect(seen).toEqual([{ kind: 'group', topic: 'pay', replyTo: message.message, handle: { token: 't' } }]);
  });
});

describe('a reply to an answer', () => {
  it('by another person is about that answer, and not about their own last question', async () => {
    const one = core.person('one', { group: 'g' });
    const two = core.person('two', { group: 'g' });
    await two.say('甲川大热天有没有高温费');
    const [answer] = await one.say('甲川站点让交押金对不对');
    const said = text(
      await two.say('那罚多少', { quoted: { message: answer?.ref ?? '', own: true, text: '' } }),
    );
    expect(said).toContain('五百元罚款');
  });

  it('does not move the place of the one who replies', async () => {
    const one = core.person('one', { group: 'g' });
    const two = core.person('two', { group: 'g' });
    const [answer] = await one.say('戊原站点让交押金对不对');
    await two.say('那罚多少', { quoted: { message: answer?.ref ?? '', own: true, text: '' } });
    expect(text(await two.say('/地区'))).toBe(copy.region.none);
  });

  it('to a message that is no longer known is a question of its own', async () => {
    const rider = core.person('r', { group: 'g' });
    const said = await rider.say(`甲川${DEPOSIT}`, { quoted: { message: '404', own: true, text: '' } });
    expect(text(said)).toContain('不得收取押金');
  });
});

describe('numbers of persons', () => {
  const NUMBERS = ['13912345678', '11010519491231002X', '6222021234567890128', '吉A12345'];

  it.each(NUMBERS)(
    'that somebody posts in a group are not kept, and the answer says so: %s',
    async (number) => {
      const rider = core.person('r', { group: 'g' });
      const said = text(await rider.say(`甲川${DEPOSIT}，我的号 ${number} 找我`));
      expect(said).toContain('不得收取押金');
      expect(said).toContain(copy.group.redacted);
      for (const table of ['inbox', 'outbox', 'people', 'carried', 'conversations'] as const) {
        for (const row of await core.rows(table)) {
          const opened = open(table, row.sealed);
          expect(opened, table).not.toContain(number);
          expect(JSON.stringify(row), table).not.toContain(number);
        }
      }
    },
  );

  it('are the person’s own business in private', async () => {
    const said = text(await core.person('r').say(`甲川${DEPOSIT}，我的号 ${NUMBERS[0]}`));
    expect(said).toContain('不得收取押金');
    expect(said).not.toContain(copy.group.redacted);
  });

  function open(table: string, sealed: unknown): string {
    return typeof sealed === 'string' ? core.vault.open(sealed, `${table}/sealed`) : '';
  }
});
