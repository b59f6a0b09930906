import {
  type Answer,
  type Block,
  type Citation,
  citationHead,
  layoutAnswer,
  layoutCitation,
} from '#knowledge';
import { type Button, MOST_ACTION_BYTES, type Outbound, type Part } from '../channels/message.ts';
import { conversationCopy as copy } from '../copy/conversation.ts';
import type { TicketDraft } from '../desk/ticket-draft.ts';
import { formatAction } from './actions.ts';
import type { Library, Turn } from './turn.ts';

export function sayText(text: string, buttons: readonly (readonly Button[])[] = []): Outbound {
  return { parts: [{ kind: 'text', text, style: 'plain' }], buttons: buttons.map((row) => [...row]) };
}

export function sayLines(lines: readonly string[], buttons: readonly (readonly Button[])[] = []): Outbound {
  return sayText(lines.join('\n'), buttons);
}

/** An answer as a whole, for a private chat. */
export function sayAnswer(turn: Turn, answer: Answer): Outbound {
  const { parts, choices } = partsOf(turn, layoutAnswer(answer));
  return { parts, buttons: regionButtons(turn, choices) };
}

/**
 * An answer for a group: the lead, the clause that answers, and a way into a private chat for the rest.
 * @param payload what the private chat is opened with
 */
export function sayBriefly(turn: Turn, answer: Answer, payload: string): Outbound {
  const blocks = layoutAnswer(answer);
  const first = blocks.findIndex((block) => block.kind === 'citation');
  const short = blocks.filter(
    (block, at) =>
      block.kind === 'lead' ||
      block.kind === 'choices' ||
      at === first ||
      (block.kind === 'heading' && at === first - 1) ||
      // With no clause to show, the way on is the answer.
      (block.kind === 'next' && first === -1),
  );
  const { parts, choices } = partsOf(turn, short);
  if (choices.length > 0) return { parts, buttons: regionButtons(turn, choices) };
  const row: Button[] = [];
  const cited = parts.find((part) => part.kind === 'citation');
  if (cited?.kind === 'citation')
    row.push({ label: copy.group.source, does: { kind: 'page', path: cited.path } });
  if (turn.channel.capabilities.privateLinks)
    row.push({ label: copy.group.more, does: { kind: 'private', payload } });
  else parts.push({ kind: 'text', text: copy.group.private, style: 'quiet' });
  return { parts, buttons: row.length === 0 ? [] : [row] };
}

/** Three to a row: a place's short name is two or three characters. */
export function regionButtons(turn: Turn, names: readonly string[]): Button[][] {
  const { assistant } = turn.library;
  const asker = turn.inbound.kind === 'group' ? turn.tag : '';
  const buttons = names.flatMap((name): Button[] => {
    const id = assistant.placeOf(name)?.id;
    const action = id === undefined ? '' : formatAction({ kind: 'region', id, for: asker });
    // Some counties of several nations have names longer than any button; theirs is said, as the text offers.
    const fits = id !== undefined && Buffer.byteLength(action) <= MOST_ACTION_BYTES;
    return fits ? [{ label: name, does: { kind: 'action', action } }] : [];
  });
  return Array.from({ length: Math.ceil(buttons.length / 3) }, (_, row) =>
    buttons.slice(row * 3, row * 3 + 3),
  );
}

/** One clause, with the way to its own page. `brief`: without the offices. */
export function sayClause(library: Library, citation: Citation, form: 'whole' | 'brief' = 'whole'): Part {
  return citationPart(
    library,
    layoutCitation(form === 'brief' ? { ...citation, departments: [] } : citation),
  );
}

/** A clause as a ticket keeps it. */
export function citedIn({ pages }: Library, citation: Citation): TicketDraft['citations'][number] {
  const { id, quote } = citation;
  const path = pages.pathOf(id, quote);
  return { id, quote, head: citationHead(citation), release: pages.release, path };
}

function citationPart(
  { pages }: Library,
  { citation: { id, quote }, head, notes, place }: Block & { readonly kind: 'citation' },
): Part {
  const path = pages.pathOf(id, quote);
  return { kind: 'citation', id, place, quote, head, notes: [...notes], path };
}

function partsOf(
  { library, channel }: Turn,
  blocks: readonly Block[],
): { parts: Part[]; choices: readonly string[] } {
  const parts: Part[] = [];
  let choices: readonly string[] = [];
  for (const block of blocks) {
    switch (block.kind) {
      case 'lead':
        parts.push({ kind: 'text', text: block.text, style: 'strong' });
        break;
      case 'heading':
        parts.push({ kind: 'text', text: block.text, style: 'plain' });
        break;
      case 'citation':
        parts.push(citationPart(library, block));
        break;
      case 'choices':
        choices = block.choices;
        // Buttons under it name the places already.
        parts.push({
          kind: 'text',
          text: channel.capabilities.buttons ? copy.region.ask : block.prompt + block.choices.join('、'),
          style: 'plain',
        });
        break;
      case 'next':
        parts.push({ kind: 'list', items: [...block.items] });
        break;
      case 'disclaimer':
        parts.push({ kind: 'text', text: block.text, style: 'quiet' });
    }
  }
  return { parts, choices };
}
