import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { faultSchema } from './faults.ts';
import type { FakeQyapi } from './server.ts';

const record = z.record(z.string(), z.unknown());
const conversation = { open_kfid: z.string(), customer: z.string() };
const target = z.object({ url: z.string(), token: z.string(), encodingAESKey: z.string() });

const stepSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('member'), userid: z.string() }),
  z.object({ do: z.literal('callback'), agentId: z.string(), target }),
  z.object({ do: z.literal('say'), agentId: z.string(), from: z.string(), text: z.string() }),
  z.object({
    ...{ do: z.literal('click'), agentId: z.string(), from: z.string(), msgid: z.string(), key: z.string() },
    selected: z.record(z.string(), z.array(z.string())).exactOptional(),
  }),
  z.object({ do: z.literal('event'), agentId: z.string(), from: z.string(), event: z.string() }),
  z.object({
    do: z.literal('aibot'),
    target: target.extend({ receiveId: z.string().default('') }),
    value: record,
  }),
  z.object({ do: z.literal('response-url') }),
  z.object({ do: z.literal('robot'), key: z.string() }),
  z.object({ do: z.literal('kf-account'), open_kfid: z.string(), managed: z.boolean().exactOptional() }),
  z.object({
    ...{ do: z.literal('kf-servicer'), open_kfid: z.string(), userid: z.string() },
    status: z.union([z.literal(0), z.literal(1)]).exactOptional(),
  }),
  z.object({ do: z.literal('kf-say'), ...conversation, message: record }),
  z.object({
    ...{ do: z.literal('kf-enter'), ...conversation },
    ...{ scene: z.string().exactOptional(), scene_param: z.string().exactOptional() },
  }),
  z.object({ do: z.literal('kf-servicer-says'), ...conversation, servicer: z.string(), text: z.string() }),
  z.object({
    ...{ do: z.literal('kf-servicer-moves'), ...conversation, servicer: z.string() },
    how: z.enum(['take', 'pass', 'end']),
  }),
  z.object({ do: z.literal('kf-push'), open_kfid: z.string(), item: record }),
  z.object({ do: z.literal('kf-reject'), customer: z.string() }),
  z.object({ do: z.literal('kf-empty-pages'), count: z.int() }),
  z.object({ do: z.literal('kf-ping'), open_kfid: z.string() }),
  z.object({ do: z.literal('invalidate-tokens') }),
  z.object({ do: z.literal('trusted'), trusted: z.boolean() }),
  z.object({ do: z.literal('concurrency'), most: z.number() }),
  z.object({ do: z.literal('fault'), fault: faultSchema }),
  z.object({ do: z.literal('heal') }),
]);
export type Step = z.input<typeof stepSchema>;

/** Carries the step out; what it gives back, nothing for most. A callback's step waits for its outcome. */
async function carryOut(step: z.output<typeof stepSchema>, fake: FakeQyapi): Promise<unknown> {
  const { kf, people } = fake;
  switch (step.do) {
    case 'say':
      return people.say(step);
    case 'click':
      return people.click(step);
    case 'event':
      return people.event(step);
    case 'aibot':
      return fake.callbacks.postJson(step.target, step.value);
    case 'response-url':
      return `${fake.url()}/cgi-bin/aibot/response?response_code=${fake.aibot.issue()}`;
    case 'kf-say':
      return kf.say(step);
    case 'kf-enter':
      return kf.enter(step);
    case 'kf-servicer-says':
      return kf.servicerSays(step);
    case 'kf-servicer-moves':
      return kf.servicerMoves(step);
    case 'kf-push':
      return kf.push(step.open_kfid, step.item);
    case 'member':
      return fake.messages.members.add(step.userid);
    case 'callback':
      return fake.setCallback(step.agentId, step.target);
    case 'robot':
      return fake.robots.add(step.key);
    case 'kf-account':
      return fake.kf.addAccount(step);
    case 'kf-servicer':
      return fake.kf.addServicer(step.open_kfid, step.userid, step.status);
    case 'kf-reject':
      return fake.kf.reject(step.customer);
    case 'kf-empty-pages':
      return fake.kf.emptyPages(step.count);
    case 'kf-ping':
      return fake.kf.pingAgain(step.open_kfid);
    case 'invalidate-tokens':
      return fake.tokens.invalidate();
    case 'trusted':
      return fake.setTrusted(step.trusted);
    case 'concurrency':
      return fake.setConcurrency(step.most);
    case 'fault':
      return fake.faults.add(step.fault);
    case 'heal':
      return fake.faults.clear();
  }
}

/**
 * The fake over HTTP, for a bot in another process:
 * POST /control/do `Step[]` -> results in order · GET /control/delivered?after=N -> deliveries with a higher seq ·
 * GET /control/calls?endpoint=message/send -> how often
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  fake: FakeQyapi,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const give = (value: unknown) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    return true;
  };
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /control/do': {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const results: unknown[] = [];
      for (const step of z.array(stepSchema).parse(JSON.parse(Buffer.concat(chunks).toString())))
        results.push(await carryOut(step, fake));
      return give(results);
    }
    case 'GET /control/delivered':
      return give(fake.all().slice(Number(url.searchParams.get('after') ?? 0)));
    case 'GET /control/calls':
      return give(fake.calls(url.searchParams.get('endpoint') ?? ''));
    default:
      return false;
  }
}
