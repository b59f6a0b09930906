import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../../bot/store/store.ts';
import { anId, aText, createWebWorld } from './web-world.ts';

const words = async (response: Response) => {
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null && 'say' in body ? body.say : undefined;
};

describe('a visitor', () => {
  it('gets an id that no script can read and no other site can use, kept for 400 days', async () => {
    const { request } = await createWebWorld();
    const response = await request('/', { headers: { 'sec-fetch-site': 'none' } });
    expect(response.headers.get('set-cookie')).toMatch(
      /^gongyou=[0-9a-f]{32}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('gets a Secure one, bound to the host, where the site is https', async () => {
    const { request } = await createWebWorld({ publicUrl: 'https://gongyou.example' });
    const response = await request('/', { headers: { 'sec-fetch-site': 'none' } });
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-gongyou=\w{32};.*Secure/);
  });

  it('keeps it at the next visit', async () => {
    const { visit } = await createWebWorld();
    const one = await visit();
    const again = await one.get('/');
    expect(again.headers.get('set-cookie')).toContain(one.cookie);
  });

  it.each(['short', `${'a'.repeat(31)}!`, 'A'.repeat(32)])(
    'gets a new one for the made-up id %s',
    async (id) => {
      const { request } = await createWebWorld();
      const response = await request('/', { headers: { cookie: `gongyou=${id}`, 'sec-fetch-site': 'none' } });
      expect(response.headers.get('set-cookie')).not.toContain(id);
    },
  );

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, '0;url=/'],
    ['an old browser that does not say whence', {}, '0;url=/?here'],
  ])(
    'who comes by a link from %s keeps the conversation: the page is loaded again as our own',
    async (_, headers, refresh) => {
      const { request } = await createWebWorld();
      const response = await request('/', { headers });
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(await response.text()).toContain(`content="${refresh}"`);
    },
  );

  it('of an old browser gets an id at the second load', async () => {
    const { request } = await createWebWorld();
    expect((await request('/?here')).headers.get('set-cookie')).not.toBeNull();
  });
});

describe('a message', () => {
  it('is accepted as it was written, and confirmed only then', async () => {
    const { mail, visit } = await createWebWorld();
    const one = await visit();
    const id = anId();
    const response = await one.post('/chat/messages', { id, text: '  站里收押金\n不退 👨‍👩‍👧‍👦 ' });
    expect(response.status).toBe(202);
    expect(mail.accepted).toEqual([
      {
        event: id,
        chat: one.id,
        kind: 'private',
        topic: null,
        sender: { id: one.id, admin: null },
        addressed: true,
        message: id,
        quoted: null,
        content: { kind: 'text', text: '站里收押金\n不退 👨‍👩‍👧‍👦', voice: false, edited: false },
        handle: null,
      },
    ]);
  });

  it('sent twice by the page arrives once', async () => {
    const { mail, visit } = await createWebWorld();
    const one = await visit();
    const body = { id: anId(), text: '押金' };
    for (const _ of [1, 2]) expect((await one.post('/chat/messages', body)).status).toBe(202);
    expect(mail.accepted).toHaveLength(1);
  });

  it('that cannot be kept is refused so that the page keeps it', async () => {
    const { web, visit } = await createWebWorld();
    await web.channel.start(async () => {
      throw new StoreUnavailable('full', undefined);
    });
    const response = await (await visit()).post('/chat/messages', { id: anId(), text: '押金' });
    expect(response.status).toBe(503);
    expect(await words(response)).toBe('现在存不下来，先别关页面，一会儿自动再发。');
  });

  it('is not taken before the start nor after the stop', async () => {
    const { web, visit } = await createWebWorld();
    const one = await visit();
    await web.channel.stop();
    expect(web.channel.state().state).toBe('connecting');
    expect((await one.post('/chat/messages', { id: anId(), text: '押金' })).status).toBe(503);
  });

  it('too many at once are slowed down with the seconds to wait', async () => {
    const { mail, clock, visit } = await createWebWorld({ rateLimit: { burst: 2, perMinute: 6 } });
    const [one, other] = [await visit(), await visit()];
    const send = () => one.post('/chat/messages', { id: anId(), text: '押金' });
    expect([(await send()).status, (await send()).status]).toEqual([202, 202]);
    const slowed = await send();
    expect(slowed.status).toBe(429);
    expect(slowed.headers.get('retry-after')).toBe('10');
    expect((await other.post('/chat/messages', { id: anId(), text: '押金' })).status).toBe(202);
    clock.advance(10_000);
    expect((await send()).status).toBe(202);
    expect(mail.accepted).toHaveLength(4);
  });
});

