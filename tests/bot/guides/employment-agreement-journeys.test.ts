import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guideCopy } from '../../../bot/copy/guide.ts';
import { agreementCopy } from '../../../bot/copy/guides/agreement.ts';
import { employmentCopy } from '../../../bot/copy/guides/employment.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { loadTicket } from '../../../bot/store/tickets.ts';
import { type Core, createCore, KEY, type Person, realTexts } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

const library = await realTexts();
let store: Store;
let core: Core;
let rider: Person;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  core = createCore({ store, library });
  rider = core.person('rider');
});
afterEach(() => store.close());

const text = (shown: readonly { readonly text: string }[]) => shown.map((message) => message.text).join('\n');
const labels = (shown: Awaited<ReturnType<Person['say']>>) =>
  shown.flatMap(({ buttons }) => buttons.flat()).map(({ label }) => label);

async function sayAll(person: Person, ...lines: string[]): Promise<string> {
  let shown = '';
  for (const line of lines) shown = text(await person.say(line));
  return shown;
}

/** What the union is given. */
async function givenDraft(): Promise<string> {
  const [row] = await core.rows('tickets');
  const ticket = await store.transaction((tx) => loadTicket(tx, core.vault, `${row?.id}`));
  return JSON.stringify(ticket);
}

const SECRET = '代收款专用账户尾号七七';
const AGREEMENT = [
  '骑手服务合作协议',
  `一、合作方式：双方为合作关系，本协议不构成劳动关系。${SECRET}。`,
  '二、服务费按单结算，次月二十日支付给乙方本人。',
];

describe('the check of 劳动关系, as a conversation', () => {
  it('goes straight through by pressing, and hands over without a name', async () => {
    await rider.say('/地区 南昌');
    const { factors, paper, lead } = employmentCopy;
    expect(text(await rider.say('帮我看看我算不算劳动关系'))).toContain(employmentCopy.intro[1]);
    const presses = [
      '站点、加盟商',
      factors.amount.choices.full.label,
      factors.shift.choices.must.label,
      factors.place.choices.fixed.label,
      factors.pay.choices.monthly.label,
      factors.tools.choices.mine.label,
      factors.manage.choices.strict.label,
      factors.penalty.choices.fine.label,
      paper.choices.coop.label,
    ];
    for (const label of presses) await rider.press(label);
    const result = text(await rider.press(guideCopy.buttons.confirm));
    expect(result).toContain(lead.employed);
    expect(result).toContain(employmentCopy.noVerdict);
    expect(result).toContain('综合认定企业与劳动者的关系');
    const detour = text(await rider.say('入职收押金合法吗'));
    expect(detour).toContain('洪人社发〔2022〕88号');
    expect(detour).toContain(guideCopy.result.nameless(''));
    expect(detour, 'the result again').not.toContain(employmentCopy.noVerdict);
    expect(text(await rider.press(guideCopy.buttons.handOverNameless))).toContain('编号 T-');
    expect(await core.rows('tickets')).toHaveLength(1);
  });

  it('is led back to after a question, goes back and is set right', async () => {
    await sayAll(rider, '/地区 吉林', '/劳动关系', '站点');
    const detour = text(await rider.say('公司不签劳动合同合法吗'));
    expect(detour).toContain('吉人社联〔2021〕203号');
    expect(detour).toContain(guideCopy.leadBack('劳动关系'));
    await sayAll(rider, '天天干', '返回');
    expect(text(await rider.say('有空才干'))).toContain('有空才干');
    const review = await sayAll(rider, '1', '1', '1', '1', '1', '1', '没签');
    expect(review).toContain(guideCopy.review.head);
    await rider.say('改3');
    expect(await sayAll(rider, '天天干')).toContain('天天干，八小时以上');
    expect(await sayAll(rider, '没错')).toContain('/维权');
  });

  it('waits over a restart, and goes on where it stood', async () => {
    await sayAll(rider, '/地区 云南', '/劳动关系', '外包公司', '天天干', '稍后再说');
    const after = createCore({ store, library, vault: createVault(KEY), clock: createManualClock() });
    const back = after.person('rider');
    const shown = text(await back.say('继续'));
    expect(shown).toContain(employmentCopy.factors.shift.prompt[0]);
    expect(shown).not.toContain(employmentCopy.factors.amount.prompt[0]);
  });

  it('is not asked in a group', async () => {
    const [shown] = await core.person('rider', { group: 'g' }).say('/劳动关系');
    expect(shown?.text).toContain('只在私聊里办');
    expect(shown?.buttons.flat()[0]?.does.kind).toBe('private');
  });
});

