import { telegramCopy } from '../../copy/telegram.ts';
import type { Destination, Outbound, Part } from '../message.ts';
import { layoutCitation, pieces } from './citation.ts';
import { bold, joined, type Rich } from './html.ts';
import type { Identity } from './identity.ts';
import { layoutKeyboard, pageUrl } from './keyboard.ts';
import type { Said } from './payload.ts';

/** After Telegram has read the tags. https://core.telegram.org/bots/api#sendmessage */
export const MAX_TEXT = 4096;
/** https://core.telegram.org/bots/api#senddocument */
const MAX_CAPTION = 1024;

const GAP = '\n\n';
/** Room that every message keeps for saying that it may have come before. */
const REPEAT_ROOM = telegramCopy.repeat.length + GAP.length;

export type EncodeOptions = {
  /** Where article pages are; undefined when nobody can open them. */
  readonly publicUrl: string | undefined;
  readonly me: Identity | undefined;
};

/**
 * The messages of Telegram in order. Parts share a message while they fit; a part moves to the next message rather than be
 * cut, and is cut between sentences only when it is longer than a message.
 * @throws UnsendableButton
 */
export function encodeOutbound(outbound: Outbound, to: Destination, options: EncodeOptions): Said[] {
  const bodies: Body[] = [];
  let open: Rich[] = [];
  const close = () => {
    if (open.length > 0) bodies.push({ kind: 'text', html: joined(open, GAP).html });
    open = [];
  };
  for (const part of outbound.parts) {
    for (const piece of layoutPart(part, options.publicUrl)) {
      if (joined([...open, piece], GAP).plain.length > MAX_TEXT - REPEAT_ROOM) close();
      open.push(piece);
    }
    if (part.kind !== 'file') continue;
    close();
    const { name, base64 } = part;
    const caption = captionFits(part.caption) ? joined(pieces(part.caption, MAX_CAPTION), '').html : '';
    bodies.push({ kind: 'file', name, base64, caption });
  }
  close();

  const keyboard = layoutKeyboard(outbound.buttons, options.publicUrl, options.me);
  return bodies.map((body, i) => ({
    ...body,
    // A reply is shown in groups only, where others talk in between, and once.
    replyTo: to.kind === 'group' && i === 0 ? to.replyTo : null,
    topic: to.topic,
    keyboard: i === bodies.length - 1 ? keyboard : [],
  }));
}

type Body =
  | { readonly kind: 'text'; readonly html: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly base64: string;
      readonly caption: string;
    };

function captionFits(caption: string): boolean {
  return caption.length <= MAX_CAPTION - REPEAT_ROOM;
}

function layoutPart(part: Part, publicUrl: string | undefined): Rich[] {
  const max = MAX_TEXT - REPEAT_ROOM;
  switch (part.kind) {
    case 'text': {
      const texts = pieces(part.text, max);
      return part.style === 'strong' ? texts.map(bold) : texts;
    }
    case 'list':
      return pieces(part.items.map((item) => `· ${item}`).join('\n'), max);
    case 'citation':
      return layoutCitation(part, max, publicUrl === undefined ? undefined : pageUrl(publicUrl, part.path));
    case 'file':
      // A caption that is too long for a caption goes ahead of its file.
      return captionFits(part.caption) ? [] : pieces(part.caption, max);
  }
}
