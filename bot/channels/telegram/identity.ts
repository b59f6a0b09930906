/** Who the bot is, as getMe says. https://core.telegram.org/bots/api#getme */
export type Identity = { readonly id: number; readonly username: string };

/** Filled when the first getMe succeeds: the parts of the channel are made before anybody has asked. */
export type IdentityHolder = { current: Identity | undefined };
