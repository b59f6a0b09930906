import { createApp } from '../../../bot/app.ts';
import { createTerminalChannel } from '../../../bot/channels/terminal/channel.ts';
import { createPaint } from '../../../bot/channels/terminal/paint.ts';
import { systemClock } from '../../../bot/clock.ts';
import { parseConfig } from '../../../bot/config.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import { createPaperPress } from '../../../bot/papers/press.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { randomId } from '../../../bot/random-id.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import type { Heard, Talker } from '../../contracts/guide-walk.ts';
import { describeGuides } from '../../contracts/guides-over-channel.ts';
import { DESK, KEY, realTexts } from '../../core.ts';

describeGuides({
  name: 'the terminal',
  presses: true,
  givesFiles: false,
  start: async () => {
    const library = await realTexts();
    const stores: Store[] = [];
    const vault = createVault(KEY);
    const press = createPaperPress();
    const { retain, files, urgent } = parseConfig({});
    /** There is one person at a terminal, and nothing of theirs outlives the program. */
    const openTerminal = async () => {
      const store = await openStore({ kind: 'memory' });
      stores.push(store);
      const written: string[] = [];
      const terminal = createTerminalChannel(createPaint(false), (text) => written.push(text));
      const app = createApp({
        ...{ press: press.render, store, vault, library: () => library, clock: systemClock },
        ...{ channels: [terminal.channel], random: Math.random, randomId, telemetry: silentTelemetry },
        settings: {
          ...{ retain, files, urgent, publicUrl: undefined, desk: DESK },
          slowDown: { person: Number.POSITIVE_INFINITY, group: Number.POSITIVE_INFINITY },
        },
        sendTimeoutMs: 1000,
      });
      await terminal.channel.start(app.accept('terminal'));
      await app.settle();
      return { terminal, settle: app.settle, written };
    };
    const somebody = (): Talker => {
      const opened = openTerminal();
      const type = async (line: string): Promise<Heard> => {
        const { terminal, settle, written } = await opened;
        written.length = 0;
        await terminal.type(line);
        await settle();
        const text = written.join('\n');
        // 1 南昌　2 云南: what the numbers stand for.
        const [, numbered = ''] = /\n\n(1 [^\n]*)$/.exec(text) ?? [];
        const labels = numbered === '' ? [] : numbered.split('　').map((one) => one.replace(/^\d+ /, ''));
        shown = labels;
        return { text, labels, files: [] };
      };
      let shown: readonly string[] = [];
      return { say: type, press: (label) => type(`${shown.indexOf(label) + 1}`) };
    };
    const newest = (): Store => {
      const store = stores.at(-1);
      if (store === undefined) throw new Error('nobody is at the terminal');
      return store;
    };
    return {
      ...{ library, somebody },
      restart: async () => {},
      desk: () =>
        createDesk({ store: newest(), vault, clock: systemClock, rules: DESK.rules, via: 'terminal' }),
      end: async () => {
        await press.close();
        for (const store of stores) await store.close();
      },
    };
  },
});
