import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listPublications } from '#knowledge';
import { parseConfig } from '../../bot/config.ts';
import { conversationCopy } from '../../bot/copy/conversation.ts';
import { conversationLibraryCopy as copy } from '../../bot/copy/conversation-library.ts';
import { libraryCopy } from '../../bot/copy/library.ts';
import type { LiveLibrary } from '../../bot/library/live.ts';
import { loadLiveLibrary } from '../../bot/load.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import type { StaffChannel } from '../../bot/staff/staff.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { addStaff, linkAccount } from '../../bot/store/staff.ts';
import { anArticle, publish, temporaryFolder } from '../fixtures.ts';
import { MADE_UP } from '../made-up.ts';
import { labels, startTelegramWorld } from './telegram-world.ts';
import { startCallbackWorld } from './wecom-bot-world.ts';
import { startWecomWorld } from './wecom-world.ts';

const PATIENCE = 400_000;
const QUESTION = '甲川入职收押金合法吗';
const OLD = '企业不得收取押金。';
const NEW = '企业不得向骑手收取押金。';

const FILE = '乙江办法.txt';
const TEXT = `乙江市骑手劳动权益保障办法

第一条 为了保障骑手的权益，制定本办法。

第二条 企业不得向骑手收取押金。
`;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

type Place = {
  readonly env: Readonly<Record<string, string>>;
  readonly live: LiveLibrary;
  readonly root: string;
  readonly audit: () => Promise<readonly string[]>;
};

/** A folder with two made-up releases, of which the second is in force, and an admin and an agent who are known. */
async function place(channel: StaffChannel, admin: string, agent: string): Promise<Place> {
  const folder = temporaryFolder();
  closing.push(folder.dispose);
  const root = join(folder.path, 'library');
  await publish(root, MADE_UP);
  const articles = MADE_UP.articles.map((one) =>
    one.id === 'a/1' ? anArticle('a/1', NEW, { label: one.label }) : one,
  );
  const matters = MADE_UP.matters.map((one) =>
    one.matter === 'deposit-ban' ? { ...one, answers: { ...one.answers, 'a/1': [NEW.slice(0, -1)] } } : one,
  );
  await publish(root, { ...MADE_UP, articles, matters });
  const env = { DATA_DIR: folder.path, LIBRARY_DIR: root };
  const config = parseConfig(env);
  const store = await openStore(storeLocation(config));
  const vault = await openVault(store, config);
  closing.push(store.close);
  await store.transaction(async (tx) => {
    await addStaff(tx, { name: '王主任', role: 'admin', regions: [], trades: [] }, 0);
    await addStaff(tx, { name: '李明', role: 'agent', regions: [], trades: [] }, 0);
    await linkAccount(tx, vault, { name: '王主任', channel, id: admin, chat: admin, now: 0 });
    await linkAccount(tx, vault, { name: '李明', channel, id: agent, chat: agent, now: 0 });
  });
  return {
    env,
    root,
    live: await loadLiveLibrary({ libraryDir: root, factsDir: undefined }),
    audit: async () => {
      const rows = await store.transaction((tx) =>
        tx.selectFrom('desk_audit').select(['staff', 'via', 'action']).orderBy('id').execute(),
      );
      return rows.map(({ staff, via, action }) => `${staff} ${via} ${action}`);
    },
  };
}

/** Waits until the program has taken the publication over, and no longer. */
async function takenOver({ live, root }: Place): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (live.state().publication !== listPublications(root)[0]?.seq) {
    if (Date.now() > deadline) throw new Error('the release in force was not taken over');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('an admin in a private chat', { timeout: PATIENCE }, () => {
  it('sees the library on Telegram, takes it back with two presses, and gives a new text to the draft', async () => {
    const [admin, agent, worker] = [9101, 9102, 9103];
    const at = await place('telegram', String(admin), String(agent));
    const world = await startTelegramWorld(at.env, at.live);
    closing.push(world.end);
    const wang = world.person(admin);
    const rider = world.person(worker);
    const said = async (doing: ReturnType<typeof wang.say>) =>
      (await doing).map(({ text }) => text).join('\n');

    expect(await said(world.person(agent).say('/状态'))).toBe(conversationCopy.unknownCommand);
    expect(await said(rider.say('/回滚'))).toBe(conversationCopy.unknownCommand);
    expect(await said(rider.say(QUESTION))).toContain(NEW);
    expect(await said(wang.say('/状态'))).toContain('第2次');
    expect(await said(wang.say('/发布'))).toBe(copy.publish.nothing);

    const list = await wang.say('/回滚 新的一版写错了');
    expect(labels(list.at(-1))).toEqual([copy.rollback.button(1)]);
    expect(await said(wang.press(copy.rollback.button(1)))).toContain(copy.rollback.sure);
    expect(await said(wang.press(copy.rollback.go))).toBe(copy.rollback.done(3));
    expect(await said(wang.press(copy.rollback.go))).toMatch(/^这一版已经在用了/);
    expect(listPublications(at.root).map(({ kind, why }) => [kind, why])).toEqual([
      ['rollback', '新的一版写错了'],
      ['publish', ''],
      ['first', ''],
    ]);
    await takenOver(at);
    expect(await said(rider.say(QUESTION))).toContain(OLD);

    const document = world.fake.files.keep(Buffer.from(TEXT), { name: FILE });
    await wang.say('', { fields: { text: undefined, document } });
    expect(await said(wang.press(copy.file.take))).toContain(copy.file.added(FILE));
    expect(await said(wang.say('/状态'))).toContain(copy.state.changed(1));
    expect(await at.audit()).toEqual([
      '王主任 telegram library-rolled-back',
      '王主任 telegram library-file-added',
    ]);
  });

  it('takes it back in WeCom’s app, where everything is typed', async () => {
    const at = await place('wecom-app', 'wang', 'li');
    const world = await startWecomWorld(at.env, at.live);
    closing.push(world.end);
    const said = async (who: string, text: string) =>
      (await world.member(who).say(text)).map((shown) => shown.text).join('\n');

    expect(await said('li', '/回滚')).toBe(conversationCopy.unknownCommand);
    expect(await said('rider', QUESTION)).toContain(NEW);
    expect(await said('wang', '/回滚')).toContain(copy.rollback.typed);
    expect(await said('wang', '1')).toContain(copy.rollback.type);
    expect(await said('wang', copy.rollback.typedYes)).toBe(copy.rollback.done(3));
    await takenOver(at);
    expect(await said('rider', QUESTION)).toContain(OLD);
    expect(await at.audit()).toEqual(['王主任 wecom-app library-rolled-back']);
  });
  it('is asked about a document in a single chat with WeCom’s AI bot, and told that it cannot be read', async () => {
    const at = await place('wecom-bot', 'wang', 'li');
    const world = await startCallbackWorld(at.env, undefined, at.live);
    closing.push(world.end);
    const wang = world.person('wang');
    const torn = Buffer.from('%PDF-1.4\nand nothing more');
    expect(await world.person('li').file(torn)).not.toContain(copy.file.ask);
    expect(await wang.file(torn)).toContain(copy.file.ask);
    expect(await wang.press(copy.file.take)).toContain(libraryCopy.reader.refused('', 'damaged'));
    expect(await wang.say('/状态')).toContain(copy.state.same);
    expect(await at.audit()).toEqual([]);
  });
});
