import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseConfig } from '../../../../bot/config.ts';
import { telegramDeskCopy } from '../../../../bot/copy/desk-telegram.ts';
import { checkDeskGroup } from '../../../../bot/desk/telegram/check.ts';
import { createFakeBotApi, type FakeBotApi } from '../../../fakes/bot-api/server.ts';
import { GROUP, TOKEN } from './rig.ts';

const copy = telegramDeskCopy.doctor;
let fake: FakeBotApi;
beforeEach(async () => {
  fake = createFakeBotApi({ token: TOKEN });
  await fake.start();
});
afterEach(() => fake.stop());

const look = async (more: Readonly<Record<string, string>> = { DESK_TELEGRAM_CHAT: String(GROUP) }) =>
  (
    await checkDeskGroup(parseConfig({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: fake.url(), ...more }))
  ).map(({ text }) => text);

it('is silent where no group is named', async () => {
  expect(await look({})).toEqual([]);
  expect(fake.calls('getChat')).toBe(0);
});

it('says that the group is not to be found', async () => {
  expect(await look()).toEqual([copy.notFound]);
});

it('says what is missing of topics and rights', async () => {
  fake.users.addGroup({ id: GROUP });
  expect(await look()).toEqual([copy.notForum, copy.notAdmin]);
});

it('says which right is missing', async () => {
  fake.users.addGroup({ id: GROUP, forum: true });
  fake.users.promote(GROUP, { can_manage_topics: false, can_delete_messages: false });
  expect(await look()).toEqual([copy.noTopics, copy.noDelete]);
});

it('is content with a forum in which the bot may manage topics', async () => {
  fake.users.addGroup({ id: GROUP, forum: true });
  fake.users.promote(GROUP, { can_manage_topics: true, can_delete_messages: true });
  expect(await look()).toEqual([copy.good('x')]);
});
