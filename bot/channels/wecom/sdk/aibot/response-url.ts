import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { WeComApiError, WeComNetworkError, WeComOutcomeUnknown } from '../error.ts';
import type { Http } from '../http.ts';
import { stripSecrets } from '../secrets.ts';
import type { SendMarkdownMsgBody, TemplateCardReplyBody } from './bodies.ts';
import { BoundedMap } from './bounded.ts';
import { WeComReplyClosed } from './errors.ts';
import type { WsFrame } from './frames.ts';

const PATH = '/cgi-bin/aibot/response';
const LIFE_MS = 3_600_000;
const MAX_USED = 10_000;

const answerSchema = z.looseObject({
  errcode: z.number().default(0),
  errmsg: z.string().default(''),
});

export type RespondBody = SendMarkdownMsgBody | TemplateCardReplyBody;

/**
 * The one answer that a callback may still get within an hour. Its address comes from outside and is a secret: only
 * the API's own host is called, and no error or log holds it.
 * https://developer.work.weixin.qq.com/document/path/101138
 */
export class ResponseUrls {
  readonly #http: Http;
  readonly #clock: Clock;
  readonly #used: BoundedMap<true>;

  constructor(http: Http, clock: Clock) {
    this.#http = http;
    this.#clock = clock;
    this.#used = new BoundedMap(MAX_USED, LIFE_MS, clock.now);
  }

  /** @param receivedAt ms since 1970; left out: only WeCom knows whether the hour is over */
  async respond(
    url: string | undefined,
    receivedAt: number | undefined,
    body: RespondBody,
  ): Promise<WsFrame> {
    if (url === undefined || !this.#isOwn(url)) throw new WeComReplyClosed('no-response-url');
    if (receivedAt !== undefined && this.#clock.now() >= receivedAt + LIFE_MS)
      throw new WeComReplyClosed('response-url-expired');
    const key = createHash('sha256').update(url).digest('hex');
    if (!this.#used.add(key)) throw new WeComReplyClosed('response-url-used');
    const answer = await this.#http
      .json({ method: 'POST', path: url, json: body })
      .catch((error: unknown) => {
        if (!(error instanceof WeComNetworkError)) throw error;
        // Whoever does not know may ask again: WeCom takes the address once, whatever we think.
        this.#used.delete(key);
        throw error.sent ? new WeComOutcomeUnknown(PATH, error) : error;
      });
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) {
      this.#used.delete(key);
      throw new WeComOutcomeUnknown(PATH, new WeComNetworkError('unreadable', PATH));
    }
    const { errcode, errmsg } = parsed.data;
    if (errcode !== 0) {
      const error = new WeComApiError({ errcode, errmsg: stripSecrets(errmsg, [url]), endpoint: PATH });
      if (error.retryable) this.#used.delete(key);
      throw error;
    }
    return { headers: { req_id: key }, errcode, errmsg };
  }

  #isOwn(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { origin, pathname, username, password } = new URL(url);
    const own = new URL(this.#http.baseURL).origin;
    return origin === own && pathname === PATH && username === '' && password === '';
  }
}
