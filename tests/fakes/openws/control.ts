import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { faultSchema } from './faults.ts';
import type { FakeOpenWs } from './server.ts';

const where = { chat: z.string().exactOptional(), msgid: z.string().exactOptional() };

/** What a program in another process may have people do. */
const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), user: z.string(), content: z.string(), ...where }),
  z.object({ kind: z.literal('voice'), user: z.string(), content: z.string(), ...where }),
  z.object({
    kind: z.literal('file'),
    user: z.string(),
    media: z.enum(['image', 'file', 'video']),
    base64: z.base64(),
    name: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('enter'), user: z.string() }),
  z.object({ kind: z.literal('click'), user: z.string(), key: z.string(), taskId: z.string(), ...where }),
  z.object({ kind: z.literal('feedback'), user: z.string(), id: z.string(), type: z.literal([1, 2, 3]) }),
  z.object({ kind: z.literal('repeat'), reqId: z.string() }),
  z.object({ kind: z.literal('fault'), fault: faultSchema }),
  z.object({ kind: z.literal('kick') }),
  z.object({ kind: z.literal('cut') }),
  z.object({ kind: z.literal('silence'), silent: z.boolean() }),
  z.object({ kind: z.literal('release') }),
]);
export type Step = z.input<typeof stepSchema>;

/** The req_id of the callback, or null for a step that makes none. */
function take(fake: FakeOpenWs, step: z.output<typeof stepSchema>): string | null {
  const { people } = fake;
  switch (step.kind) {
    case 'text':
      return people.text(step.user, step.content, step);
    case 'voice':
      return people.voice(step.user, step.content, step);
    case 'file':
      return people.file(step.user, step.media, Buffer.from(step.base64, 'base64'), step.name);
    case 'enter':
      return people.enterChat(step.user);
    case 'click':
      return people.clickCard(step.user, step.key, step.taskId, step);
    case 'feedback':
      return people.feedback(step.user, step.id, step.type);
    case 'repeat':
      return fake.repeat(step.reqId);
    case 'fault':
      fake.faults.add(step.fault);
      return null;
    case 'kick':
      fake.kick();
      return null;
    case 'cut':
      fake.cut();
      return null;
    case 'silence':
      fake.silence(step.silent);
      return null;
    case 'release':
      fake.release();
      return null;
  }
}

/** `POST /control/do` with steps, `GET /control/sent?after=`, `GET /control/state`: for bots in other processes. */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  fake: FakeOpenWs,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const reply = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return true;
  };
  try {
    switch (`${request.method} ${url.pathname}`) {
      case 'POST /control/do': {
        const steps = z.array(stepSchema).parse(JSON.parse(await text(request)));
        return reply(
          200,
          steps.map((step) => take(fake, step)),
        );
      }
      case 'GET /control/sent': {
        const after = Number(url.searchParams.get('after') ?? 0);
        return reply(
          200,
          fake.sent().filter(({ seq }) => seq > after),
        );
      }
      case 'GET /control/state':
        return reply(200, { ...fake.connections(), sent: fake.sent().length });
      default:
        return false;
    }
  } catch (error) {
    return reply(400, { error: String(error) });
  }
}
