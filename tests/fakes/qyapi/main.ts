/**
 * The fake qyapi as its own process, for bots that are killed and for benches:
 *   node tests/fakes/qyapi/main.ts --corp wwcorp --app 1000002:SECRET [--app …] [--kf 1000002] [--port 0]
 * Prints one line of JSON, {"url": "…"}, when it listens; ends on SIGTERM or when its standard input
 * ends, so that it does not outlive whoever started it: give it a pipe.
 */
import { parseArgs } from 'node:util';
import { answerControl } from './control.ts';
import { createFakeQyapi } from './server.ts';

const { values } = parseArgs({
  options: {
    corp: { type: 'string' },
    app: { type: 'string', multiple: true, default: [] },
    kf: { type: 'string' },
    port: { type: 'string', default: '0' },
  },
});
if (values.corp === undefined) throw new Error('--corp is missing');

const fake = createFakeQyapi({
  corpId: values.corp,
  apps: values.app.map((app) => {
    const [agentId = '', secret = ''] = app.split(':');
    return { agentId, secret };
  }),
  ...(values.kf !== undefined && { kfAgentId: values.kf }),
  port: Number(values.port),
  beside: answerControl,
});
await fake.start();
process.stdout.write(`${JSON.stringify({ url: fake.url() })}\n`);

const end = () => void fake.stop().then(() => process.exit(0));
process.once('SIGTERM', end);
process.stdin.once('end', end).resume();
