import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Step } from './control.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

const stateSchema = z.object({
  pending: z.number(),
  sent: z.number(),
  answered: z.number(),
  webhook: z.object({ url: z.string(), tries: z.number(), lastError: z.string() }),
});

/** What a reader of deliveries in another process gets of each. */
const deliverySchema = z.object({
  seq: z.number(),
  kind: z.enum([
    'message',
    'document',
    'edit',
    'markup',
    'delete',
    'topic-created',
    'topic-edited',
    'topic-closed',
    'topic-reopened',
    'topic-deleted',
  ]),
  chat: z.number(),
  message: z.number(),
  topic: z.number().nullable(),
  replyTo: z.number().nullable(),
  text: z.string(),
  buttons: z.array(
    z.array(
      z.object({
        text: z.string(),
        callback_data: z.string().exactOptional(),
        url: z.string().exactOptional(),
      }),
    ),
  ),
  at: z.number(),
});
export type RemoteDelivery = z.output<typeof deliverySchema>;

export type FakeBotApiProcess = {
  readonly url: string;
  /** Carries the steps out; results in order, see ./control.ts. */
  readonly act: (steps: readonly Step[]) => Promise<readonly (number | string | null)[]>;
  /** Deliveries with a seq above `after`, in order. */
  readonly sent: (after?: number) => Promise<readonly RemoteDelivery[]>;
  readonly state: () => Promise<z.output<typeof stateSchema>>;
  readonly stop: () => Promise<void>;
};

/** The fake in a process of its own, which ends with this one. */
export async function startFakeBotApiProcess(token: string): Promise<FakeBotApiProcess> {
  const child = spawn(process.execPath, [MAIN, '--token', token], { stdio: ['pipe', 'pipe', 'inherit'] });
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
      z
        .array(z.union([z.number(), z.string(), z.null()]))
        .parse(await ask('do', { method: 'POST', body: JSON.stringify(steps) })),
    sent: async (after = 0) => z.array(deliverySchema).parse(await ask(`sent?after=${after}`)),
    state: async () => stateSchema.parse(await ask('state')),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
