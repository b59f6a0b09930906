import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../bot/config.ts';
import { conversationCopy } from '../../../bot/copy/conversation.ts';
import { staffChatCopy as copy } from '../../../bot/copy/staff-chat.ts';
import { sweep } from '../../../bot/privacy/retention.ts';
import { randomToken } from '../../../bot/random-id.ts';
import { createEntrance, ENTRANCE_MS } from '../../../bot/staff/entrance.ts';
import { createOffice, type Office } from '../../../bot/staff/office.ts';
import { createRegistry } from '../../../bot/staff/registry.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { type Core, createCore, madeUpTexts } from '../../core.ts';
import { createScriptedChannel, type ScriptedChannel } from '../../fakes/scripted-channel.ts';

let core: Core;
let page: ScriptedChannel;
let office: Office;
beforeEach(async () => {
  const store = await openStore({ kind: 'memory' });
  page = createScriptedChannel({ name: 'web' });
  core = createCore({
    store,
    library: await madeUpTexts(),
    channels: [createScriptedChannel({ name: 'telegram' }), page],
  });
  const { vault, clock } = core;
  office = createOffice({ store, vault, clock, randomToken, via: 'terminal' });
  for (const name of ['王主任', '李姐']) await office.add({ name, role: 'agent', regions: [], trades: [] });
});
afterEach(() => core.store.close());

const inviteFor = async (name = '王主任') => (await office.invite(name)) ?? '';
const said = async (shown: ReturnType<ReturnType<Core['person']>['say']>) =>
  (await shown).map(({ text }) => text).join('\n');
const wang = () => core.person('1001');

describe('/绑定', () => {
  it('makes the account theirs whom the code was made for, once', async () => {
    const code = await inviteFor();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(await said(wang().say(`/绑定 ${code}`))).toBe(copy.bound('王主任'));
    const registry = createRegistry(core.store, core.vault);
    expect(await registry.byAccount('telegram', '1001')).toMatchObject({ name: '王主任', role: 'agent' });
    expect(await registry.accountsOf('王主任')).toMatchObject([{ channel: 'telegram', id: '1001' }]);
    expect(await said(core.person('1002').say(`/绑定 ${code}`))).toBe(copy.wrong);
    expect(await registry.byAccount('telegram', '1002')).toBeUndefined();
  });

  it('is understood as people type it', async () => {
    const loose = (await inviteFor())
      .toLowerCase()
      .replace('-', '')
      .replaceAll('0', 'o')
      .replaceAll('1', 'l');
    expect(await said(wang().say(`／绑定${loose}`))).toBe(copy.bound('王主任'));
  });

  it('keeps no account and no code in the clear', async () => {
    const code = await inviteFor();
    await wang().say(`/绑定 ${code}`);
    const rows = JSON.stringify([
      await core.rows('staff_accounts'),
      await core.rows('console_links'),
      await core.rows('inbox'),
      await core.rows('desk_audit'),
    ]);
    for (const secret of [code, code.replace('-', ''), '"1001"']) expect(rows).not.toContain(secret);
  });

  it('is over after ten minutes', async () => {
    const code = await inviteFor();
    core.clock.advance(ENTRANCE_MS);
    expect(await said(wang().say(`/绑定 ${code}`))).toBe(copy.wrong);
  });

  it('hears five codes of one account in ten minutes, and not even a good one after that', async () => {
    for (let n = 0; n < 5; n++) expect(await said(wang().say(`/绑定 AAAAA-AAAA${n}`))).toBe(copy.wrong);
    const code = await inviteFor();
    expect(await said(wang().say(`/绑定 ${code}`))).toBe(copy.oftenCode);
    expect(await said(core.person('1002').say(`/绑定 ${code}`))).toBe(copy.bound('王主任'));
    core.clock.advance(ENTRANCE_MS);
    expect(await said(wang().say(`/绑定 ${await inviteFor('李姐')}`))).toBe(copy.bound('李姐'));
  });

  it('takes no account from somebody else', async () => {
    await wang().say(`/绑定 ${await inviteFor()}`);
    expect(await said(wang().say(`/绑定 ${await inviteFor('李姐')}`))).toBe(copy.taken);
  });

  it('in a group uses the code up, because everybody has read it', async () => {
    const code = await inviteFor();
    const inGroup = core.person('1001', { group: 'g' });
    expect(await said(inGroup.say(`/绑定 ${code}`))).toBe(copy.burnt);
    expect(await said(wang().say(`/绑定 ${code}`))).toBe(copy.wrong);
  });

  it('is for no channel in which nobody can be known again', async () => {
    const web = core.person('v', { channel: page });
    const code = await inviteFor();
    expect(await said(web.say(`/绑定 ${code}`))).toBe(copy.channel);
    expect(await said(wang().say('/绑定'))).toBe(copy.usage);
    expect(await said(wang().say(`/绑定 ${code}`))).toBe(copy.bound('王主任'));
  });
});

