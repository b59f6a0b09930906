import { type Button, MOST_ACTION_BYTES } from '../message.ts';
import type { Identity } from './identity.ts';
import type { Keyboard } from './payload.ts';

/** A button that Telegram would refuse, and with it the whole message. The core has to make a shorter one. */
export class UnsendableButton extends Error {
  override readonly name = 'UnsendableButton';
}

/** https://core.telegram.org/bots/features#deep-linking */
const START_PAYLOAD = /^[A-Za-z0-9_-]{0,64}$/;

/**
 * Rows of buttons, without those that cannot be shown here: a page that Telegram could not open (it takes no localhost),
 * a private chat while the bot does not know its own name.
 * @throws UnsendableButton
 */
export function layoutKeyboard(
  rows: readonly (readonly Button[])[],
  publicUrl: string | undefined,
  me: Identity | undefined,
): Keyboard {
  return rows
    .map((row) =>
      row.map((button) => layoutButton(button, publicUrl, me)).filter((button) => button !== undefined),
    )
    .filter((row) => row.length > 0);
}

function layoutButton(
  { label, does }: Button,
  publicUrl: string | undefined,
  me: Identity | undefined,
): Keyboard[number][number] | undefined {
  switch (does.kind) {
    case 'action':
      if (Buffer.byteLength(does.action) > MOST_ACTION_BYTES)
        throw new UnsendableButton(`an action of more than ${MOST_ACTION_BYTES} bytes`);
      return { text: label, callback_data: does.action };
    case 'page':
      return publicUrl?.startsWith('https://')
        ? { text: label, url: pageUrl(publicUrl, does.path) }
        : undefined;
    case 'private': {
      if (!START_PAYLOAD.test(does.payload))
        throw new UnsendableButton('a payload that a deep link cannot carry: at most 64 of A-Z a-z 0-9 _ -');
      if (me === undefined) return undefined;
      const start = does.payload === '' ? '' : `?start=${does.payload}`;
      return { text: label, url: `https://t.me/${me.username}${start}` };
    }
  }
}

/** `publicUrl` may end in a slash and may have a path of its own. */
export function pageUrl(publicUrl: string, path: string): string {
  return publicUrl.replace(/\/+$/, '') + path;
}
