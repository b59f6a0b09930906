import { shortName } from '#knowledge';
import { parseAction } from '../../conversation/actions.ts';
import { shiftCopy } from '../../copy/guides/shift.ts';
import { urgentCopy } from '../../copy/urgent.ts';
import { webCopy } from '../../copy/web.ts';
import { guideById } from '../../guides/catalogue.ts';
import type { Letter } from '../../outbox/mailbox.ts';
import { type Content, inboundSchema, type Outbound, outboundSchema } from '../message.ts';
import type { BotLetter, PersonLetter, ShownButton, ShownPart } from './page/letter.js';

/** A stored letter as the page shows it; undefined for what is not to be seen (the opening of a chat, a private link). */
export function shownLetter(letter: Letter): BotLetter | PersonLetter | undefined {
  return letter.from === 'bot' ? botLetterOf(letter) : personLetterOf(letter);
}

/** undefined for a person's. */
export function botLetterOf({ id, from, payload }: Letter): BotLetter | undefined {
  const outbound = outboundSchema.safeParse(payload);
  return from === 'bot' && id !== null && outbound.success ? shownOutbound(id, outbound.data) : undefined;
}

function personLetterOf({ payload, event }: Letter): PersonLetter | undefined {
  const inbound = inboundSchema.safeParse(payload);
  const text = inbound.success ? wordsOf(inbound.data.content) : '';
  return text === '' ? undefined : { from: 'person', event: event ?? '', text };
}

/** What a person is shown to have said. */
export function wordsOf(content: Content): string {
  if (content.kind === 'text') return content.text;
  if (content.kind === 'media') return content.files.map(({ name }) => webCopy.sentFile(name)).join('\n');
  const action = content.kind === 'button' ? parseAction(content.action) : undefined;
  switch (action?.kind) {
    case 'region':
      return shortName(action.id.split('/').at(-1) ?? action.id);
    case 'erase':
      return action.yes ? webCopy.actions.erase : webCopy.actions.keep;
    case 'command':
      return commandLabel(action.name);
    case 'files':
      return webCopy.fileActions[action.op];
    case 'urgent':
      return urgentCopy.call;
    case 'shift':
      return shiftCopy.buttons[action.op];
    case 'begin':
      return guideById(action.guide)?.name ?? '';
    case 'guide':
    case 'ticket':
    case 'handoff':
    case 'library':
      // What stood on it was said at that moment only; the page that was pressed knows.
      return content.kind === 'button' ? (content.label ?? '') : '';
    case undefined:
      return '';
  }
}

/** Buttons carry a command's latin name; people read the Chinese one. */
function commandLabel(name: string): string {
  const labels: Readonly<Record<string, string>> = webCopy.commandNames;
  return Object.hasOwn(labels, name) ? (labels[name] ?? name) : name;
}

function shownOutbound(id: number, { parts, buttons, place }: Outbound): BotLetter {
  return {
    from: 'bot',
    id,
    place: place ?? '',
    parts: parts.map(
      (part, at): ShownPart =>
        part.kind === 'file'
          ? { kind: 'file', name: part.name, caption: part.caption, path: `/chat/files/${id}?part=${at}` }
          : part,
    ),
    buttons: buttons
      .map((row) =>
        row.flatMap(({ label, does }): ShownButton[] => {
          if (does.kind === 'action') return [{ label, action: does.action }];
          return does.kind === 'page' ? [{ label, path: does.path }] : [];
        }),
      )
      .filter((row) => row.length > 0),
  };
}