describe('what is refused, in plain words', () => {
  const long = '长'.repeat(2001);
  it.each([
    ['broken JSON', '{"id":', {}, 400, '内容读不懂，刷新页面再试。'],
    ['a list', '[1]', {}, 400, '内容读不懂，刷新页面再试。'],
    ['no id', { text: '押金' }, {}, 400, '内容读不懂，刷新页面再试。'],
    ['an id that no page makes', { id: '1', text: '押金' }, {}, 400, '内容读不懂，刷新页面再试。'],
    ['text that is none', { id: anId(), text: 5 }, {}, 400, '内容读不懂，刷新页面再试。'],
    ['only blanks', { id: anId(), text: ' \n\t' }, {}, 400, '还没写字。写一句再发。'],
    [
      'only control characters',
      { id: anId(), text: '\u0000\u0007\u009f' },
      {},
      400,
      '还没写字。写一句再发。',
    ],
    ['2001 characters', { id: anId(), text: long }, {}, 413, '太长了，最多2000个字。分几次说。'],
    ['a body of 2 MB', 'x'.repeat(2 << 20), {}, 413, '内容太大，收不下。分几次说。'],
    ['another type', 'text', { 'content-type': 'text/plain' }, 415, '这种内容收不了，请在页面上打字发。'],
    ['no token', { id: anId(), text: '押金' }, { 'x-csrf': '' }, 403, '页面过期了，刷新一下再试。'],
    ['no cookie', { id: anId(), text: '押金' }, { cookie: '' }, 403, '页面过期了，刷新一下再试。'],
    [
      'another origin',
      { id: anId(), text: '押金' },
      { origin: 'https://evil.example' },
      403,
      '页面过期了，刷新一下再试。',
    ],
    ['a hidden origin', { id: anId(), text: '押金' }, { origin: 'null' }, 403, '页面过期了，刷新一下再试。'],
    [
      'a cross-site post',
      { id: anId(), text: '押金' },
      { 'sec-fetch-site': 'cross-site' },
      403,
      '页面过期了，刷新一下再试。',
    ],
    [
      'a same-site post',
      { id: anId(), text: '押金' },
      { 'sec-fetch-site': 'same-site' },
      403,
      '页面过期了，刷新一下再试。',
    ],
  ])('%s', async (_, body, headers, status, say) => {
    const { mail, visit } = await createWebWorld();
    const response = await (await visit()).post('/chat/messages', body, headers);
    expect(response.status).toBe(status);
    expect(await words(response)).toBe(say);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(mail.accepted).toEqual([]);
  });

  it('a token of another visitor', async () => {
    const { mail, visit } = await createWebWorld();
    const [one, other] = [await visit(), await visit()];
    const response = await one.post('/chat/messages', { id: anId(), text: '押金' }, { 'x-csrf': other.csrf });
    expect(response.status).toBe(403);
    expect(mail.accepted).toEqual([]);
  });

  it.each(['nonsense', 'region:', 'erase:maybe', 'region::甲川省:more', ''])(
    'the action %j',
    async (action) => {
      const { mail, visit } = await createWebWorld();
      const response = await (await visit()).post('/chat/actions', { id: anId(), action, message: null });
      expect(response.status).toBe(400);
      expect(await words(response)).toBe('这个按钮用不了了，直接说就行。');
      expect(mail.accepted).toEqual([]);
    },
  );

  it('what is allowed: 2000 characters, own origin by host or by the public address', async () => {
    const { visit } = await createWebWorld({ publicUrl: 'https://gongyou.example' });
    const one = await visit();
    const send = (headers: Record<string, string>) =>
      one.post('/chat/messages', { id: anId(), text: '长'.repeat(2000) }, headers);
    expect((await send({ origin: 'https://gongyou.example' })).status).toBe(202);
    expect((await send({ origin: 'http://localhost', host: 'localhost' })).status).toBe(202);
    expect((await send({ origin: 'http://gongyou.example.evil', host: 'localhost' })).status).toBe(403);
  });
});

