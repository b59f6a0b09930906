import { z } from 'zod';
import { checkCard } from './card.ts';
import { checkBytes, checkCount, LIMITS } from './limits.ts';
import type { TemplateCard } from './types.ts';

/** Whom a message is for; `['@all']` as users is everybody who sees the app. */
export type Recipients = {
  /** ≤ 1000 */
  readonly users?: readonly string[];
  /** ≤ 100 */
  readonly parties?: readonly string[];
  /** ≤ 100 */
  readonly tags?: readonly string[];
};

export type NewsArticle = {
  readonly title: string;
  readonly description?: string;
  readonly url?: string;
  readonly picurl?: string;
};

export type TextCard = {
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly btntxt?: string;
};

/** What an app can say, to people or to its own groups. https://developer.work.weixin.qq.com/document/path/90236 */
export type AppMessage =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | { readonly msgtype: 'markdown'; readonly markdown: { readonly content: string } }
  | { readonly msgtype: 'textcard'; readonly textcard: TextCard }
  | { readonly msgtype: 'image'; readonly image: { readonly media_id: string } }
  | { readonly msgtype: 'voice'; readonly voice: { readonly media_id: string } }
  | { readonly msgtype: 'file'; readonly file: { readonly media_id: string } }
  | {
      readonly msgtype: 'video';
      readonly video: { readonly media_id: string; readonly title?: string; readonly description?: string };
    }
  | { readonly msgtype: 'news'; readonly news: { readonly articles: readonly NewsArticle[] } }
  | { readonly msgtype: 'template_card'; readonly template_card: TemplateCard };

export type SendOptions = {
  /** The message cannot be passed on and carries a watermark. */
  readonly safe?: boolean;
  /** Ids in the text become names. */
  readonly translateIds?: boolean;
  /**
   * WeCom drops a message that equals one of the last so many seconds. It makes a send safe to repeat, so network
   * errors are then tried again.
   */
  readonly duplicateCheckSeconds?: number;
  readonly signal?: AbortSignal;
};

/** `a|b` or, as some fields come, nothing at all. */
const names = z
  .string()
  .nullish()
  .transform((list) => (list ?? '').split('|').filter((name) => name !== ''));

export const sentSchema = z.object({
  msgid: z.string().optional(),
  invaliduser: names,
  invalidparty: names,
  invalidtag: names,
  unlicenseduser: names,
  response_code: z.string().optional(),
});

/**
 * A message that WeCom took. It took it as well when some of the recipients cannot get it: they are listed here, in
 * lower case. `response_code` updates the card once within 72 hours; it is a secret.
 */
export type SentMessage = z.infer<typeof sentSchema>;

/** @throws WeComLimitError */
export function checkRecipients({ users = [], parties = [], tags = [] }: Recipients): void {
  checkCount('touser', users.length, LIMITS.app.users);
  checkCount('toparty', parties.length, LIMITS.app.parties);
  checkCount('totag', tags.length, LIMITS.app.tags);
}

/** @throws WeComLimitError */
export function checkAppMessage(message: AppMessage): void {
  if (message.msgtype === 'text') checkBytes('text.content', message.text.content, LIMITS.app.text);
  if (message.msgtype === 'markdown')
    checkBytes('markdown.content', message.markdown.content, LIMITS.app.markdown);
  if (message.msgtype === 'textcard') {
    checkBytes('textcard.title', message.textcard.title, LIMITS.app.cardTitle);
    checkBytes('textcard.description', message.textcard.description, LIMITS.app.cardDescription);
  }
  if (message.msgtype === 'news')
    checkCount('news.articles', message.news.articles.length, LIMITS.newsArticles);
  if (message.msgtype === 'template_card') checkCard(message.template_card);
}
