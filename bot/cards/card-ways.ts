import { cardsCopy as copy } from '../copy/cards.ts';
import type { CardCode } from './card.ts';

/** The ways into the bot that this installation has. */
export type CardWays = {
  /** Origin of the site, no slash at its end. */
  readonly publicUrl: string | undefined;
  /** Telegram's user name of the bot, without the @. */
  readonly telegramBot: string | undefined;
  /** The link that WeCom gives out for an account of 微信客服. */
  readonly kfLink: string | undefined;
};

/** @param path of the article's page; undefined for a code that leads to the bot and to no article */
export function codesFor(ways: CardWays, path: string | undefined): CardCode[] {
  const { publicUrl, telegramBot, kfLink } = ways;
  return [
    ...(publicUrl === undefined
      ? []
      : [
          path === undefined
            ? { label: copy.codes.site, url: `${publicUrl}/` }
            : { label: copy.codes.page, url: `${publicUrl}${path}` },
        ]),
    ...(kfLink === undefined ? [] : [{ label: copy.codes.wecom, url: kfLink }]),
    // https://core.telegram.org/api/links#bot-links
    ...(telegramBot === undefined
      ? []
      : [{ label: copy.codes.telegram, url: `https://t.me/${telegramBot}?start=card` }]),
  ];
}
