/** npm start: the server, until SIGTERM or SIGINT. */

import { existsSync } from 'node:fs';
import type { Channel } from './channels/channel.ts';
import { operatorCopy as copy } from './copy/operator.ts';
import { failPlainly } from './fail.ts';
import { loadConfig, loadLiveLibrary } from './load.ts';
import { keyFile } from './privacy/open-vault.ts';
import { checkGround, startServer } from './server.ts';

async function main(): Promise<void> {
  const config = loadConfig();
  for (const warning of config.warnings) process.stderr.write(`${warning}\n`);
  await checkGround(config);
  const key = keyFile(config.dataDir);
  const isKeyNew = config.dataKey === undefined && !existsSync(key);
  const live = await loadLiveLibrary(config);
  const server = await startServer(config, live.library, live, () => {
    // Whoever watches over this process starts it again; there is nothing left that it could finish.
    process.stderr.write(`${copy.diskFailed}\n`);
    process.exit(1);
  });
  const off = config.telegram === undefined ? [`${copy.channel.names.telegram} ${copy.channel.off}`] : [];
  const ready = copy.ready(server.url, [...server.channels.map(describe), ...off].join('　'));
  process.stdout.write(`${isKeyNew ? `${ready}\n${copy.newKey(key)}` : ready}\n`);

  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stdout.write(`${copy.stopping}\n`);
    await server.stop();
    process.stdout.write(`${copy.stopped}\n`);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stop().catch((error) => {
        failPlainly(error);
        process.exit(1);
      });
    });
}

function describe(channel: Channel): string {
  const { state, detail } = channel.state();
  const name = copy.channel.names[channel.name] ?? channel.name;
  return `${name} ${copy.channel[state]}${detail === '' ? '' : `（${detail}）`}`;
}

main().catch(failPlainly);
