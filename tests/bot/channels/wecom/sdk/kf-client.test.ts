import { describe, expect, it } from 'vitest';
import {
  type KfItem,
  kfLink,
  parseKfItem,
  WeComAppClient,
  WeComKfClient,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { AGENT, createRig, failureOf } from './qyapi-rig.ts';

const HOUR = 3_600_000;
const KF = 'wk1';
const WHO = { open_kfid: KF, external_userid: 'wm1' };
const text = (content: string) => ({ msgtype: 'text', text: { content } }) as const;

async function createKf() {
  const rig = await createRig();
  rig.fake.kf.addAccount({ open_kfid: KF, name: '工会热线' });
  rig.fake.kf.addServicer(KF, 'lisi');
  const kf = new WeComKfClient(rig.client);
  const hear = (content = '你好') =>
    rig.fake.kf.say({ open_kfid: KF, customer: 'wm1', message: text(content) });
  const send = (content: string, msgid?: string) =>
    kf.sendMsg({ touser: 'wm1', open_kfid: KF, ...(msgid !== undefined && { msgid }), ...text(content) });
  /** Everything since the cursor, page by page. */
  const syncAll = async (cursor?: string, limit = 1000) => {
    const items: KfItem[] = [];
    let next = cursor;
    for (;;) {
      const page = await kf.syncMsg({ open_kfid: KF, limit, ...(next !== undefined && { cursor: next }) });
      items.push(...page.msg_list);
      next = page.next_cursor;
      if (!page.has_more) return { items, cursor: next };
    }
  };
  rig.fake.kf.syncsWithoutToken = Number.POSITIVE_INFINITY;
  return { ...rig, kf, hear, send, syncAll };
}

describe('what happened, pulled', () => {
  it('comes page by page, each item once, and nothing that the API sent', async () => {
    const { hear, send, syncAll } = await createKf();
    for (const content of ['一', '二', '三']) hear(content);
    await send('答');
    hear('四');
    const { items } = await syncAll(undefined, 2);
    expect(items.map((item) => item.kind === 'message' && item.message)).toMatchObject(
      ['一', '二', '三', '四'].map(text),
    );
    expect(items[0]).toMatchObject({ ...WHO, origin: 3, dedupeKey: expect.stringMatching(/^msg:./) });
  });

  it('an empty page that says there is more is no end', async () => {
    const { fake, hear, syncAll } = await createKf();
    hear('一');
    fake.kf.emptyPages(2);
    const { items, cursor } = await syncAll();
    expect(items).toHaveLength(1);
    expect(fake.calls('kf/sync_msg')).toBe(3);
    hear('二');
    expect((await syncAll(cursor)).items).toHaveLength(1);
  });

  it('an old cursor brings the same again, under the same keys', async () => {
    const { hear, syncAll } = await createKf();
    hear('一');
    const { cursor } = await syncAll();
    hear('二');
    hear('三');
    const [once, twice] = [await syncAll(cursor), await syncAll(cursor)];
    expect(once.items.map(({ dedupeKey }) => dedupeKey)).toEqual(
      twice.items.map(({ dedupeKey }) => dedupeKey),
    );
    expect(once.items).toHaveLength(2);
  });

  it('is there for three days', async () => {
    const { hear, syncAll, clock } = await createKf();
    hear();
    clock.advance(72 * HOUR + 1);
    expect((await syncAll()).items).toHaveLength(0);
  });

  it('few times without the token of the callback', async () => {
    const { fake, kf } = await createKf();
    fake.kf.syncsWithoutToken = 2;
    for (let n = 0; n < 2; n++) await kf.syncMsg({ open_kfid: KF });
    expect(await failureOf(kf.syncMsg({ open_kfid: KF }))).toMatchObject({
      errcode: 45009,
      retryAfterMs: 60_000,
    });
  });

  it('with a token for ten minutes, and for its own account', async () => {
    const { fake, client, clock } = await createRig({ kfAgentId: AGENT });
    fake.kf.addAccount({ open_kfid: KF });
    fake.kf.addAccount({ open_kfid: 'wk2' });
    const tokens: string[] = [];
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await app.getAccessToken();
    fake.people.pingKf = (_agent, _kf, token) => void tokens.push(token);
    fake.kf.pingAgain(KF);
    const [token = ''] = tokens;
    const kf = new WeComKfClient(client);
    expect((await kf.syncMsg({ open_kfid: KF, token })).has_more).toBe(false);
    expect(await failureOf(kf.syncMsg({ open_kfid: 'wk2', token }))).toMatchObject({ errcode: 95007 });
    clock.advance(10 * 60_000 + 1);
    expect(await failureOf(kf.syncMsg({ open_kfid: KF, token }))).toMatchObject({ errcode: 95007 });
  });
});

describe('items', () => {
  it('events bring account and customer where messages have them', async () => {
    const { fake, syncAll } = await createKf();
    fake.kf.enter({ open_kfid: KF, customer: 'wm1', scene: 'qr1', scene_param: 't_12' });
    const { items } = await syncAll();
    expect(items).toMatchObject([
      {
        ...{ kind: 'event', ...WHO, origin: 4 },
        event: {
          event_type: 'enter_session',
          scene: 'qr1',
          scene_param: 't_12',
          welcome_code: expect.any(String),
        },
      },
    ]);
  });

  it('one that is odd holds up none behind it', async () => {
    const { fake, hear, syncAll } = await createKf();
    for (const item of [
      { msgtype: 'hologram', hologram: {} },
      { msgtype: 'text' },
      { msgtype: 'event', event: { event_type: 'new' } },
      { send_time: 'soon' },
    ])
      fake.kf.push(KF, item);
    hear('一');
    const { items } = await syncAll();
    expect(items.map((item) => (item.kind === 'unknown' ? item.msgtype : item.kind))).toEqual([
      'hologram',
      'text',
      'new',
      '',
      'message',
    ]);
  });

  it.each([null, 7, 'x', [], {}, { msgtype: 5, event: 'x' }])('%j is unknown', (input) => {
    expect(parseKfItem(input)).toMatchObject({ kind: 'unknown', msgid: '' });
  });

  it('without an id are told apart by what, who and when', () => {
    const event = (send_time: number, event_type: string) =>
      parseKfItem({ msgid: '', send_time, origin: 4, msgtype: 'event', event: { event_type, ...WHO } })
        .dedupeKey;
    expect(event(1, 'enter_session')).toBe(event(1, 'enter_session'));
    expect(
      new Set([event(1, 'enter_session'), event(2, 'enter_session'), event(1, 'user_recall_msg')]).size,
    ).toBe(3);
  });

  it.each([
    ['image', { media_id: 'm1' }],
    ['voice', { media_id: 'm1' }],
    ['video', { media_id: 'm1' }],
    ['file', { media_id: 'm1' }],
    ['location', { latitude: 23.1, longitude: 113.3, name: '站点', address: '路' }],
    ['link', { title: '题', desc: '', url: 'https://a.example', pic_url: '' }],
  ])('%s is read', (msgtype, content) => {
    expect(parseKfItem({ msgid: 'm', origin: 3, ...WHO, msgtype, [msgtype]: content })).toMatchObject({
      ...{ kind: 'message', message: { msgtype, [msgtype]: content } },
    });
  });
});

describe('five messages for each of the customer’s, within 48 hours', () => {
  it('the sixth is refused until the customer writes again', async () => {
    const { fake, hear, send } = await createKf();
    hear();
    for (let n = 1; n <= 5; n++) await send(`第${n}条`);
    expect(await failureOf(send('第6条'))).toMatchObject({ errcode: 95001, retryable: false });
    hear('还有一个问题');
    await send('第6条');
    expect(fake.delivered('kf')).toHaveLength(6);
  });

  it('none before the customer wrote, none after two days', async () => {
    const { hear, send, clock } = await createKf();
    expect(await failureOf(send('您好'))).toMatchObject({ errcode: 95002 });
    hear();
    clock.advance(48 * HOUR + 1);
    expect(await failureOf(send('您好'))).toMatchObject({ errcode: 95002 });
  });

  it('a msgid is good once', async () => {
    const { fake, hear, send } = await createKf();
    hear();
    expect(await send('一', 'm-1')).toEqual({ msgid: 'm-1' });
    expect(await failureOf(send('一', 'm-1'))).toMatchObject({ errcode: 40058 });
    expect(fake.delivered('kf')).toHaveLength(1);
  });

  it('that a customer rejects comes back as an event, not as an error', async () => {
    const { fake, hear, send, syncAll } = await createKf();
    hear();
    fake.kf.reject('wm1');
    await send('一', 'm-1');
    const { items } = await syncAll();
    expect(items.at(-1)).toMatchObject({
      event: { event_type: 'msg_send_fail', fail_msgid: 'm-1', fail_type: 10 },
    });
    expect(fake.delivered('kf')).toHaveLength(0);
  });

  it('menus arrive with what their items send back', async () => {
    const { fake, kf, hear } = await createKf();
    hear();
    const list = [{ type: 'click', click: { id: 'ask:wages', content: '工资拖欠' } }] as const;
    await kf.sendMsg({
      touser: 'wm1',
      open_kfid: KF,
      msgtype: 'msgmenu',
      msgmenu: { head_content: '请选', list },
    });
    expect(fake.delivered('kf')).toMatchObject([{ message: { msgmenu: { list } } }]);
  });

  it.each<[string, (kf: WeComKfClient) => Promise<unknown>]>([
    ['text.content', (kf) => kf.sendMsg({ touser: 'w', open_kfid: KF, ...text('字'.repeat(683)) })],
    [
      'msgmenu.list',
      (kf) =>
        kf.sendMsg({
          ...{ touser: 'w', open_kfid: KF, msgtype: 'msgmenu' },
          msgmenu: { list: Array.from({ length: 11 }, () => ({ type: 'click', click: { content: '一' } })) },
        }),
    ],
    [
      'msgmenu.list.click.id',
      (kf) =>
        kf.sendMsg({
          ...{ touser: 'w', open_kfid: KF, msgtype: 'msgmenu' },
          msgmenu: { list: [{ type: 'click', click: { id: 'i'.repeat(129), content: '一' } }] },
        }),
    ],
    ...(['head_content', 'tail_content'] as const).map(
      (name): [string, (kf: WeComKfClient) => Promise<unknown>] => [
        `msgmenu.${name}`,
        (kf) =>
          kf.sendMsg({
            ...{ touser: 'w', open_kfid: KF, msgtype: 'msgmenu' },
            msgmenu: { [name]: '字'.repeat(342) },
          }),
      ],
    ),
    [
      'msgmenu.list.click.content',
      (kf) =>
        kf.sendMsg({
          ...{ touser: 'w', open_kfid: KF, msgtype: 'msgmenu' },
          msgmenu: { list: [{ type: 'click', click: { id: 'i', content: '字'.repeat(43) } }] },
        }),
    ],
    ['msgid', (kf) => kf.sendMsg({ touser: 'w', open_kfid: KF, msgid: 'm'.repeat(33), ...text('一') })],
    ['scene', (kf) => kf.addContactWay({ open_kfid: KF, scene: 's'.repeat(33) })],
    ['external_userid_list', (kf) => kf.batchGetCustomers(Array.from({ length: 101 }, () => 'wm'))],
  ])('%s has a limit', async (field, call) => {
    const { fake, kf } = await createKf();
    expect(await failureOf(call(kf))).toMatchObject({ name: 'WeComLimitError', field });
    expect(fake.calls('kf/send_msg')).toBe(0);
  });

  it('a msgid of other letters is refused before it is sent', async () => {
    const { send } = await createKf();
    expect(await failureOf(send('一', 'm 1'))).toBeInstanceOf(TypeError);
    expect(await failureOf(send('一', ''))).toBeInstanceOf(TypeError);
  });
});

describe('where a conversation is', () => {
  it('new, with the bot once the bot wrote, ended after two days', async () => {
    const { kf, hear, send, clock } = await createKf();
    const state = async () => (await kf.getServiceState(WHO)).service_state;
    expect(await state()).toBe(4);
    hear();
    expect(await state()).toBe(0);
    await send('您好');
    expect(await state()).toBe(1);
    clock.advance(48 * HOUR + 1);
    expect(await state()).toBe(4);
    hear();
    expect(await state()).toBe(0);
  });

  /** Which moves WeCom lets an app make: the table in the documentation, all 25 of them. */
  const allowed: Record<number, readonly number[]> = { 0: [1, 2, 3], 1: [2, 3], 2: [3], 3: [3, 4], 4: [] };
  const states = [0, 1, 2, 3, 4] as const;
  it.each(states.flatMap((from) => states.map((to) => [from, to] as const)))('%i to %i', async (from, to) => {
    const { fake, kf, hear } = await createKf();
    hear();
    fake.kf.sessions.of(KF, 'wm1').state = from;
    const move = kf.transServiceState({ ...WHO, service_state: to, servicer_userid: 'lisi' });
    if (allowed[from]?.includes(to) === true) {
      await move;
      expect((await kf.getServiceState(WHO)).service_state).toBe(to);
    } else
      expect(await failureOf(move)).toMatchObject({ errcode: from === 4 ? 95013 : 95016, retryable: false });
  });

  it('with a person the bot is mute until the customer writes after the end', async () => {
    const { fake, kf, hear, send } = await createKf();
    hear();
    await kf.transServiceState({ ...WHO, service_state: 3, servicer_userid: 'lisi' });
    expect(await kf.getServiceState(WHO)).toEqual({ service_state: 3, servicer_userid: 'lisi' });
    expect(await failureOf(send('我还在'))).toMatchObject({ errcode: 95018 });
    hear('人呢');
    expect(await failureOf(send('我还在'))).toMatchObject({ errcode: 95018 });
    fake.kf.servicerMoves({ open_kfid: KF, customer: 'wm1', how: 'end', servicer: 'lisi' });
    expect(await failureOf(send('我还在'))).toMatchObject({ errcode: 95013 });
    hear('又是我');
    await send('我在');
  });

  it('needs a servicer who is one, and is there', async () => {
    const { fake, kf, hear } = await createKf();
    hear();
    fake.kf.addServicer(KF, 'away', 1);
    const to = (servicer_userid: string) =>
      kf.transServiceState({ ...WHO, service_state: 3, servicer_userid });
    expect(await failureOf(to('stranger'))).toMatchObject({ errcode: 95014 });
    expect(await failureOf(to('away'))).toMatchObject({ errcode: 95019 });
    expect(await kf.listServicers(KF)).toEqual([
      { userid: 'lisi', status: 0 },
      { userid: 'away', status: 1 },
    ]);
  });

  it('what people do in the client comes as an event, what the API does does not', async () => {
    const { fake, kf, hear, syncAll } = await createKf();
    hear();
    await kf.transServiceState({ ...WHO, service_state: 2 });
    fake.kf.servicerMoves({ open_kfid: KF, customer: 'wm1', how: 'take', servicer: 'lisi' });
    fake.kf.servicerSays({ open_kfid: KF, customer: 'wm1', servicer: 'lisi', text: '我来' });
    const { items } = await syncAll();
    expect(items.slice(1)).toMatchObject([
      {
        event: {
          event_type: 'session_status_change',
          change_type: 1,
          new_servicer_userid: 'lisi',
          msg_code: expect.any(String),
        },
      },
      { kind: 'message', origin: 5, servicer_userid: 'lisi' },
    ]);
  });
});

describe('codes that let one message through', () => {
  async function welcome() {
    const rig = await createKf();
    rig.fake.kf.enter({ open_kfid: KF, customer: 'wm1' });
    const [item] = (await rig.syncAll()).items;
    const code =
      item?.kind === 'event' && item.event.event_type === 'enter_session' ? item.event.welcome_code : '';
    return { ...rig, code: code ?? '' };
  }

  it('a welcome within 20 seconds, once, outside the five', async () => {
    const { fake, kf, code, hear, send } = await welcome();
    const menu = { msgtype: 'msgmenu', msgmenu: { head_content: '您好' } } as const;
    await kf.sendMsgOnEvent({ code, msgid: 'w-1', ...menu });
    expect(fake.delivered('kf')).toMatchObject([{ customer: 'wm1', onEvent: true, msgid: 'w-1' }]);
    expect(await failureOf(kf.sendMsgOnEvent({ code, ...menu }))).toMatchObject({ errcode: 40058 });
    hear();
    for (let n = 0; n < 5; n++) await send('一');
  });

  it('not after 21', async () => {
    const { kf, code, clock } = await welcome();
    clock.advance(20_001);
    expect(await failureOf(kf.sendMsgOnEvent({ code, ...text('您好') }))).toMatchObject({ errcode: 95002 });
  });

  it('nor again within two days, nor to one who wrote', async () => {
    const { fake, kf, code, syncAll } = await welcome();
    await kf.sendMsgOnEvent({ code, ...text('您好') });
    fake.kf.enter({ open_kfid: KF, customer: 'wm1' });
    const { items } = await syncAll();
    expect(items.at(-1)).toMatchObject({ event: { event_type: 'enter_session' } });
    expect(items.at(-1)).not.toMatchObject({ event: { welcome_code: expect.anything() } });
  });

  it('into the pool a text, while it is there', async () => {
    const { fake, kf, hear } = await createKf();
    hear();
    const { msg_code: code = '' } = await kf.transServiceState({ ...WHO, service_state: 2 });
    const menu = { msgtype: 'msgmenu', msgmenu: {} } as const;
    expect(await failureOf(kf.sendMsgOnEvent({ code, ...menu }))).toMatchObject({ errcode: 40008 });
    await kf.sendMsgOnEvent({ code, ...text('正在转人工') });
    hear('好');
    const again = await createKf();
    again.hear();
    const { msg_code: late = '' } = await again.kf.transServiceState({ ...WHO, service_state: 2 });
    again.fake.kf.servicerMoves({ open_kfid: KF, customer: 'wm1', how: 'take', servicer: 'lisi' });
    expect(await failureOf(again.kf.sendMsgOnEvent({ code: late, ...text('正在转人工') }))).toMatchObject({
      errcode: 95018,
    });
    expect(fake.delivered('kf')).toHaveLength(1);
  });

  it('at the end a farewell', async () => {
    const { fake, kf, hear } = await createKf();
    hear();
    await kf.transServiceState({ ...WHO, service_state: 3, servicer_userid: 'lisi' });
    const { msg_code: code = '' } = await kf.transServiceState({ ...WHO, service_state: 4 });
    await kf.sendMsgOnEvent({ code, ...text('再见') });
    expect(fake.delivered('kf')).toMatchObject([{ message: text('再见'), onEvent: true }]);
  });

  it('whose answer is lost deliver once, and it is said that nobody knows', async () => {
    const { fake, kf, code } = await welcome();
    fake.faults.add({ endpoint: 'kf/send_msg_on_event', does: { kind: 'reset', carriedOut: true } });
    const sent = kf.sendMsgOnEvent({ code, ...text('您好') });
    expect(await failureOf(sent)).toMatchObject({ name: 'WeComOutcomeUnknown' });
    expect(fake.delivered('kf')).toHaveLength(1);
  });
});

describe('accounts, links, customers, files', () => {
  it('are listed, a page at a time', async () => {
    const { fake, kf } = await createKf();
    fake.kf.addAccount({ open_kfid: 'wk2', managed: false });
    expect(await kf.listAccounts()).toMatchObject([
      { open_kfid: KF, name: '工会热线', manage_privilege: true },
      { open_kfid: 'wk2', manage_privilege: false },
    ]);
    expect(await kf.listAccounts({ offset: 1, limit: 1 })).toMatchObject([{ open_kfid: 'wk2' }]);
  });

  it('an account that the API may not use says so', async () => {
    const { fake, kf } = await createKf();
    fake.kf.addAccount({ open_kfid: 'wk2', managed: false });
    const sent = kf.sendMsg({ touser: 'wm1', open_kfid: 'wk2', ...text('一') });
    expect(await failureOf(sent)).toMatchObject({ errcode: 95017 });
    expect(await failureOf(kf.listServicers('wk9'))).toMatchObject({ errcode: 95004 });
  });

  it('a link carries what it is given, within 128 bytes as they stand in the address', async () => {
    const { kf } = await createKf();
    const { url } = await kf.addContactWay({ open_kfid: KF, scene: 'poster-1' });
    const link = new URL(kfLink(url, '工资&a=1'));
    expect(link.searchParams.get('scene_param')).toBe('工资&a=1');
    expect(link.searchParams.get('enc_scene')).toMatch(/^ENC/);
    expect(kfLink('https://work.weixin.qq.com/kf/x', 'p')).toBe(
      'https://work.weixin.qq.com/kf/x?scene_param=p',
    );
    expect(() => kfLink(url, '字'.repeat(15))).toThrow(/scene_param/);
    expect(await failureOf(kf.addContactWay({ open_kfid: KF, scene: '海报' }))).toBeInstanceOf(TypeError);
  });

  it('customers are looked up, those unknown are named', async () => {
    const { kf } = await createKf();
    expect(await kf.batchGetCustomers(['wm1', 'x'])).toMatchObject({
      ...{ customer_list: [{ external_userid: 'wm1' }], invalid_external_userid: ['x'] },
    });
  });

  it('pictures come and go', async () => {
    const { fake, kf, hear, client } = await createKf();
    hear();
    const bytes = Buffer.from('a picture, more or less');
    const { media_id } = await kf.uploadMedia('image', { filename: 'a.png', bytes });
    await kf.sendMsg({ touser: 'wm1', open_kfid: KF, msgtype: 'image', image: { media_id } });
    expect((await kf.getMedia(media_id)).bytes).toEqual(bytes);
    expect(fake.delivered('kf')).toHaveLength(1);
    expect(fake.calls('gettoken')).toBe(1);
    expect(client.baseURL).toBe(fake.url());
  });
});
