/**
 * The fake long connection as its own process, for bots that are killed and for benches:
 *   node tests/fakes/openws/main.ts --bot b1 --secret s [--port 0]
 * Prints one line of JSON, {"url": "ws://…", "origin": "http://…"}, when it listens; ends on SIGTERM or when its
 * standard input ends, so that it does not outlive whoever started it: give it a pipe.
 */
import { parseArgs } from 'node:util';
import { answerControl } from './control.ts';
import { createFakeOpenWs } from './server.ts';

const { values } = parseArgs({
  options: {
    bot: { type: 'string' },
    secret: { type: 'string' },
    port: { type: 'string', default: '0' },
  },
});
if (values.bot === undefined || values.secret === undefined) throw new Error('--bot and --secret are needed');

const fake = createFakeOpenWs({
  botId: values.bot,
  secret: values.secret,
  port: Number(values.port),
  beside: answerControl,
});
await fake.start();
process.stdout.write(`${JSON.stringify({ url: fake.url(), origin: fake.origin() })}\n`);

const end = () => void fake.stop().then(() => process.exit(0));
process.once('SIGTERM', end);
process.stdin.once('end', end).resume();