describe('a press', () => {
  it('comes as a button with the message that bears it', async () => {
    const { mail, visit } = await createWebWorld();
    const one = await visit();
    const id = anId();
    const response = await one.post('/chat/actions', { id, action: 'region::甲川省', message: '7' });
    expect(response.status).toBe(202);
    expect(mail.accepted[0]).toMatchObject({
      event: id,
      message: '7',
      content: { kind: 'button', action: 'region::甲川省' },
    });
  });
});

describe('the page without a script', () => {
  it('takes a form and comes back to the page with both sides on it', async () => {
    const world = await createWebWorld();
    const one = await world.visit();
    await world.web.channel.start(async (inbounds) => {
      await world.mail.accept(inbounds);
      world.mail.deliver(one.id, aText('答了'));
    });
    const response = await one.submit('/chat/messages', { id: anId(), text: '押金不退' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/#working');
    const page = await (await one.get('/')).text();
    expect(page).toContain('<p>押金不退</p>');
    expect(page).toContain('<p class="plain">答了</p>');
    expect(page.indexOf('押金不退')).toBeLessThan(page.indexOf('答了'));
  });

  it('takes the same form again for a repeat, and other words under its id for another message', async () => {
    const world = await createWebWorld();
    const one = await world.visit();
    world.mail.deliver(one.id, aText('早'));
    await world.web.channel.start(async (inbounds) => {
      await world.mail.accept(inbounds);
      world.mail.deliver(one.id, aText('答了'));
    });
    const id = anId();
    for (const text of ['押金不退', '押金不退', '摔伤了']) await one.submit('/chat/messages', { id, text });
    expect(world.mail.accepted.map(({ content }) => content)).toMatchObject([
      { text: '押金不退' },
      { text: '摔伤了' },
    ]);
  });

  it('takes presses and the choice of a place', async () => {
    const world = await createWebWorld();
    const one = await world.visit();
    await world.web.channel.start(async (inbounds) => {
      await world.mail.accept(inbounds);
      world.mail.deliver(one.id, aText('好'));
    });
    await one.submit('/chat/actions', { id: anId(), action: 'region::甲川省/乙江市' });
    await one.submit('/chat/actions', { id: anId(), action: 'erase:no', message: '3' });
    expect(world.mail.accepted).toMatchObject([
      { content: { kind: 'button', action: 'region::甲川省/乙江市' }, message: null },
      { content: { kind: 'button', action: 'erase:no' }, message: '3' },
    ]);
    const page = await (await one.get('/')).text();
    expect(page).toContain('<p>乙江</p>');
    expect(page).toContain('<p>先不删</p>');
  });

  it('comes back at once with the words still in the box when they cannot be kept', async () => {
    const { web, visit } = await createWebWorld();
    await web.channel.start(async () => {
      throw new StoreUnavailable('read-only', undefined);
    });
    const response = await (await visit()).submit('/chat/messages', { id: anId(), text: '<押金>' });
    expect(response.status).toBe(503);
    const page = await response.text();
    expect(page).toContain('role="alert">现在存不下来。字还在下面，过一会儿再点发送。');
    expect(page).toContain('>&lt;押金&gt;</textarea>');
  });

  it('comes back without waiting for ever when no answer comes', async () => {
    const { clock, visit } = await createWebWorld();
    const one = await visit();
    const response = one.submit('/chat/messages', { id: anId(), text: '押金' });
    let done = false;
    response.finally(() => {
      done = true;
    });
    while (!done) {
      clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await response).status).toBe(303);
  });
});

describe('one visitor and another', () => {
  it('never see each other: page, stream, file', async () => {
    const { mail, visit, web } = await createWebWorld();
    const [one, other] = [await visit(), await visit()];
    await one.post('/chat/messages', { id: anId(), text: '我的秘密' });
    const id = mail.deliver(one.id, {
      parts: [
        { kind: 'text', text: '秘密的回答', style: 'plain' },
        { kind: 'file', name: '我的数据.json', mime: 'application/json', base64: 'e30=', caption: '' },
      ],
      buttons: [],
    });
    expect(await (await one.get('/')).text()).toContain('秘密的回答');
    const page = await (await other.get('/')).text();
    expect(page).not.toContain('秘密');
    expect((await one.get(`/chat/files/${id}?part=1`)).status).toBe(200);
    expect((await other.get(`/chat/files/${id}?part=1`)).status).toBe(404);
    const stream = await other.get('/chat/stream?since=0');
    const reader = stream.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).toContain('event: beat');
    await web.channel.stop();
    let rest = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      rest += new TextDecoder().decode(part.value);
    expect(rest).not.toContain('秘密');
  });

  it('without a cookie there is no stream and no file', async () => {
    const { request } = await createWebWorld();
    expect((await request('/chat/stream')).status).toBe(401);
    expect((await request('/chat/files/1')).status).toBe(404);
  });
});

