import { z } from 'zod';
import { type Clock, systemClock } from './clock.ts';
import { type Retry, retryFor, WeComApiError, WeComNetworkError, WeComOutcomeUnknown } from './error.ts';
import type { Http, HttpBytes, HttpCall } from './http.ts';
import { parseJson } from './json.ts';
import { pause, TRIES } from './pace.ts';
import { stripSecrets } from './secrets.ts';

/** What opens the door: it stands in the query under its name. */
export type Credential = {
  readonly name: 'access_token' | 'key';
  readonly get: () => Promise<string>;
  /** Absent: it cannot be had anew. */
  readonly renew?: (refused: string) => Promise<void>;
};

export type ApiCall = Omit<HttpCall, 'method' | 'query'> & {
  readonly query?: Readonly<Record<string, string | number>>;
  /**
   * `read` may be repeated at will, so a network error is only that. `send` changes something that people see: after a
   * network error nobody knows whether it did.
   */
  readonly kind: 'read' | 'send';
  /** WeCom carries out a repeated call of this only once. */
  readonly idempotent?: boolean;
  /** Values in the body that are secret. */
  readonly secrets?: readonly string[];
};

export type CallerOptions = {
  readonly http: Http;
  readonly credential: Credential;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Runs before each attempt, repeated ones too. */
  readonly before?: (signal: AbortSignal | undefined) => Promise<void>;
};

/** Calls an interface, and tries again where the retry table says so. */
export type Caller = {
  /** The answer, checked. @throws WeComApiError, WeComNetworkError, WeComOutcomeUnknown */
  readonly json: <T>(call: ApiCall, schema: z.ZodType<T>) => Promise<T>;
  /** The answer as bytes, when it is not an error. @throws WeComApiError, WeComNetworkError */
  readonly bytes: (call: ApiCall) => Promise<HttpBytes>;
};

const statusSchema = z.object({ errcode: z.number().default(0), errmsg: z.string().default('') });

/** What came back, and whether it was a refusal. */
type Attempt<T> = { readonly value: T } | { readonly errcode: number; readonly errmsg: string };

export function createCaller({
  http,
  credential,
  clock = systemClock,
  random = Math.random,
  before,
}: CallerOptions): Caller {
  async function prepare(signal: AbortSignal | undefined): Promise<string> {
    const secret = await credential.get();
    await before?.(signal);
    return secret;
  }

  async function run<T>(call: ApiCall, attempt: (http: HttpCall) => Promise<Attempt<T>>): Promise<T> {
    const tried = new Map<Retry['kind'] | 'network', number>();
    const again = async (kind: 'backoff' | 'jitter' | 'network') => {
      const tries = tried.get(kind) ?? 0;
      tried.set(kind, tries + 1);
      if (tries >= TRIES) return false;
      await clock.sleep(pause(kind === 'network' ? 'backoff' : kind, tries, random), call.signal);
      return call.signal?.aborted !== true;
    };
    let doubt: WeComNetworkError | undefined;
    // An earlier attempt may have been carried out; what became of a later one says nothing about it.
    const doubtOr = (error: unknown) =>
      doubt === undefined ? error : new WeComOutcomeUnknown(call.path, doubt);

    for (;;) {
      const secret = await prepare(call.signal).catch((error: unknown) => {
        throw doubtOr(error);
      });
      if (call.signal?.aborted === true)
        throw doubtOr(new WeComNetworkError('aborted', call.path, { sent: false }));
      const result = await attempt(asHttpCall(call, { [credential.name]: secret })).catch(
        (error: unknown) => {
          if (error instanceof WeComNetworkError) return error;
          throw error;
        },
      );
      if (result instanceof WeComNetworkError) {
        if (call.kind === 'read') throw result;
        if (result.sent) doubt = result;
        if (call.idempotent === true && result.fault !== 'aborted' && (await again('network'))) continue;
        throw doubtOr(result);
      }
      if ('value' in result) return result.value;
      const { kind } = retryFor(result.errcode);
      if ((kind === 'backoff' || kind === 'jitter') && (await again(kind))) continue;
      if (kind === 'refresh' && credential.renew !== undefined && !tried.has('refresh')) {
        tried.set('refresh', 1);
        await credential.renew(secret);
        continue;
      }
      const errmsg = stripSecrets(result.errmsg, [secret, ...(call.secrets ?? [])]);
      throw doubtOr(new WeComApiError({ errcode: result.errcode, errmsg, endpoint: call.path }));
    }
  }

  return {
    json: (call, schema) =>
      run(call, async (httpCall) => {
        const reply = await http.json(httpCall);
        return refusal(reply) ?? { value: parseReply(reply, schema, call.path) };
      }),
    bytes: (call) =>
      run(call, async (httpCall) => {
        const reply = await http.bytes(httpCall);
        return refusal(jsonIn(reply)) ?? { value: reply };
      }),
  };
}

function asHttpCall(call: ApiCall, credential: Record<string, string>): HttpCall {
  const { kind: _kind, idempotent: _idempotent, secrets: _secrets, query, ...rest } = call;
  const method = call.json === undefined && call.body === undefined ? 'GET' : 'POST';
  return { ...rest, method, query: { ...credential, ...query } };
}

function refusal(reply: unknown): { errcode: number; errmsg: string } | undefined {
  const status = statusSchema.safeParse(reply);
  return status.success && status.data.errcode !== 0 ? status.data : undefined;
}

function parseReply<T>(reply: unknown, schema: z.ZodType<T>, endpoint: string): T {
  const parsed = schema.safeParse(reply);
  if (!parsed.success) throw new WeComNetworkError('unreadable', endpoint);
  return parsed.data;
}

/** An interface that gives bytes says no in JSON. */
function jsonIn({ bytes, contentType, filename }: HttpBytes): unknown {
  if (filename !== undefined || !/json|text\/plain/i.test(contentType)) return undefined;
  try {
    return parseJson(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