describe('the check of an agreement, as a conversation', () => {
  it('takes the agreement in pieces, reads its findings back, and keeps it from everybody until it is handed over', async () => {
    await sayAll(rider, '/地区 河北', '/协议体检', '我把文字发给你', '合作协议');
    const taken = await sayAll(rider, ...AGREEMENT);
    expect(taken).toContain(guideCopy.piecesTaken(AGREEMENT.join('').length));
    expect(taken).not.toContain(agreementCopy.paste.prompt[0]);
    const found = text(await rider.press(guideCopy.buttons.sent));
    expect(found).toContain('报酬怎么付：“二、服务费按单结算，次月二十日支付给乙方本人”');
    expect(await core.rows('tickets')).toHaveLength(0);
    await rider.press(agreementCopy.wrong.none);
    await rider.press(agreementCopy.also.none);
    await rider.press(agreementCopy.signs.choices.waive);
    await rider.press(guideCopy.buttons.done);
    const review = await sayAll(rider, '某某公司', '跳过');
    expect(review).not.toContain(SECRET);
    const result = text(await rider.press(guideCopy.buttons.confirm));
    expect(result).toContain(agreementCopy.send);
    expect(result).toContain('用工形式、工作时间、用工地点');
    await rider.press(guideCopy.buttons.keepToSelf);
    expect(await core.rows('tickets')).toHaveLength(0);
  });

  it.each([
    ['named, whole', guideCopy.buttons.handOver, true],
    ['nameless, without it', guideCopy.buttons.handOverNameless, false],
  ])('hands it over %s', async (_, button, whole) => {
    await sayAll(
      rider,
      '/地区 河北',
      '/协议体检',
      '1',
      '1',
      ...AGREEMENT,
      '发完了',
      '都没认错',
      '确实都没写',
    );
    await sayAll(rider, '都没有', '跳过', '跳过', '没错');
    expect(text(await rider.press(button))).toContain('编号 T-');
    expect(JSON.stringify(await core.rows('ticket_events'))).not.toContain(SECRET);
    const given = await givenDraft();
    expect(given).toContain(agreementCopy.signs.label);
    expect(given.includes(SECRET)).toBe(whole);
  });

  it('does not take a contract for a cry for help, and hears one all the same', async () => {
    await sayAll(rider, '/地区 南昌', '/协议体检', '1', '1');
    const card = await sayAll(rider, '六、乙方的身份证由甲方代为保管，乙方不得异议。');
    expect(card).toContain('收到了');
    expect(await sayAll(rider, '站长扣了我的身份证不还')).not.toContain('收到了，');
    await sayAll(rider, '继续');
    expect(await sayAll(rider, '我不想活了')).not.toContain('收到了，');
  });

  it('answers a question in between, and goes back and on', async () => {
    await sayAll(rider, '/地区 南昌', '/协议体检', '自己勾', '合作协议');
    const detour = text(await rider.say('入职收押金合法吗'));
    expect(detour).toContain('洪人社发〔2022〕88号');
    expect(detour).toContain(guideCopy.leadBack('协议体检'));
    await rider.press('社会保险');
    expect(labels(await rider.press('休息休假'))).toContain('✓休息休假');
    await rider.press(guideCopy.buttons.done);
    expect(await sayAll(rider, '返回')).toContain('现在记的是：社会保险、休息休假');
    await rider.press(guideCopy.buttons.keep);
    const review = await sayAll(rider, '都没有', '跳过', '跳过');
    expect(review).toContain('社会保险、休息休假');
  });

  it('waits over a restart with what was pasted so far', async () => {
    await sayAll(rider, '/地区 河北', '/协议体检', '1', '1', AGREEMENT[0] ?? '', '稍后再说');
    const after = createCore({ store, library, vault: createVault(KEY), clock: createManualClock() });
    const back = after.person('rider');
    expect(await sayAll(back, '继续')).toContain('收到了，一共8个字');
    expect(await sayAll(back, AGREEMENT[2] ?? '', '发完了')).toContain('服务费按单结算');
  });

  it('is not asked in a group', async () => {
    const [shown] = await core.person('rider', { group: 'g' }).say('帮我看看我签的协议缺什么');
    expect(shown?.text).toContain('只在私聊里办');
  });
});
