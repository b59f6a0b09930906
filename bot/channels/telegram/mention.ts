import type { Identity } from './identity.ts';
import type { Entity } from './update.ts';

export type Spoken = {
  /** Without the mentions of the bot and without the @name behind a command. */
  readonly text: string;
  readonly mentioned: boolean;
  /** A command at the beginning names another bot: /help@other */
  readonly forAnother: boolean;
};

/** Where the bot is named, by Telegram's entities: never by searching the text, where a name may be part of another. */
export function readMentions(text: string, entities: readonly Entity[], me: Identity): Spoken {
  const own = `@${me.username}`.toLowerCase();
  let rest = text;
  let mentioned = false;
  let forAnother = false;
  for (const entity of entities.toSorted((a, b) => b.offset - a.offset)) {
    const { offset, length } = entity;
    const words = text.slice(offset, offset + length);
    if (entity.type === 'bot_command') {
      const at = words.indexOf('@');
      if (at < 0) continue;
      if (words.slice(at).toLowerCase() === own) {
        mentioned = true;
        rest = rest.slice(0, offset + at) + rest.slice(offset + length);
      } else if (text.slice(0, offset).trim() === '') forAnother = true;
    } else if (
      (entity.type === 'mention' && words.toLowerCase() === own) ||
      (entity.type === 'text_mention' && entity.user?.id === me.id)
    ) {
      mentioned = true;
      rest = cut(rest, offset, offset + length);
    }
  }
  return { text: rest, mentioned, forAnother };
}

/** Takes the words out with the blanks and the comma that only parted them from the rest. */
function cut(text: string, start: number, end: number): string {
  const before = text.slice(0, start).trimEnd();
  const after = text.slice(end);
  if (before === '') return after.replace(/^[\s，,、：:]+/, '');
  return after.trim() === '' ? before : `${before}${/^\s/.test(after) ? '' : ' '}${after}`;
}
