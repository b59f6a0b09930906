import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { webCopy as copy } from '../../../../bot/copy/web.ts';
import { JPEG } from '../../files/samples.ts';
import { createWebWorld, type Visitor, type WebWorld } from './web-world.ts';

const anId = () => randomBytes(16).toString('hex');

type Sent = { readonly id?: string; readonly csrf?: string; readonly file?: File | string };

const form = ({ id = anId(), csrf, file = new File([JPEG], '合同 1.jpg', { type: 'image/jpeg' }) }: Sent) => {
  const body = new FormData();
  body.set('id', id);
  if (csrf !== undefined) body.set('csrf', csrf);
  body.set('file', file);
  return body;
};

/** As the script posts (`csrf` in the header), or as a form does (in the body). */
async function upload(
  world: WebWorld,
  visitor: Visitor,
  fields: FormData,
  headers: Record<string, string> = {},
) {
  // Whole, as from a socket: a form that is still being made cannot be left unread.
  const whole = new Response(fields);
  const type = whole.headers.get('content-type') ?? '';
  return world.request('/chat/files', {
    method: 'POST',
    body: await whole.arrayBuffer(),
    headers: { cookie: visitor.cookie, 'sec-fetch-site': 'same-origin', 'content-type': type, ...headers },
    redirect: 'manual',
  });
}

async function start() {
  const world = await createWebWorld();
  await world.web.channel.start(world.mail.accept);
  return { world, one: await world.visit() };
}

describe('a file that somebody chooses on the page', () => {
  it('is accepted with its bytes in the message, so that one commit keeps both', async () => {
    const { world, one } = await start();
    const response = await upload(world, one, form({}), { 'x-csrf': one.csrf });
    expect([response.status, await response.json()]).toEqual([202, { ok: true }]);
    expect(world.mail.accepted[0]).toMatchObject({
      kind: 'private',
      chat: one.id,
      content: {
        kind: 'media',
        media: 'photo',
        caption: '',
        files: [{ source: null, name: '合同 1.jpg', size: JPEG.length, base64: JPEG.toString('base64') }],
      },
    });
  });

  it('comes back to the page, where no script runs, with what was sent on it', async () => {
    const { world, one } = await start();
    const page = await (await one.get('/')).text();
    expect(page).toContain('enctype="multipart/form-data"');
    const sent = upload(world, one, form({ csrf: one.csrf }));
    while (world.mail.accepted.length === 0) await new Promise((resolve) => setImmediate(resolve));
    world.mail.deliver(one.id, { parts: [{ kind: 'text', text: '收到', style: 'plain' }], buttons: [] });
    world.clock.advance(100);
    const response = await sent;
    expect([response.status, response.headers.get('location')]).toEqual([303, '/#working']);
    expect(await (await one.get('/')).text()).toContain(copy.sentFile('合同 1.jpg'));
  });

  it('twice by the script is one message', async () => {
    const { world, one } = await start();
    const id = anId();
    for (let time = 0; time < 2; time++)
      expect((await upload(world, one, form({ id }), { 'x-csrf': one.csrf })).status).toBe(202);
    expect(world.mail.accepted).toHaveLength(1);
  });

  it.each<[string, Sent, number, string]>([
    ['nothing chosen', { file: new File([], '') }, 400, copy.refused.noFile],
    ['no file at all', { file: 'words' }, 400, copy.refused.form],
    ['an id of another kind', { id: '../x' }, 400, copy.refused.form],
    [
      'one that is too large',
      { file: new File([Buffer.alloc(100_001)], 'a') },
      413,
      copy.refused.fileTooLarge(100_000),
    ],
    [
      'one that is far too large',
      { file: new File([Buffer.alloc(400_000)], 'a') },
      413,
      copy.refused.fileTooLarge(100_000),
    ],
  ])('%s is refused in words', async (_, sent, status, say) => {
    const { world, one } = await start();
    const response = await upload(world, one, form(sent), { 'x-csrf': one.csrf });
    expect([response.status, await response.json()]).toEqual([status, { ok: false, say }]);
    expect(world.mail.accepted).toEqual([]);
  });

  it('that is no form in truth is refused', async () => {
    const { world, one } = await start();
    const response = await world.request('/chat/files', {
      method: 'POST',
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut',
      headers: { cookie: one.cookie, 'x-csrf': one.csrf, 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(response.status).toBe(400);
  });

  it('is taken of nobody but the visitor’s own page', async () => {
    const { world, one } = await start();
    const other = await world.visit();
    const refusals = [
      upload(world, one, form({}), { 'x-csrf': other.csrf }),
      upload(world, one, form({}), { 'x-csrf': one.csrf, 'sec-fetch-site': 'cross-site' }),
      upload(world, one, form({}), { 'x-csrf': one.csrf, origin: 'https://evil.example' }),
      upload(world, one, form({})),
    ];
    for (const response of await Promise.all(refusals)) expect(response.status).toBe(403);
    expect(world.mail.accepted).toEqual([]);
  });
});
