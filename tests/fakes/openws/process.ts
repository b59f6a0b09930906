import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Step } from './control.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

const deliverySchema = z.object({
  seq: z.number(),
  cmd: z.string(),
  reqId: z.string(),
  conversation: z.string(),
  body: z.record(z.string(), z.unknown()),
  at: z.number(),
});
const stateSchema = z.object({
  opened: z.number(),
  live: z.boolean(),
  kicked: z.number(),
  sent: z.number(),
});

export type FakeOpenWsProcess = {
  /** ws://… */
  readonly url: string;
  /** http://…, where files lie. */
  readonly origin: string;
  /** Carries the steps out; req_ids in order, see ./control.ts. */
  readonly act: (steps: readonly Step[]) => Promise<readonly (string | null)[]>;
  /** Deliveries with a seq above `after`, in order. */
  readonly sent: (after?: number) => Promise<readonly z.output<typeof deliverySchema>[]>;
  readonly state: () => Promise<z.output<typeof stateSchema>>;
  readonly stop: () => Promise<void>;
};

/** The fake in a process of its own, which ends with this one. */
export async function startFakeOpenWsProcess(botId: string, secret: string): Promise<FakeOpenWsProcess> {
  const child = spawn(process.execPath, [MAIN, '--bot', botId, '--secret', secret], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the fake ended with ${code} before it listened`)));
  });
  const { url, origin } = z.object({ url: z.string(), origin: z.string() }).parse(JSON.parse(first));
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${origin}/control/${path}`, init);
    if (!response.ok) throw new Error(`the fake refused ${path}: ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    origin,
    act: async (steps) =>
      z.array(z.string().nullable()).parse(await ask('do', { method: 'POST', body: JSON.stringify(steps) })),
    sent: async (after = 0) => z.array(deliverySchema).parse(await ask(`sent?after=${after}`)),
    state: async () => stateSchema.parse(await ask('state')),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
