import { checkCard } from '../card.ts';
import { checkBytes, checkCount } from '../limits.ts';
import type { ReplyFeedback, TemplateCard, WeComMediaType } from '../types.ts';
import { WeComReplyInvalid } from './errors.ts';

/** A picture at the end of a stream, over HTTP: JPG or PNG, ≤ 10 MB. */
export type ReplyMsgItem = {
  readonly msgtype: 'image';
  /** The md5 is of the bytes, not of their base64. */
  readonly image: { readonly base64: string; readonly md5: string };
};

/** `content` is the whole text so far, not what is new. https://developer.work.weixin.qq.com/document/path/101031 */
export type StreamBody = {
  readonly id: string;
  readonly finish?: boolean;
  readonly content?: string;
  readonly msg_item?: readonly ReplyMsgItem[];
  readonly feedback?: ReplyFeedback;
};

export type StreamReplyBody = { readonly msgtype: 'stream'; readonly stream: StreamBody };
export type WelcomeTextReplyBody = { readonly msgtype: 'text'; readonly text: { readonly content: string } };
export type TemplateCardReplyBody = {
  readonly msgtype: 'template_card';
  readonly template_card: TemplateCard;
};
export type WelcomeReplyBody = WelcomeTextReplyBody | TemplateCardReplyBody;
export type StreamWithTemplateCardReplyBody = {
  readonly msgtype: 'stream_with_template_card';
  readonly stream: StreamBody;
  readonly template_card?: TemplateCard;
};
export type UpdateTemplateCardBody = {
  readonly response_type: 'update_template_card';
  readonly userids?: readonly string[];
  readonly template_card: TemplateCard;
};
export type SendMarkdownMsgBody = {
  readonly msgtype: 'markdown';
  readonly markdown: { readonly content: string; readonly feedback?: ReplyFeedback };
};
export type SendMediaMsgBody = {
  readonly msgtype: WeComMediaType;
  readonly file?: { readonly media_id: string };
  readonly image?: { readonly media_id: string };
  readonly voice?: { readonly media_id: string };
  readonly video?: { readonly media_id: string; readonly title?: string; readonly description?: string };
};
export type SendMsgBody = SendMarkdownMsgBody | TemplateCardReplyBody | SendMediaMsgBody;
/** Left out: text of WeCom's own. */
export type VideoOptions = { readonly title?: string; readonly description?: string };
export type StreamWithCardOptions = {
  readonly msgItem?: readonly ReplyMsgItem[];
  readonly streamFeedback?: ReplyFeedback;
  /** At most once per message. */
  readonly templateCard?: TemplateCard;
  readonly cardFeedback?: ReplyFeedback;
};

/** https://developer.work.weixin.qq.com/document/path/101031 */
export const MAX_CONTENT_BYTES = 20_480;
const MAX_PICTURES = 10;
const MAX_FEEDBACK_BYTES = 256;

/** @throws WeComReplyInvalid, WeComLimitError */
export function streamBody(
  id: string,
  content: string,
  finish: boolean,
  msgItem?: readonly ReplyMsgItem[],
  feedback?: ReplyFeedback,
): StreamBody {
  if (id === '') throw new WeComReplyInvalid('a stream needs an id');
  checkContent(content);
  checkCount('stream.msg_item', msgItem?.length ?? 0, MAX_PICTURES);
  checkFeedback(feedback);
  return {
    id,
    finish,
    content,
    // WeCom takes pictures in the last frame only.
    ...(finish && msgItem !== undefined && msgItem.length > 0 && { msg_item: msgItem }),
    ...(feedback !== undefined && { feedback }),
  };
}

/** @throws WeComReplyInvalid, WeComLimitError */
export function cardBody(card: TemplateCard, feedback?: ReplyFeedback): TemplateCard {
  checkFeedback(feedback);
  const { task_id } = card;
  if (task_id !== undefined && !/^[\w\-@]+$/.test(task_id))
    throw new WeComReplyInvalid('a task_id has only letters, digits, "_", "-" and "@"');
  checkCard(card);
  return feedback === undefined ? card : { ...card, feedback };
}

/** @throws WeComLimitError */
export function checkContent(content: string): void {
  checkBytes('content', content, MAX_CONTENT_BYTES);
}

export function mediaBody(type: WeComMediaType, mediaId: string, video: VideoOptions = {}): SendMediaMsgBody {
  return { msgtype: type, [type]: { media_id: mediaId, ...(type === 'video' && video) } };
}

function checkFeedback(feedback: ReplyFeedback | undefined): void {
  if (feedback?.id === '') throw new WeComReplyInvalid('a feedback id is not empty');
  checkBytes('feedback.id', feedback?.id ?? '', MAX_FEEDBACK_BYTES);
}
