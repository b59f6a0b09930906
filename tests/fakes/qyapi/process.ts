import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Step } from './control.ts';
import type { App } from './tokens.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** What a reader of deliveries in another process gets of each; which fields there are depends on the kind. */
const deliverySchema = z.looseObject({
  seq: z.number(),
  at: z.number(),
  kind: z.enum(['app', 'card', 'recall', 'appchat', 'kf', 'robot', 'aibot']),
  message: z.record(z.string(), z.unknown()).exactOptional(),
});
export type RemoteDelivery = z.output<typeof deliverySchema>;

export type FakeQyapiProcess = {
  readonly url: string;
  /** Carries the steps out one after another; results in order, see ./control.ts. */
  readonly act: (steps: readonly Step[]) => Promise<readonly unknown[]>;
  /** Deliveries with a seq above `after`, in order. */
  readonly delivered: (after?: number) => Promise<readonly RemoteDelivery[]>;
  readonly calls: (endpoint: string) => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** The fake in a process of its own, which ends with this one. */
export async function startFakeQyapiProcess(options: {
  corpId: string;
  apps: readonly App[];
  kfAgentId?: string;
}): Promise<FakeQyapiProcess> {
  const apps = options.apps.flatMap(({ agentId, secret }) => ['--app', `${agentId}:${secret}`]);
  const kf = options.kfAgentId === undefined ? [] : ['--kf', options.kfAgentId];
  const child = spawn(process.execPath, [MAIN, '--corp', options.corpId, ...apps, ...kf], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the fake ended with ${code} before it listened`)));
  });
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(first));
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${url}/control/${path}`, init);
    if (!response.ok) throw new Error(`the fake refused ${path}: ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    act: async (steps) =>
      z.array(z.unknown()).parse(await ask('do', { method: 'POST', body: JSON.stringify(steps) })),
    delivered: async (after = 0) => z.array(deliverySchema).parse(await ask(`delivered?after=${after}`)),
    calls: async (endpoint) => z.number().parse(await ask(`calls?endpoint=${encodeURIComponent(endpoint)}`)),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
