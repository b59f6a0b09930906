import { z } from 'zod';
import { templateCard as card } from '../template-card.ts';

/** What a bot may send, as strictly as WeCom's page says. https://developer.work.weixin.qq.com/document/path/101463 */

export const frameSchema = z.object({
  cmd: z.string(),
  headers: z.object({ req_id: z.string().min(1) }),
  body: z.unknown().exactOptional(),
});
export type SentFrame = z.output<typeof frameSchema>;

export const subscribeSchema = z.object({
  bot_id: z.string(),
  secret: z.string(),
  scene: z.int().exactOptional(),
  plug_version: z.string().exactOptional(),
});

const bytes = (max: number) => (text: string) => Buffer.byteLength(text) <= max;
const content = z.string().refine(bytes(20_480), 'content too long');
const feedback = z.object({ id: z.string().min(1).refine(bytes(256)) }).exactOptional();

const stream = z.object({
  id: z.string().min(1),
  finish: z.boolean().default(false),
  content: content.default(''),
  feedback,
});
const media = z.looseObject({ media_id: z.string().min(1) });

const cardReply = z.object({ msgtype: z.literal('template_card'), template_card: card });
const mediaReplies = [
  z.object({ msgtype: z.literal('file'), file: media }),
  z.object({ msgtype: z.literal('image'), image: media }),
  z.object({ msgtype: z.literal('voice'), voice: media }),
  z.object({ msgtype: z.literal('video'), video: media }),
] as const;

export const respondSchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('stream'), stream }),
  z.object({
    msgtype: z.literal('stream_with_template_card'),
    stream,
    template_card: card.exactOptional(),
  }),
  cardReply,
  ...mediaReplies,
]);

export const welcomeSchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), text: z.object({ content }) }),
  cardReply,
]);

export const updateSchema = z.object({
  response_type: z.literal('update_template_card'),
  userids: z.array(z.string()).exactOptional(),
  template_card: card,
});

export const sendSchema = z
  .object({ chatid: z.string().min(1), chat_type: z.literal([0, 1, 2]).exactOptional() })
  .and(
    z.discriminatedUnion('msgtype', [
      z.looseObject({ msgtype: z.literal('markdown'), markdown: z.object({ content, feedback }) }),
      z.looseObject({ msgtype: z.literal('template_card'), template_card: card }),
      z.looseObject({ msgtype: z.literal('file'), file: media }),
      z.looseObject({ msgtype: z.literal('image'), image: media }),
      z.looseObject({ msgtype: z.literal('voice'), voice: media }),
      z.looseObject({ msgtype: z.literal('video'), video: media }),
    ]),
  );

export const uploadInitSchema = z.object({
  type: z.enum(['file', 'image', 'voice', 'video']),
  filename: z.string().min(1),
  total_size: z.int().positive(),
  total_chunks: z.int().min(1).max(100),
  md5: z.string().exactOptional(),
});
export const uploadChunkSchema = z.object({
  upload_id: z.string(),
  chunk_index: z.int().nonnegative(),
  base64_data: z.base64(),
});
export const uploadFinishSchema = z.object({ upload_id: z.string() });
