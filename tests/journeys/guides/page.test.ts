import { beforeAll, expect, it } from 'vitest';
import { parseConfig } from '../../../bot/config.ts';
import { startServer } from '../../../bot/server.ts';
import { describeWithBrowser, openBrowser } from '../../browser.ts';
import { realTexts } from '../../core.ts';
import { temporaryFolder } from '../../fixtures.ts';

const PATIENCE = 400_000;
const PHONE = {
  ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  ...{ locale: 'zh-CN', reducedMotion: 'reduce' as const },
};

describeWithBrowser('a guide on a phone', () => {
  const opening = openBrowser();
  beforeAll(async () => {
    await opening;
  }, PATIENCE);

  it(
    'shows each question with its buttons above the box to type in, and an answer from its beginning',
    async () => {
      const library = await realTexts();
      const folder = temporaryFolder();
      const config = parseConfig({ DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'silent' });
      const server = await startServer(config, () => library);
      const page = await (await (await opening).newContext(PHONE)).newPage();
      try {
        await page.goto(`${server.url}/`);
        const letters = page.locator('.letter.bot');
        const after = async (act: () => Promise<unknown>) => {
          const before = await letters.count();
          await act();
          await letters.nth(before).waitFor();
          return letters.nth(before);
        };
        const say = (words: string) =>
          after(async () => {
            await page.locator('#text').fill(words);
            await page.getByRole('button', { name: '发送' }).click();
          });
        const press = (label: string) =>
          after(() => page.getByRole('button', { name: label, exact: true }).last().click());
        const inView = async (letter: Awaited<ReturnType<typeof say>>) => {
          const room = (await page.locator('#composer').boundingBox())?.y ?? 0;
          const question = await letter.locator('.asks').first().boundingBox();
          const buttons = await letter.locator('form.buttons').boundingBox();
          expect(question?.y).toBeGreaterThanOrEqual(0);
          expect((buttons?.y ?? room) + (buttons?.height ?? 1)).toBeLessThanOrEqual(room);
        };
        await say('/地区 南昌');
        await say('/入会');
        await inView(letters.last());
        for (const label of ['外卖骑手', '没入过', '没人管，自己干']) await inView(await press(label));
        await say('/维权');
        await inView(await press('工钱拖欠、少发'));
        await inView(await say('美团专送'));
        const lead = (await say('入职收押金合法吗')).locator('.strong').first();
        expect((await lead.boundingBox())?.y).toBeGreaterThanOrEqual(0);
        expect((await lead.boundingBox())?.y).toBeLessThan(400);
      } finally {
        await page.context().close();
        await server.stop();
        folder.dispose();
        await (await opening).close();
      }
    },
    PATIENCE,
  );
});
