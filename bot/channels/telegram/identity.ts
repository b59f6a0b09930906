/** Who the bot is: the part of getMe that reading and writing messages needs. https://core.telegram.org/bots/api#getme */
export type Identity = { readonly id: number; readonly username: string };