describe('a file', () => {
  it('is a download under its own name, never a page', async () => {
    const { mail, visit } = await createWebWorld();
    const one = await visit();
    const file = { kind: 'file', mime: 'text/html', base64: btoa('<script>'), caption: '' } as const;
    const id = mail.deliver(one.id, { parts: [{ ...file, name: "我的'数据.html" }], buttons: [] });
    const response = await one.get(`/chat/files/${id}?part=0`);
    expect(await response.text()).toBe('<script>');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="download"; filename*=UTF-8''%E6%88%91%E7%9A%84%27%E6%95%B0%E6%8D%AE.html`,
    );
  });

  it.each(['0', '-1', '99', 'x', '1?part=5', '1?part=x'])(
    'that is not there (%s) is said plainly',
    async (path) => {
      const { mail, visit } = await createWebWorld();
      const one = await visit();
      mail.deliver(one.id, aText('没有文件'));
      const response = await one.get(`/chat/files/${path}`);
      expect(response.status).toBe(404);
      expect(await response.text()).toBe('这个文件没有了。');
    },
  );
});

describe('the page', () => {
  it('opens empty with a few questions and the places', async () => {
    const { visit } = await createWebWorld();
    const page = await (await (await visit()).get('/')).text();
    expect(page).toContain('遇到什么事，直接说');
    expect(page).toContain('<option value="region::甲川省/乙江市">乙江</option>');
    expect(page.match(/class="chip"/g)?.length).toBe(5);
  });

  it('shows the listed place in which a smaller one stands, and none for a place beside them', async () => {
    const { visit, mail } = await createWebWorld();
    const one = await visit();
    mail.deliver(one.id, { ...aText('记住了'), place: '甲川省/乙江市/丁岸区' });
    const page = await (await one.get('/')).text();
    expect(page).toContain('<option value="region::甲川省/乙江市" selected>乙江</option>');
    mail.deliver(one.id, { ...aText('记住了'), place: '甲川省界外/乙江市' });
    expect(await (await one.get('/')).text()).not.toContain(' selected');
  });

  it('opens although the store is away, and says so', async () => {
    const { visit, mail } = await createWebWorld({
      mailbox: {
        after: async () => [],
        history: async () => {
          throw new StoreUnavailable('locked', undefined);
        },
      },
    });
    const response = await (await visit()).get('/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('以前的话现在读不出来，不耽误接着问。');
    expect(mail.accepted).toEqual([]);
  });

  it('shows what a stored row of another version would break as nothing', async () => {
    const { mail, visit } = await createWebWorld({
      mailbox: {
        after: async () => [],
        history: async () => [
          { id: 1, from: 'bot', at: 1, payload: { old: true }, event: null },
          { id: null, from: 'person', at: 2, payload: null, event: 'e' },
        ],
      },
    });
    const page = await (await (await visit()).get('/')).text();
    expect(page).not.toContain('class="letter');
    expect(page).toContain('data-since="1"');
    expect(mail.accepted).toEqual([]);
  });
});
