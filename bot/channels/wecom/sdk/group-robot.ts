import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NewsArticle } from './app-messages.ts';
import { type Bucket, createBucket } from './bucket.ts';
import { type Caller, createCaller } from './caller.ts';
import { checkCard } from './card.ts';
import { pick } from './client-options.ts';
import { type Clock, systemClock } from './clock.ts';
import { createHttp, type Http } from './http.ts';
import { checkBytes, checkCount, LIMITS } from './limits.ts';
import { type MediaFile, type MediaOptions, type UploadedMedia, uploadMedia } from './media.ts';
import type { TemplateCard } from './types.ts';

export type GroupRobotOptions = {
  readonly baseURL?: string;
  readonly proxy?: string;
  /** Instead of baseURL and proxy. */
  readonly http?: Http;
  readonly clock?: Clock;
  /** 0 ≤ x < 1 */
  readonly random?: () => number;
  /** 20 when left out; fewer when several processes share one robot. */
  readonly perMinute?: number;
} & (
  | { readonly key: string }
  /** As the console shows it; whoever has it can write to the group. */
  | { readonly url: string }
);

type Cancel = { readonly signal?: AbortSignal };

/**
 * A robot that can only write into its group (群机器人, 消息推送). It keeps to 20 messages in any minute by waiting;
 * whoever would rather gather what waits asks `left` first.
 * https://developer.work.weixin.qq.com/document/path/91770
 */
export class GroupRobot {
  readonly #caller: Caller;
  readonly #uploads: Caller;
  readonly #bucket: Bucket;

  constructor(options: GroupRobotOptions) {
    const { clock = systemClock, random = Math.random, perMinute = LIMITS.robot.perMinute } = options;
    const { key, baseURL } =
      'key' in options ? { key: options.key, baseURL: undefined } : fromUrl(options.url);
    const http = options.http ?? createHttp({ ...(baseURL !== undefined && { baseURL }), ...pick(options) });
    const credential = { name: 'key', get: async () => key } as const;
    this.#bucket = createBucket({ capacity: perMinute, periodMs: 60_000, clock });
    this.#uploads = createCaller({ http, credential, clock, random });
    this.#caller = createCaller({
      ...{ http, credential, clock, random },
      before: async (signal) => {
        await this.#bucket.take(signal);
      },
    });
  }

  /** How many messages could be sent at once. */
  get left(): number {
    return this.#bucket.left();
  }

  /** ≤ 2048 bytes; `@all` among the users calls everybody. https://developer.work.weixin.qq.com/document/path/91770 */
  async sendText(
    content: string,
    options: Cancel & { readonly users?: readonly string[]; readonly mobiles?: readonly string[] } = {},
  ): Promise<void> {
    checkBytes('text.content', content, LIMITS.robot.text);
    const { users: mentioned_list, mobiles: mentioned_mobile_list, signal } = options;
    await this.#send({ msgtype: 'text', text: { content, mentioned_list, mentioned_mobile_list } }, signal);
  }

  /** ≤ 4096 bytes; `<@userid>` calls somebody. https://developer.work.weixin.qq.com/document/path/91770 */
  async sendMarkdown(content: string, options: Cancel = {}): Promise<void> {
    checkBytes('markdown.content', content, LIMITS.robot.markdown);
    await this.#send({ msgtype: 'markdown', markdown: { content } }, options.signal);
  }

  /** ≤ 4096 bytes, with tables and pictures, without colours and calls. https://developer.work.weixin.qq.com/document/path/91770 */
  async sendMarkdownV2(content: string, options: Cancel = {}): Promise<void> {
    checkBytes('markdown_v2.content', content, LIMITS.robot.markdown);
    await this.#send({ msgtype: 'markdown_v2', markdown_v2: { content } }, options.signal);
  }

  /** JPG or PNG, ≤ 2 MB. https://developer.work.weixin.qq.com/document/path/91770 */
  async sendImage(image: Buffer, options: Cancel = {}): Promise<void> {
    checkCount('image', image.length, LIMITS.robot.image);
    const md5 = createHash('md5').update(image).digest('hex');
    await this.#send({ msgtype: 'image', image: { base64: image.toString('base64'), md5 } }, options.signal);
  }

  /** 1–8. https://developer.work.weixin.qq.com/document/path/91770 */
  async sendNews(
    articles: readonly (NewsArticle & { readonly url: string })[],
    options: Cancel = {},
  ): Promise<void> {
    checkCount('news.articles', articles.length, LIMITS.newsArticles);
    await this.#send({ msgtype: 'news', news: { articles } }, options.signal);
  }

  /** @param media_id of this robot's uploadMedia. https://developer.work.weixin.qq.com/document/path/91770 */
  async sendFile(media_id: string, options: Cancel = {}): Promise<void> {
    await this.#send({ msgtype: 'file', file: { media_id } }, options.signal);
  }

  /** text_notice or news_notice: a robot hears no clicks. https://developer.work.weixin.qq.com/document/path/91770 */
  async sendTemplateCard(
    template_card: TemplateCard & { readonly card_type: 'text_notice' | 'news_notice' },
    options: Cancel = {},
  ): Promise<void> {
    checkCard(template_card);
    await this.#send({ msgtype: 'template_card', template_card }, options.signal);
  }

  /** For this robot alone. https://developer.work.weixin.qq.com/document/path/91770 @throws WeComLimitError */
  uploadMedia(type: 'file' | 'voice', file: MediaFile, options?: MediaOptions): Promise<UploadedMedia> {
    return uploadMedia(this.#uploads, '/cgi-bin/webhook/upload_media', type, file, options);
  }

  async #send(json: object, signal: AbortSignal | undefined): Promise<void> {
    const call = { path: '/cgi-bin/webhook/send', json, kind: 'send', ...(signal && { signal }) } as const;
    await this.#caller.json(call, z.object({}));
  }
}

function fromUrl(address: string): { key: string; baseURL: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const key = url?.searchParams.get('key');
  // The address is not repeated: it is a secret even when it is wrong.
  if (url === undefined || !key) throw new TypeError('the address of a group robot ends in ?key=…');
  return { key, baseURL: url.origin };
}
