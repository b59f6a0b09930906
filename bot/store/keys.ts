import type { Vault } from '../privacy/vault.ts';

/** Keyed hashes under which rows are found. A person is one across the chats of a channel, so that erasing finds all. */
export const conversationKey = (vault: Vault, channel: string, chat: string) =>
  vault.blind('conversation', channel, chat);
export const personKey = (vault: Vault, channel: string, sender: string) =>
  vault.blind('person', channel, sender);
export const eventKey = (vault: Vault, channel: string, event: string) =>
  vault.blind('event', channel, event);
