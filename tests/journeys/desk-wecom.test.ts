import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '../../bot/config.ts';
import { wecomDeskCopy as copy } from '../../bot/copy/desk-wecom.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { addStaff, linkAccount, removeStaff } from '../../bot/store/staff.ts';
import type { Store } from '../../bot/store/store.ts';
import { temporaryFolder } from '../fixtures.ts';
import { startCallbackWorld } from './wecom-bot-world.ts';
import { AGENT, KF, startWecomWorld, type WecomWorld } from './wecom-world.ts';

const PATIENCE = 400_000;
const WANG = { user: 'wang.zr', name: '王主任' };
const LI = { user: 'li.ming', name: '李明' };
const WORKER = 'zhao.worker';
const CUSTOMER = 'wmDeskCustomer';
const WORDS = '站长扣了我三百块单钱，我叫苏晓禾，电话 13800138000';
/** What tells who the worker is, or what they said. */
const SECRETS = ['苏晓禾', '13800138000', '站长扣了', WORKER, CUSTOMER];

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

const cardSchema = z.looseObject({
  msgtype: z.literal('template_card'),
  template_card: z.looseObject({
    button_list: z.array(z.looseObject({ text: z.string(), key: z.string() })),
  }),
});
const textSchema = z.looseObject({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) });
const idIn = (text: string) => /T-\d{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '';

/** A folder with two of the staff, before or beside a server. */
async function withStaff(env: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  closing.push(folder.dispose);
  const config = parseConfig({ DATA_DIR: folder.path });
  const store = await openStore(storeLocation(config));
  closing.push(store.close);
  const vault = await openVault(store, config);
  await store.transaction(async (tx) => {
    for (const { user, name } of [WANG, LI]) {
      await addStaff(tx, { name, role: 'agent', regions: [], trades: [] }, 0);
      for (const channel of ['wecom-app', 'wecom-bot'] as const)
        await linkAccount(tx, vault, { name, channel, id: user, chat: user, now: 0 });
    }
  });
  return { env: { DATA_DIR: folder.path, ...env }, store };
}

type Desk = {
  readonly world: WecomWorld;
  readonly store: Store;
  readonly cards: () => readonly {
    readonly msgid: string;
    readonly users: readonly string[];
    readonly text: string;
  }[];
  /** Waits until somebody of the staff has been told these words in their chat with the app. */
  readonly told: (user: string, words: string) => Promise<string>;
  readonly press: (user: string, label: string, msgid?: string) => Promise<void>;
  readonly write: (user: string, text: string) => Promise<void>;
  readonly isCard: (words: string) => Promise<void>;
  readonly states: (id: string) => Promise<{ readonly state: string; readonly holder: string | null }>;
};

async function open(env: Readonly<Record<string, string>> = {}): Promise<Desk> {
  const { env: where, store } = await withStaff(env);
  const world = await startWecomWorld(where);
  closing.push(world.end);
  const { fake } = world;
  for (const { user } of [WANG, LI]) fake.messages.members.add(user);
  const cards = () =>
    fake.delivered('app').flatMap(({ message, msgid, users }) => {
      const card = cardSchema.safeParse(message);
      return card.success ? [{ msgid, users, text: JSON.stringify(card.data.template_card) }] : [];
    });
  const texts = (user: string) =>
    fake.delivered('app').flatMap(({ message, users }) => {
      const said = textSchema.safeParse(message);
      return said.success && users.includes(user) ? [said.data.text.content] : [];
    });
  return {
    ...{ world, store, cards },
    told: async (user, words) => {
      const find = () => texts(user).find((text) => text.includes(words));
      await fake
        .until(() => find() !== undefined, 120_000)
        .catch((cause: unknown) => {
          throw new Error(`${user} was not told: ${words}; but ${texts(user).slice(-5).join(' | ')}`, {
            cause,
          });
        });
      return find() ?? '';
    },
    press: async (user, label, msgid = cards().at(-1)?.msgid ?? '') => {
      const { button_list: buttons = [] } = fake.messages.cardOf(msgid).card;
      const key = buttons.find(({ text }) => text === label)?.key;
      if (key === undefined) throw new Error(`no button says ${label}`);
      await fake.people.click({ agentId: AGENT, from: user, msgid, key });
    },
    write: async (user, text) => {
      await fake.people.say({ agentId: AGENT, from: user, text });
    },
    isCard: (words) =>
      fake.until(() => JSON.stringify(fake.delivered('card').at(-1)?.update ?? {}).includes(words), 120_000),
    states: (id) =>
      store.transaction((tx) =>
        tx.selectFrom('tickets').select(['state', 'holder']).where('id', '=', id).executeTakeFirstOrThrow(),
      ),
  };
}

/** The worker asks for a person; the id of the ticket, once its card has come. */
async function ask(desk: Desk): Promise<string> {
  const worker = desk.world.member(WORKER);
  const before = desk.cards().length;
  await worker.say('/转人工');
  const id = idIn((await worker.say(WORDS)).map(({ text }) => text).join());
  expect(id).not.toBe('');
  await desk.world.fake.until(() => desk.cards().length > before, 120_000);
  return id;
}

describe('staff in WeCom’s app', { timeout: PATIENCE }, () => {
  it('claim by a card, read all of it in their own chat, answer there, and settle; the card tells nobody anything', async () => {
    const desk = await open();
    const id = await ask(desk);
    const [card] = desk.cards();
    expect(card?.users).toEqual([LI.user, WANG.user]);
    expect(card?.text).toContain(id);
    for (const secret of SECRETS) expect(card?.text).not.toContain(secret);

    await desk.press(WANG.user, copy.card.claim);
    await desk.told(WANG.user, '下一条是内容');
    await desk.isCard(copy.card.taken(WANG.name));
    const whole = await desk.told(WANG.user, WORDS);
    expect(whole).toContain(id);
    expect(
      JSON.stringify(desk.world.fake.delivered('app').filter(({ users }) => users.includes(LI.user))),
    ).not.toContain('苏晓禾');
    const views = await desk.store.transaction((tx) =>
      tx.selectFrom('desk_audit').select(['staff', 'via', 'ticket', 'fields']).execute(),
    );
    expect(views).toEqual([{ staff: WANG.name, via: 'wecom', ticket: id, fields: 'answers' }]);

    await desk.write(WANG.user, '是哪个站？');
    await desk.told(WANG.user, `（${id}）。等他回话`);
    await desk.told(WORKER, '是哪个站？');
    await desk.world.member(WORKER).say(`/补充 ${id} 城南站`);
    await desk.told(WANG.user, '城南站');
    await desk.write(WANG.user, '备注 先打站点电话');
    await desk.told(WANG.user, '工友看不到');
    await desk.write(WANG.user, '办结 周五补发三百块');
    await desk.told(WANG.user, '办结了');
    await desk.told(WORKER, '周五补发三百块');
    expect(await desk.states(id)).toEqual({ state: 'resolved', holder: WANG.name });
    const toWorker = JSON.stringify(
      desk.world.fake.delivered('app').filter(({ users }) => users.includes(WORKER)),
    );
    expect(toWorker).not.toContain('先打站点电话');
    // Behind the end their words are questions to the bot again.
    await desk.write(WANG.user, '我的工单');
    await desk.told(WANG.user, copy.list.none.mine);
  });

  it('press at the same second: one gets it, the other hears by name who has it', async () => {
    const desk = await open();
    const id = await ask(desk);
    await Promise.all([desk.press(WANG.user, copy.card.claim), desk.press(LI.user, copy.card.claim)]);
    await desk.world.settled();
    const { holder } = await desk.states(id);
    const [first, second] = holder === WANG.name ? [WANG, LI] : [LI, WANG];
    await desk.told(first.user, '下一条是内容');
    await desk.told(second.user, copy.say.heldBy(first.name, id));
    await desk.isCard(copy.card.taken(first.name));
    await desk.told(first.user, WORDS);
    const other = desk.world.fake.delivered('app').filter(({ users }) => users.includes(second.user));
    expect(JSON.stringify(other)).not.toContain('苏晓禾');
  });

  it('claim at the desk: the code of the card itself changes it; a press behind that hears by whom, and changes it again', async () => {
    const desk = await open();
    const id = await ask(desk);
    // The code that came with the card is too old for WeCom, as after three days.
    desk.world.fake.faults.add({
      endpoint: 'message/update_template_card',
      does: { kind: 'errcode', errcode: 40058 },
    });
    await desk.write(LI.user, `认领 ${id}`);
    await desk.told(LI.user, '下一条是内容');
    await desk.world.fake.until(() => desk.world.fake.calls('message/update_template_card') === 1, 120_000);
    expect(desk.world.fake.delivered('card')).toEqual([]);
    await desk.press(WANG.user, copy.card.claim);
    await desk.told(WANG.user, copy.say.heldBy(LI.name, id));
    await desk.isCard(copy.card.taken(LI.name));
  });

  it('hand over: a card for the other one, who reads what was said; somebody who left the staff can do nothing', async () => {
    const desk = await open();
    const id = await ask(desk);
    await desk.press(LI.user, copy.card.claim);
    await desk.told(LI.user, WORDS);
    await desk.write(LI.user, '转交');
    expect(await desk.told(LI.user, '转给谁')).toContain(WANG.name);
    await desk.write(LI.user, `转交 ${WANG.name} 你熟悉这个站`);
    await desk.told(LI.user, `转给 ${WANG.name} 了`);
    await desk.world.fake.until(() => desk.cards().length === 2, 120_000);
    expect(desk.cards().at(-1)?.users).toEqual([WANG.user]);
    await desk.write(LI.user, `#${id} 我再说一句`);
    await desk.told(LI.user, '没有发出去');

    await desk.store.transaction((tx) => removeStaff(tx, WANG.name, Date.now()));
    await desk.press(WANG.user, copy.card.claim);
    await desk.told(WANG.user, copy.say.notStaff);
    expect(await desk.states(id)).toEqual({ state: 'transferred', holder: null });
    await desk.write(LI.user, `认领 ${id}`);
    expect(await desk.told(LI.user, copy.whole.before)).toContain('你熟悉这个站');
  });

  it('go on over a restart: the ticket at hand stays at hand, and nothing comes twice', async () => {
    const desk = await open();
    const id = await ask(desk);
    await desk.press(WANG.user, copy.card.claim);
    await desk.told(WANG.user, WORDS);
    await desk.isCard(copy.card.taken(WANG.name));
    await desk.world.restart();
    await desk.write(WANG.user, '我们明天去站点。');
    await desk.told(WORKER, '我们明天去站点。');
    await desk.world.settled();
    expect(desk.cards()).toHaveLength(1);
    expect(desk.world.fake.delivered('card')).toHaveLength(1);
    const said = desk.world.fake.delivered('app').map(({ message }) => JSON.stringify(message));
    expect(said.filter((text) => text.includes('我们明天去站点。'))).toHaveLength(1);
    expect(said.filter((text) => text.includes('苏晓禾') && text.includes(id))).toHaveLength(1);
  });

  it('hear no word of a ticket that its worker took back, and are told to delete what they have', async () => {
    const desk = await open();
    const id = await ask(desk);
    await desk.press(WANG.user, copy.card.claim);
    await desk.told(WANG.user, WORDS);
    await desk.world.member(WORKER).say(`/撤回 ${id}`);
    await desk.told(WANG.user, copy.whole.withdrawn(id));
    await desk.write(WANG.user, '在吗');
    await desk.told(WANG.user, '没有发出去');
    const left = await desk.store.transaction((tx) => tx.selectFrom('ticket_posts').selectAll().execute());
    expect(left).toEqual([]);
  });

  it('are workers like any other while they are not linked: their orders are questions', async () => {
    const desk = await open();
    const id = await ask(desk);
    const stranger = desk.world.member('sun.qi');
    expect((await stranger.say(`认领 ${id}`)).map(({ text }) => text).join()).not.toContain('你接了');
    expect((await desk.states(id)).holder).toBeNull();
  });
});

describe('the staff’s group with the AI bot', { timeout: PATIENCE }, () => {
  it('lists and claims for the staff, without a word of a worker’s, and tells others that it is not for them', async () => {
    const { env, store } = await withStaff();
    const world = await startCallbackWorld(env);
    closing.push(world.end);
    const worker = world.person(WORKER);
    await worker.say('/转人工');
    const id = idIn(await worker.say(WORDS));
    expect(id).not.toBe('');
    const group = 'wrStaffGroup';
    const heard: string[] = [];
    const inGroup = async (user: string, text: string) => {
      const answer = await world.person(user, { chat: group }).say(`@工友 ${text}`);
      heard.push(answer);
      return answer;
    };
    expect(await inGroup(WANG.user, '工单')).toContain(id);
    expect(await inGroup(WANG.user, '报表')).toContain(copy.report.unclaimed(1));
    expect(await inGroup(WANG.user, '超时')).toContain(copy.list.none.overdue);
    expect(await inGroup('sun.qi', '工单')).toContain(copy.say.notStaff);
    expect(await inGroup('sun.qi', `认领 ${id}`)).toContain(copy.say.notStaff);
    expect(await inGroup(WANG.user, '我的工单')).toContain(copy.list.none.mine);
    expect(await inGroup(LI.user, `认领 ${id}`)).toContain(copy.say.claimedInGroup(id));
    expect(await inGroup(WANG.user, `认领 ${id}`)).toContain(copy.say.heldBy(LI.name, id));
    expect(await inGroup(LI.user, '备注 他叫什么')).toContain(copy.say.onlyPrivate);
    for (const secret of SECRETS) expect(heard.join('\n')).not.toContain(secret);
    const row = await store.transaction((tx) =>
      tx.selectFrom('tickets').select(['holder']).executeTakeFirst(),
    );
    expect(row).toEqual({ holder: LI.name });
  });
});

describe('微信客服 and servicers in WeCom', { timeout: PATIENCE }, () => {
  const kf = (desk: Desk) => desk.world.fake.delivered('kf').map(({ message }) => JSON.stringify(message));
  const session = (desk: Desk) => desk.world.fake.kf.sessions.of(KF, CUSTOMER).state;
  const askThere = async (desk: Desk): Promise<string> => {
    const worker = desk.world.customer(CUSTOMER);
    await worker.say('/转人工');
    return idIn((await worker.say(WORDS)).map(({ text }) => text).join());
  };
  const eventsOf = (desk: Desk, id: string) =>
    desk.store.transaction(async (tx) =>
      (
        await tx
          .selectFrom('ticket_events')
          .select(['kind'])
          .where('ticket', '=', id)
          .orderBy('seq')
          .execute()
      ).map(({ kind }) => kind),
    );

  it('goes to the pool, to the servicer who takes it, and back to the bot; the ticket follows and no answer is lost', async () => {
    const desk = await open({ WECOM_KF_SERVICER: 'wecom' });
    const { fake } = desk.world;
    fake.kf.addServicer(KF, WANG.user);
    const id = await askThere(desk);
    await fake.until(() => kf(desk).some((text) => text.includes('请等一等')), 120_000);
    expect(session(desk)).toBe(2);
    // While nobody has taken it the bot says nothing, and what the worker writes is kept.
    const worker = desk.world.customer(CUSTOMER);
    expect(await worker.say('还在吗')).toEqual([]);

    fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'take', servicer: WANG.user });
    await desk.world.settled();
    expect(await desk.states(id)).toEqual({ state: 'claimed', holder: WANG.name });
    fake.kf.servicerSays({ open_kfid: KF, customer: CUSTOMER, servicer: WANG.user, text: '是哪个站？' });
    expect(await worker.say('城南站')).toEqual([]);
    await desk.world.settled();
    expect(await eventsOf(desk, id)).toEqual(['opened', 'said', 'claimed', 'taken', 'replied', 'said']);
    // What the servicer wrote there is not sent by us once more.
    expect(kf(desk).some((text) => text.includes('是哪个站'))).toBe(false);

    fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'end', servicer: WANG.user });
    await fake.until(() => kf(desk).some((text) => text.includes(copy.kf.ended)), 120_000);
    expect(await eventsOf(desk, id)).toContain('handed-back');
    const back = (await worker.say('那押金能收吗，我在吉林')).map(({ text }) => text).join();
    expect(back).toContain('押金');
    // `settled` throws when a dead letter stands anywhere.
    await desk.world.settled();
  });

  it('goes to whoever claims by the card, if they are a servicer, and their words in the app are refused with the reason', async () => {
    const desk = await open({ WECOM_KF_SERVICER: 'wecom' });
    const { fake } = desk.world;
    fake.kf.addServicer(KF, LI.user);
    const id = await askThere(desk);
    await fake.until(() => session(desk) === 2 && desk.cards().length > 0, 120_000);
    await desk.press(LI.user, copy.card.claim);
    await fake.until(() => session(desk) === 3, 120_000);
    await desk.told(LI.user, '下一条是内容');
    await desk.write(LI.user, '在的');
    await desk.told(LI.user, '对话在微信客服里');
    fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'end', servicer: LI.user });
    await fake.until(() => kf(desk).some((text) => text.includes(copy.kf.ended)), 120_000);
    await desk.world.customer(CUSTOMER).say('谢谢');
    await desk.write(LI.user, '后面我盯着。');
    await fake.until(() => kf(desk).some((text) => text.includes('后面我盯着。')), 120_000);
    expect((await desk.states(id)).holder).toBe(LI.name);
  });

  it('taken in WeCom by somebody whom nobody registered: the bot is silent, and no dead letter is left', async () => {
    const desk = await open();
    const { fake } = desk.world;
    const worker = desk.world.customer(CUSTOMER);
    await worker.say('我在吉林，站里收了押金');
    await fake.kf.trans({ open_kfid: KF, external_userid: CUSTOMER, service_state: 2 });
    // The first answer finds out that nobody wants it.
    expect(await worker.say('那罚多少')).toEqual([]);
    const calls = fake.calls('kf/send_msg');
    expect(await worker.say('在吗')).toEqual([]);
    expect(fake.calls('kf/send_msg')).toBe(calls);
    fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'take', servicer: 'nobody.known' });
    expect(await worker.say('有人吗')).toEqual([]);
    fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'end', servicer: 'nobody.known' });
    await desk.world.settled();
    expect((await worker.say('那罚多少')).map(({ text }) => text).join()).not.toBe('');
    const dead = await desk.store.transaction((tx) =>
      tx.selectFrom('outbox').select(['error', 'sealed']).where('state', '=', 'dead').execute(),
    );
    // Given up and emptied: nobody is to mend them.
    expect(dead.length).toBeGreaterThan(0);
    for (const row of dead) expect(row).toEqual({ error: 'human', sealed: null });
  });

  it('stays in the pool when whoever claimed it is no servicer: the ticket is theirs, and somebody at the pool can take the word', async () => {
    const desk = await open({ WECOM_KF_SERVICER: 'wecom' });
    const { fake } = desk.world;
    const id = await askThere(desk);
    await fake.until(() => session(desk) === 2 && desk.cards().length > 0, 120_000);
    const before = fake.calls('kf/service_state/trans');
    await desk.press(WANG.user, copy.card.claim);
    await desk.told(WANG.user, '下一条是内容');
    await fake.until(() => fake.calls('kf/service_state/trans') > before, 120_000);
    fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'take', servicer: LI.user });
    await desk.world.settled();
    expect(session(desk)).toBe(3);
    expect(await desk.states(id)).toEqual({ state: 'claimed', holder: WANG.name });
  });
});
