/** npm run chat: a conversation in the terminal, from a keyboard or a pipe. Nothing of it is kept. */

import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { createApp } from './app.ts';
import { createTerminalChannel } from './channels/terminal/channel.ts';
import { createPaint } from './channels/terminal/paint.ts';
import { systemClock } from './clock.ts';
import { zhCN } from './copy/zh-CN.ts';
import { followRules } from './desk/live-rules.ts';
import { loadDeskRules } from './desk/load-rules.ts';
import { failPlainly } from './fail.ts';
import { loadConfig, loadLiveLibrary } from './load.ts';
import { createPaperPress } from './papers/press.ts';
import { createVault, KEY_BYTES } from './privacy/vault.ts';
import { randomId } from './random-id.ts';
import { openStore } from './store/open-store.ts';
import { silentTelemetry } from './telemetry/telemetry.ts';

async function main(): Promise<void> {
  const config = loadConfig();
  const live = await loadLiveLibrary(config);
  const paint = createPaint(process.stdout.isTTY === true && process.env.NO_COLOR === undefined);
  const terminal = createTerminalChannel(paint, (text) => process.stdout.write(`${text}\n\n`));
  const store = await openStore({ kind: 'memory' });
  const press = createPaperPress();
  const app = createApp({
    press: press.render,
    store,
    vault: createVault(randomBytes(KEY_BYTES)),
    channels: [terminal.channel],
    library: live.library,
    clock: systemClock,
    random: Math.random,
    randomId,
    telemetry: silentTelemetry,
    // One person at their own machine is never asked to wait.
    settings: {
      retain: config.retain,
      files: config.files,
      urgent: config.urgent,
      publicUrl: config.publicUrl,
      desk: {
        ...config.desk,
        rules: followRules(live.library, ({ assistant }) =>
          loadDeskRules(config.desk, config.factsDir, assistant.articleOf),
        ),
      },
      slowDown: { person: Infinity, group: Infinity },
    },
    sendTimeoutMs: config.sendTimeoutMs,
  });
  await terminal.channel.start(app.accept('terminal'));
  await app.settle();
  const leaving = new AbortController();
  const following = live.run(leaving.signal, silentTelemetry);
  const interactive = process.stdin.isTTY === true;
  process.stdout.write(`${paint.dim(zhCN.terminal.hint)}\n\n`);
  const lines = createInterface({
    input: process.stdin,
    ...(interactive ? { output: process.stdout, prompt: zhCN.terminal.prompt, historySize: 200 } : {}),
  });
  if (interactive) lines.prompt();
  for await (const line of lines) {
    if (!(await terminal.type(line))) break;
    await app.settle();
    if (interactive) lines.prompt();
  }
  lines.close();
  leaving.abort();
  await following;
  await press.close();
  await store.close();
}

main().catch(failPlainly);
