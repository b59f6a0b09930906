import { createHash } from 'node:crypto';
import { z } from 'zod';
import { templateCard } from '../template-card.ts';
import type { Upload } from './body.ts';
import { check, readContent } from './content.ts';
import type { Media } from './media.ts';
import { Refusal, wrongParameter } from './refusal.ts';
import { HOUR, MINUTE, type World } from './world.ts';

/** Robots that write into groups. https://developer.work.weixin.qq.com/document/path/91770 */
export class Robots {
  perMinute = 20;
  readonly #world: World;
  readonly #media: Media;
  readonly #robots = new Map<string, { disabled: boolean; sent: number[] }>();

  constructor(world: World, media: Media) {
    this.#world = world;
    this.#media = media;
  }

  add(key: string): void {
    this.#robots.set(key, { disabled: false, sent: [] });
  }

  disable(key: string): void {
    this.#find(key).disabled = true;
  }

  #find(key: string | null) {
    const robot = this.#robots.get(key ?? '');
    if (robot === undefined) throw new Refusal(93000, 'invalid webhook url');
    return robot;
  }

  send(key: string | null, json: unknown) {
    const robot = this.#find(key);
    if (robot.disabled) throw new Refusal(93004, 'robot is disabled');
    robot.sent = robot.sent.filter((at) => this.#world.now() - at < MINUTE);
    if (robot.sent.length >= this.perMinute) throw new Refusal(45009, 'api freq out of limit');
    const message = isImage(json) ? readImage(json) : this.#read(key ?? '', json);
    robot.sent.push(this.#world.now());
    this.#world.deliver({ kind: 'robot', key: key ?? '', message });
    return {};
  }

  #read(key: string, json: unknown): Record<string, unknown> {
    const types = ['text', 'markdown', 'markdown_v2', 'news', 'file', 'voice', 'template_card'];
    const rules = { media: this.#media, owner: `robot:${key}`, types, text: 2048, markdown: 4096 };
    const message = readContent(json, rules);
    const notice = z.looseObject({ card_type: z.enum(['text_notice', 'news_notice']) });
    if (message.msgtype === 'template_card') check(notice, message.template_card);
    return message;
  }

  upload(key: string | null, type: string | null, upload: Upload | undefined) {
    this.#find(key);
    if (type !== 'file' && type !== 'voice') throw new Refusal(40004, 'invalid media type');
    return this.#media.add(`robot:${key}`, type, upload);
  }
}

function isImage(json: unknown): boolean {
  return z.looseObject({ msgtype: z.literal('image') }).safeParse(json).success;
}

function readImage(json: unknown): Record<string, unknown> {
  const { image } = check(
    z.object({ msgtype: z.literal('image'), image: z.object({ base64: z.base64(), md5: z.string() }) }),
    json,
  );
  const bytes = Buffer.from(image.base64, 'base64');
  const head = bytes.subarray(0, 4).toString('hex');
  if (bytes.length > 2 * 1024 * 1024) throw new Refusal(40009, 'invalid image size');
  if (!head.startsWith('ffd8ff') && head !== '89504e47') throw new Refusal(40004, 'invalid media type');
  if (createHash('md5').update(bytes).digest('hex') !== image.md5) throw new Refusal(301019, 'md5 unmatched');
  return { msgtype: 'image', image: { bytes: bytes.length } };
}

/** The address that an AI bot's callback brings. https://developer.work.weixin.qq.com/document/path/101138 */
export class ResponseUrls {
  readonly #world: World;
  readonly #codes = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Good once, for an hour. */
  issue(): string {
    const code = this.#world.id('AICODE_');
    this.#codes.set(code, this.#world.now());
    return code;
  }

  respond(code: string | null, json: unknown) {
    const at = this.#codes.get(code ?? '');
    if (code === null || at === undefined || this.#world.now() - at > HOUR)
      throw wrongParameter('response_code');
    const message = check(
      z.discriminatedUnion('msgtype', [
        z.looseObject({ msgtype: z.literal('markdown'), markdown: z.looseObject({ content: z.string() }) }),
        z.looseObject({ msgtype: z.literal('template_card'), template_card: templateCard }),
      ]),
      json,
    );
    if (message.msgtype === 'markdown' && Buffer.byteLength(message.markdown.content) > 20_480)
      throw new Refusal(45002, 'content size out of limit');
    this.#codes.delete(code);
    this.#world.deliver({ kind: 'aibot', code, message });
    return {};
  }
}
