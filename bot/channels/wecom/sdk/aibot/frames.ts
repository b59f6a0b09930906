import { z } from 'zod';
import { parseJson } from '../json.ts';

/** A frame of the long connection, either way. https://developer.work.weixin.qq.com/document/path/101463 */
export type WsFrame<Body = unknown> = {
  /** Not in acks. */
  readonly cmd?: string;
  readonly headers: { readonly req_id: string; readonly [name: string]: unknown };
  readonly body?: Body;
  /** In acks only. */
  readonly errcode?: number;
  readonly errmsg?: string;
};

/** What a reply needs of the frame that it answers. */
export type WsFrameHeaders = Pick<WsFrame, 'headers'>;

/** A callback as it is handed out. */
export type CallbackFrame<Body> = WsFrame<Body> & { readonly body: Body };

const frameSchema = z.looseObject({
  cmd: z.string().exactOptional(),
  headers: z.looseObject({ req_id: z.union([z.string(), z.int()]).transform(String) }),
  body: z.unknown().exactOptional(),
  errcode: z.int().exactOptional(),
  errmsg: z.string().exactOptional(),
});

/** The frame, or undefined for what is none. */
export function parseFrame(text: string): WsFrame | undefined {
  const parsed = frameSchema.safeParse(parseLeniently(text));
  return parsed.success ? parsed.data : undefined;
}

/** WeCom sometimes leaves control characters of a message unescaped; only then are they taken out. */
function parseLeniently(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    try {
      return parseJson(text.replace(/[\x00-\x08\x0b-\x1f]/g, ''));
    } catch {
      return undefined;
    }
  }
}
