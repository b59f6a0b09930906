import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../bot/config.ts';
import { deskCopy as copy } from '../../bot/copy/desk.ts';
import { terminalDeskCopy } from '../../bot/copy/desk-terminal.ts';
import { startServer } from '../../bot/server.ts';
import { describeWithBrowser, openBrowser } from '../browser.ts';
import { realTexts } from '../core.ts';
import { temporaryFolder } from '../fixtures.ts';
import { copyRealRelease } from '../real-release.ts';
import { runBeside } from '../run.ts';
import { checkQuotes, quotesOf, startTelegramWorld } from './telegram-world.ts';
import { quotesIn, startWecomWorld } from './wecom-world.ts';

const PATIENCE = 400_000;
const WANG = ['--as', '王主任'];
const idIn = (text: string) => /T-\d{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '';
const textOf = (shown: readonly { readonly text: string }[]) => shown.map(({ text }) => text).join('\n');

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

/** The folder of a server, and `npm run desk` of somebody of the union who sits at it. */
async function union() {
  const folder = temporaryFolder();
  closing.push(folder.dispose);
  await copyRealRelease(join(folder.path, 'library'));
  const env = { DATA_DIR: folder.path };
  const desk = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runBeside('bot/desk.ts', args, { folder: folder.path, env });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return stdout;
  };
  return { env, desk };
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** From the worker's first word to their last: 解决了. */
describe('from a worker to the union and back', { timeout: PATIENCE }, () => {
  it('joins on Telegram: the application, the desk at a terminal, the outcome and the yes', async () => {
    const { env, desk } = await union();
    const world = await startTelegramWorld(env);
    closing.push(world.end);
    const worker = world.person(6101);
    await worker.say('/地区 南昌');
    await worker.say('我想加入工会');
    await worker.press('快递员');
    const organiser = await worker.press('没入过');
    expect(await checkQuotes(world, quotesOf(organiser))).toEqual(['nanchang-plan/17']);
    await worker.press('没人管，自己干');
    await worker.press('有空才干');
    await worker.say('想有个歇脚的地方');
    await worker.say('我叫林小舟');
    await worker.say('13900001111');
    const result = await worker.press('没错，就这样');
    expect(await checkQuotes(world, quotesOf(result))).toContain('nanchang-plan/17');
    const id = idIn(textOf(await worker.press('交给工会')));
    expect(id).not.toBe('');

    expect(await desk()).toContain(id);
    const before = await desk('show', id, ...WANG);
    expect(before).toContain('申请入会');
    expect(before).not.toMatch(/林小舟|139|歇脚/);
    await desk('claim', id, ...WANG);
    const shown = await desk('show', id, ...WANG);
    for (const told of ['林小舟', '139', '歇脚', '没人管，自己干', '无固定用人单位'])
      expect(shown).toContain(told);

    const said = () => textOf(world.fake.sent().filter(({ chat }) => chat === 6101));
    await desk('ask', id, '在哪个区跑？', ...WANG);
    await until(() => said().includes('在哪个区跑？'));
    await worker.press(copy.say.answer);
    await worker.say('青山湖区');
    expect(await desk('show', id, ...WANG)).toContain('青山湖区');
    await desk('resolve', id, '批了，你是会员了。', ...WANG);
    await until(() => said().includes('批了，你是会员了。'));
    expect(textOf(await worker.press(copy.letter.solved))).toContain(copy.letter.thanks);
    expect(await desk('show', id, ...WANG)).toContain(terminalDeskCopy.state.closed);
  });

  it('asks for help in 微信客服, in typed words, and says that it was not enough', async () => {
    const { env, desk } = await union();
    const world = await startWecomWorld(env);
    closing.push(world.end);
    const worker = world.customer('wmHelp');
    await worker.say('/地区 云南');
    expect(textOf(await worker.say('我想申请困难帮扶'))).toContain('不丢人');
    for (const words of [
      '生病',
      '查出肾病，半个月没跑单',
      '三口人，靠我',
      '是会员',
      '某某快递工会',
      '快递',
      '林小舟',
      '不留',
    ])
      await worker.say(words);
    const result = await worker.say('没错');
    expect(await checkQuotes(world, quotesIn(result))).toEqual(['yunnan-opinions/15']);
    expect(result.length).toBeLessThanOrEqual(4);
    const id = idIn(textOf(await worker.say('交给工会')));
    expect(id).not.toBe('');

    expect(await desk('show', id, ...WANG)).not.toMatch(/肾病|林小舟/);
    await desk('claim', id, ...WANG);
    const shown = await desk('show', id, ...WANG);
    for (const told of ['肾病', '林小舟', '某某快递工会', '送温暖']) expect(shown).toContain(told);
    await desk('resolve', id, '送去了慰问金。', ...WANG);
    await until(() => JSON.stringify(world.fake.all()).includes('送去了慰问金。'));
    expect(textOf(await worker.say('没解决'))).toContain(copy.letter.againHow);
    await worker.say('药费还差不少');
    const again = await desk('show', id, ...WANG);
    expect(again).toContain('药费还差不少');
    expect(again).toContain(terminalDeskCopy.state.reopened);
  });
});

describeWithBrowser('a worker on the web page and the union', () => {
  const opening = openBrowser();
  beforeAll(async () => {
    await opening;
  }, PATIENCE);

  it(
    'asks for help, is told the outcome where they asked, and confirms it',
    async () => {
      const { env, desk } = await union();
      const library = await realTexts();
      const server = await startServer(
        parseConfig({ ...env, PORT: '0', LOG_LEVEL: 'silent', SLOW_DOWN_PERSON_PER_MINUTE: '1000' }),
        () => library,
      );
      closing.push(() => server.stop());
      const context = await (await opening).newContext({
        viewport: { width: 360, height: 740 },
        locale: 'zh-CN',
      });
      context.setDefaultTimeout(120_000);
      closing.push(() => context.close());
      closing.push(async () => (await opening).close());
      const page = await context.newPage();
      await page.goto(`${server.url}/`);
      const letters = page.locator('.letter.bot');
      const answered = async (before: number) => {
        await letters.nth(before).waitFor();
        return (await letters.allTextContents()).slice(before).join('\n');
      };
      const say = async (words: string) => {
        const before = await letters.count();
        await page.getByLabel('说说你遇到的事').fill(words);
        await page.getByRole('button', { name: '发送' }).click();
        return answered(before);
      };
      const press = async (label: string) => {
        const before = await letters.count();
        await page.getByRole('button', { name: label, exact: true }).last().click();
        return answered(before);
      };
      await say('/地区 南昌');
      expect(await say('/困难帮扶')).toContain('不丢人');
      await press('意外受伤');
      await say('上月摔了腿，还没好');
      await press('跳过');
      await press('没入过');
      await press('跳过');
      await press('外卖骑手');
      await say('林小舟');
      await press('跳过');
      expect(await press('没错，就这样')).toContain('因意外致困');
      const id = idIn(await press('交给工会'));
      expect(id).not.toBe('');

      await desk('claim', id, ...WANG);
      expect(await desk('show', id, ...WANG)).toContain('上月摔了腿');
      const before = await letters.count();
      await desk('resolve', id, '纳入帮扶了，周五来取。', ...WANG);
      expect(await answered(before)).toContain('纳入帮扶了，周五来取。');
      expect(await press(copy.letter.solved)).toContain(copy.letter.thanks);
      expect(await desk('show', id, ...WANG)).toContain(terminalDeskCopy.state.closed);
    },
    PATIENCE,
  );
});
