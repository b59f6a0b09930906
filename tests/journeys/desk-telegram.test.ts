import { afterEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../bot/config.ts';
import { conversationCopy } from '../../bot/copy/conversation.ts';
import { deskCopy } from '../../bot/copy/desk.ts';
import { telegramDeskCopy as copy } from '../../bot/copy/desk-telegram.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { addStaff, linkAccount } from '../../bot/store/staff.ts';
import type { Delivery } from '../fakes/bot-api/world.ts';
import { temporaryFolder } from '../fixtures.ts';
import { startTelegramWorld, type TelegramWorld } from './telegram-world.ts';

const PATIENCE = 400_000;
const GROUP = -1_009_876_543_210;
const WANG = { id: 9001, name: '王主任' };
const LI = { id: 9002, name: '李明' };
/** So long that it stands by chance in no time and no number of a message. */
const WORKER = 5_201_774_038;
/** What the worker says of themselves, in every way in which it could slip into the group. */
const SECRETS = ['苏晓禾', '13800138000', '138 0013 8000', String(WORKER)];

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

type Setting = {
  readonly world: TelegramWorld;
  /** What the group was shown, oldest first. */
  readonly group: () => readonly Delivery[];
  /** Waits until the group has been told these words. @returns that message */
  readonly told: (words: string) => Promise<Delivery>;
  /** Waits until somebody was sent these words in private. */
  readonly sent: (who: number, words: string) => Promise<Delivery>;
  readonly write: (who: number, text: string, replyTo?: number) => number;
  readonly press: (who: number, label: string) => string;
};

async function start(): Promise<Setting> {
  const folder = temporaryFolder();
  closing.push(folder.dispose);
  const env = { DATA_DIR: folder.path, DESK_TELEGRAM_CHAT: String(GROUP) };
  const world = await startTelegramWorld(env);
  closing.push(world.end);
  const { fake } = world;
  fake.users.addGroup({ id: GROUP, forum: true });
  fake.users.promote(GROUP, { can_manage_topics: true, can_delete_messages: true });
  const config = parseConfig({ DATA_DIR: folder.path });
  const store = await openStore(storeLocation(config));
  const vault = await openVault(store, config);
  await store.transaction(async (tx) => {
    for (const { id, name } of [WANG, LI]) {
      await addStaff(tx, { name, role: 'agent', regions: [], trades: [] }, 0);
      // Only Wang has spoken with the bot: nobody can be written to before.
      const chat = id === WANG.id ? String(id) : null;
      await linkAccount(tx, vault, { name, channel: 'telegram', id: String(id), chat, now: 0 });
    }
  });
  await store.close();
  await world.person(WANG.id).say('/start');

  const group = () => fake.sent().filter(({ chat }) => chat === GROUP);
  const awaited = async (words: string, find: () => Delivery | undefined): Promise<Delivery> => {
    await fake
      .until(() => find() !== undefined, 120_000)
      .catch((error: unknown) => {
        const last = fake.sent().map(({ chat, kind, text }) => `${chat} ${kind} ${text}`);
        throw new Error(`nobody was told: ${words}; but\n${last.slice(-12).join('\n')}`, { cause: error });
      });
    const found = find();
    if (found === undefined) throw new Error('it was there a moment ago');
    return found;
  };
  const topic = () => group().findLast(({ kind }) => kind === 'topic-created')?.topic ?? 0;
  return {
    world,
    group,
    told: (words) =>
      awaited(words, () => group().find(({ text, kind }) => kind === 'message' && text.includes(words))),
    sent: (who, words) =>
      awaited(words, () => fake.sent().find(({ chat, text }) => chat === who && text.includes(words))),
    write: (from, text, replyTo) =>
      fake.users.say({ from, chat: GROUP, topic: topic(), text, ...(replyTo !== undefined && { replyTo }) }),
    press: (from, label) => {
      const message = group().findLast(({ buttons }) => buttons.flat().some(({ text }) => text === label));
      const data = message?.buttons.flat().find(({ text }) => text === label)?.callback_data;
      if (message === undefined || data === undefined) throw new Error(`no button ${label}`);
      return fake.users.press({ from, chat: GROUP, message: message.message, data });
    },
  };
}

async function askForPerson({ world, told }: Setting): Promise<string> {
  const worker = world.person(WORKER);
  await worker.say('/转人工');
  const opened = await worker.say('我叫苏晓禾，电话 138 0013 8000，站长不给我结上个月的单钱');
  const id = /T-\d{4}-[2-9A-Z]{4}/.exec(opened.map(({ text }) => text).join())?.[0] ?? '';
  expect(id).not.toBe('');
  await told(id);
  return id;
}

describe('a worker in private and the union in its group', { timeout: PATIENCE }, () => {
  it('speak through a topic, over a restart, and nothing of the worker stands in the group', async () => {
    const setting = await start();
    const { world, group, told, sent, write, press } = setting;
    const { fake } = world;
    const id = await askForPerson(setting);

    const first = press(WANG.id, copy.button.claim);
    const second = press(LI.id, copy.button.claim);
    await fake.until(() => fake.toast(first) !== undefined && fake.toast(second) !== undefined, 120_000);
    expect(fake.toast(first)).toBe(copy.say.claimed(WANG.name));
    expect(fake.toast(second)).toContain(deskCopy.heldBy(WANG.name));
    await told(copy.event.claimed(WANG.name));
    expect((await sent(WANG.id, '苏晓禾')).text).toContain(id);
    expect(fake.sent().some(({ chat }) => chat === LI.id)).toBe(false);

    const asked = write(WANG.id, '/问 是哪个站点？');
    await sent(WORKER, '是哪个站点？');
    const worker = world.person(WORKER);
    await worker.press(deskCopy.say.answer);
    await worker.say('城东站，找苏晓禾就行，13800138000');
    const relayed = await told('城东站');
    expect(relayed.replyTo).toBe(asked);
    await sent(WANG.id, '找苏晓禾就行');

    // A picture goes to the worker as it is, behind the words that stood under it.
    const fields = { text: undefined, caption: '照这张表填', photo: [{ file_id: 'form' }] };
    const place = { from: WANG.id, chat: GROUP, topic: relayed.topic ?? 0 };
    fake.users.say({ ...place, text: '', fields });
    const under = await sent(WORKER, '照这张表填');
    await fake.until(
      () => fake.sent().some(({ chat, kind, text }) => chat === WORKER && kind === 'message' && text === ''),
      120_000,
    );
    expect(under.text).toContain(copy.say.carried);
    const picture = fake.sent().findLast(({ chat, text }) => chat === WORKER && text === '');
    expect(picture?.seq).toBeGreaterThan(under.seq);

    await world.server().stop();
    write(WANG.id, '周五前补给你');
    write(LI.id, '//这家我熟');
    await world.restart();
    await sent(WORKER, '周五前补给你');
    expect(fake.sent().filter(({ chat, text }) => chat === WORKER && text.includes('周五前'))).toHaveLength(
      1,
    );
    expect(fake.sent().some(({ chat, text }) => chat === WORKER && text.includes('这家我熟'))).toBe(false);

    press(WANG.id, copy.button.resolve);
    const prompt = await told(copy.say.prompt(WANG.name));
    write(WANG.id, '站点已经补发', prompt.message);
    await sent(WORKER, '站点已经补发');
    await fake.until(() => group().some(({ kind }) => kind === 'topic-closed'), 120_000);
    await worker.press(deskCopy.letter.solved);
    await told(copy.event.confirmed);

    const everything = JSON.stringify(group());
    for (const secret of SECRETS) expect(everything).not.toContain(secret);
  });

  it('are told when the worker has blocked the bot, and the topic goes with what is erased', async () => {
    const setting = await start();
    const { world, group, told, sent, write, press } = setting;
    const { fake } = world;
    await askForPerson(setting);
    press(WANG.id, copy.button.claim);
    await told(copy.event.claimed(WANG.name));
    fake.users.block(WORKER);
    write(WANG.id, '周五前补给你');
    await told(copy.event.bounced.blocked);
    fake.users.unblock(WORKER);
    fake.users.say({ from: WORKER, text: '/删除我的数据' });
    const asked = await sent(WORKER, conversationCopy.erase.ask);
    const [button] = asked.buttons.flat();
    fake.users.press({ from: WORKER, message: asked.message, data: button?.callback_data ?? '' });
    await fake.until(() => group().some(({ kind }) => kind === 'topic-deleted'), 120_000);
    expect(fake.topics(GROUP).size).toBe(0);
  });
});
