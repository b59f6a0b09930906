/**
 * The fake Bot API as its own process, for bots that are killed and for benches:
 *   node tests/fakes/bot-api/main.ts --token 7:x [--port 0]
 * Prints one line of JSON, {"url": "…"}, when it listens; ends on SIGTERM or when its standard input
 * ends, so that it does not outlive whoever started it: give it a pipe.
 */
import { parseArgs } from 'node:util';
import { answerControl } from './control.ts';
import { createFakeBotApi } from './server.ts';

const { values } = parseArgs({
  options: { token: { type: 'string' }, port: { type: 'string', default: '0' } },
});
if (values.token === undefined) throw new Error('--token is missing');

const fake = createFakeBotApi({ token: values.token, port: Number(values.port), beside: answerControl });
await fake.start();
process.stdout.write(`${JSON.stringify({ url: fake.url() })}\n`);

const end = () => void fake.stop().then(() => process.exit(0));
process.once('SIGTERM', end);
process.stdin.once('end', end).resume();
