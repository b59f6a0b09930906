import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { faultSchema } from './faults.ts';
import type { FakeBotApi } from './server.ts';

const sayFields = {
  from: z.int(),
  chat: z.int().exactOptional(),
  text: z.string(),
  topic: z.int().exactOptional(),
  replyTo: z.int().exactOptional(),
  fields: z.record(z.string(), z.unknown()).exactOptional(),
};

const stepSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('say'), ...sayFields }),
  z.object({ do: z.literal('edit'), message: z.int(), ...sayFields }),
  z.object({
    do: z.literal('press'),
    from: z.int(),
    chat: z.int().exactOptional(),
    message: z.int(),
    data: z.string(),
  }),
  z.object({
    do: z.literal('group'),
    id: z.int(),
    type: z.enum(['group', 'supergroup']),
    forum: z.boolean(),
  }),
  z.object({ do: z.literal('admin'), chat: z.int(), user: z.int() }),
  z.object({ do: z.literal('topic'), chat: z.int(), thread: z.int() }),
  z.object({ do: z.literal('untopic'), chat: z.int(), thread: z.int() }),
  z.object({ do: z.literal('block'), user: z.int() }),
  z.object({ do: z.literal('unblock'), user: z.int() }),
  z.object({ do: z.literal('migrate'), from: z.int(), to: z.int(), by: z.int() }),
  z.object({ do: z.literal('repeat'), nth: z.int(), newId: z.boolean() }),
  z.object({ do: z.literal('push'), update: z.record(z.string(), z.unknown()) }),
  z.object({ do: z.literal('fault'), fault: faultSchema }),
  z.object({ do: z.literal('heal') }),
]);
export type Step = z.input<typeof stepSchema>;

/** Carries the step out; its number (a message id, an update id) or text (a callback's id), null when it has none. */
function carryOut(step: z.output<typeof stepSchema>, { users, faults }: FakeBotApi): number | string | null {
  switch (step.do) {
    case 'say':
      return users.say(step);
    case 'press':
      return users.press(step);
    case 'push':
      return users.push(step.update);
    case 'edit':
      users.edit(step);
      break;
    case 'group':
      users.addGroup(step);
      break;
    case 'admin':
      users.makeAdmin(step.chat, step.user);
      break;
    case 'topic':
      users.addTopic(step.chat, step.thread);
      break;
    case 'untopic':
      users.deleteTopic(step.chat, step.thread);
      break;
    case 'block':
      users.block(step.user);
      break;
    case 'unblock':
      users.unblock(step.user);
      break;
    case 'migrate':
      users.migrate(step.from, step.to, step.by);
      break;
    case 'repeat':
      users.repeat(step.nth, step.newId);
      break;
    case 'fault':
      faults.add(step.fault);
      break;
    case 'heal':
      faults.clear();
      break;
  }
  return null;
}

/**
 * The fake over HTTP, for a bot in another process:
 * POST /control/do `Step[]` -> results in order · GET /control/sent?after=N -> deliveries with a higher seq ·
 * GET /control/state -> counts
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  fake: FakeBotApi,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const give = (value: unknown) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
    return true;
  };
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /control/do': {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const steps = z.array(stepSchema).parse(JSON.parse(Buffer.concat(chunks).toString()));
      return give(steps.map((step) => carryOut(step, fake)));
    }
    case 'GET /control/sent':
      return give(fake.sent().slice(Number(url.searchParams.get('after') ?? 0)));
    case 'GET /control/state':
      return give({
        pending: fake.pending(),
        sent: fake.sent().length,
        answered: fake.answered().length,
        webhook: fake.webhook(),
      });
    default:
      return false;
  }
}