describe('forgetting', () => {
  it('takes the account off the list with the rest when its owner wants to be forgotten', async () => {
    await wang().say('/绑定 AAAAA-AAAAA');
    await wang().say(`/绑定 ${await inviteFor()}`);
    const other = core.person('1002');
    await other.say('/绑定 AAAAA-AAAAA');
    await wang().say('/删除我的数据');
    await wang().say('确认删除');
    expect(await core.rows('staff_accounts')).toEqual([]);
    expect(await core.rows('console_tries')).toHaveLength(1);
    expect(await said(wang().say('/控制台'))).toBe(conversationCopy.unknownCommand);
  });

  it('keeps no attempt longer than a day, and no link and no login that is over', async () => {
    await wang().say('/绑定 AAAAA-AAAAA');
    await office.link('王主任');
    const { retain } = parseConfig({});
    const day = 24 * 3_600_000;
    expect(await sweep(core.store, retain, core.clock.now())).toMatchObject({ console: 0 });
    expect(await sweep(core.store, retain, core.clock.now() + day + 1)).toMatchObject({ console: 2 });
    expect(await core.rows('console_tries')).toEqual([]);
  });
});

describe('/控制台', () => {
  const bound = async () => {
    await wang().say(`/绑定 ${await inviteFor()}`);
  };

  it('gives the staff a link that opens the door once; its secret stands behind #', async () => {
    await bound();
    const words = await said(wang().say('/控制台'));
    const [, secret = ''] = /https:\/\/gongyou\.test\/console\/enter#(\S{20,})/.exec(words) ?? [];
    expect(words).toBe(copy.link('王主任', `https://gongyou.test/console/enter#${secret}`));
    const entrance = createEntrance(core.vault, randomToken);
    const take = () => core.store.transaction((tx) => entrance.take(tx, 'enter', secret, core.clock.now()));
    expect([await take(), await take()]).toEqual(['王主任', undefined]);
    expect(await core.rows('desk_audit')).toMatchObject([
      { staff: '王主任', action: 'staff-added' },
      { staff: '李姐' },
      { staff: '王主任', action: 'account-linked', via: 'telegram' },
      { staff: '王主任', action: 'link-made', via: 'telegram' },
    ]);
  });

  it('is no command for a worker, and none for somebody who left', async () => {
    const unknown = conversationCopy.unknownCommand;
    expect(await said(core.person('w').say('/控制台'))).toBe(unknown);
    expect(await said(core.person('w').say('/console'))).toBe(unknown);
    await bound();
    await office.unlinkAccount('王主任', 'telegram', '1001');
    expect(await said(wang().say('/控制台'))).toBe(unknown);
    expect(await core.rows('console_links')).toEqual([]);
  });

  it('gives nothing in a group', async () => {
    await bound();
    expect(await said(core.person('1001', { group: 'g' }).say('/控制台'))).toBe(
      conversationCopy.group.onlyPrivate,
    );
    expect(await said(core.person('w', { group: 'g' }).say('/控制台'))).toBe('');
    expect(await core.rows('console_links')).toEqual([]);
  });

  it('gives five links in ten minutes', async () => {
    await bound();
    for (let n = 0; n < 5; n++) expect(await said(wang().say('/控制台'))).toContain('/console/enter#');
    expect(await said(wang().say('/控制台'))).toBe(copy.often);
    core.clock.advance(ENTRANCE_MS);
    expect(await said(wang().say('/控制台'))).toContain('/console/enter#');
  });

  it('says so where the server has no address', async () => {
    core = createCore({
      store: core.store,
      library: await madeUpTexts(),
      channels: [createScriptedChannel({ name: 'telegram' })],
      settings: { publicUrl: undefined },
    });
    await bound();
    expect(await said(wang().say('/控制台'))).toBe(copy.noAddress);
  });
});
