import type { Button } from '../channels/message.ts';
import { conversationCopy as copy } from '../copy/conversation.ts';
import { sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** What nobody else may read is not done in a group. */
export function onlyInPrivate(turn: Turn): Reply {
  return replyTo(turn, { say: [sayText(copy.group.onlyPrivate, toPrivate(turn))] });
}

/** The way into a private chat, where the platform has one. */
export function toPrivate(turn: Turn): Button[][] {
  if (!turn.channel.capabilities.privateLinks) return [];
  return [[{ label: copy.group.openPrivate, does: { kind: 'private', payload: '' } }]];
}
