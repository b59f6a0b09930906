import { shortName } from '#knowledge';
import type { TemplateCard } from '../../channels/wecom/sdk/index.ts';
import { formatChinaTime } from '../../china-time.ts';
import { deskCopy } from '../../copy/desk.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import type { StoredTicket } from '../../store/tickets.ts';
import type { Due } from '../clock.ts';
import { parseTicketId } from '../ticket-id.ts';
import type { Offer } from './round.ts';

const copy = wecomDeskCopy.card;

/** What a card's button comes back with. */
export type Press = { readonly does: 'claim' | 'transfer'; readonly ticket: string };

const MARK = 'desk';

export const formatPress = ({ does, ticket }: Press): string => `${MARK}:${does}:${ticket}`;

/** undefined for what is no press on a card of ours. */
export function parsePress(key: string): Press | undefined {
  const [mark, does, id = '', ...rest] = key.split(':');
  const ticket = parseTicketId(id);
  if (mark !== MARK || rest.length > 0 || ticket === undefined) return undefined;
  return does === 'claim' || does === 'transfer' ? { does, ticket } : undefined;
}

type Face = {
  readonly task: string;
  /** Origin of the site; undefined: no console is reachable. */
  readonly publicUrl: string | undefined;
};

/**
 * A card that offers a ticket: its number, kind and place, what its owner is called here and until when. Nothing of the
 * owner's own, not even the topic, which a guide may have taken from their words.
 * https://developer.work.weixin.qq.com/document/path/90236
 */
export function formatOffer(
  stored: StoredTicket,
  due: Due | null,
  { kind: why }: Pick<Offer, 'kind'>,
  face: Face,
): TemplateCard {
  const { row } = stored;
  const kind = deskCopy.kind[row.kind];
  const urgent = row.urgent === 1 && why === 'opened';
  return {
    ...bodyOf(stored, due, face),
    main_title: { title: urgent ? copy.urgent(kind) : TITLES[why](kind) },
    sub_title_text: copy.sub,
    button_list: [
      { text: copy.claim, style: 1, key: formatPress({ does: 'claim', ticket: row.id }) },
      { text: copy.transfer, style: 2, key: formatPress({ does: 'transfer', ticket: row.id }) },
    ],
  };
}

const TITLES: Readonly<Record<Offer['kind'], (kind: string) => string>> = {
  opened: copy.title,
  reopened: copy.again,
  handed: copy.handed,
  escalated: copy.waiting,
};

/** The same card once it offers nothing any more. https://developer.work.weixin.qq.com/document/path/94888 */
export function formatSettled(stored: StoredTicket, face: Face): TemplateCard {
  const { row } = stored;
  return {
    ...bodyOf(stored, null, face),
    main_title: { title: deskCopy.kind[row.kind] },
    button_list: [{ text: copy.claim, style: 2, key: formatPress({ does: 'claim', ticket: row.id }) }],
    // Grey words in the place of the buttons.
    replace_text: endOf(stored),
  };
}

function endOf({ ticket: { state, holder } }: StoredTicket): string {
  if (state === 'withdrawn') return copy.withdrawn;
  if (state === 'resolved' || state === 'closed' || state === 'merged') return copy.over;
  return holder === null ? copy.moved : copy.taken(holder);
}

function bodyOf({ row, ticket }: StoredTicket, due: Due | null, { task, publicUrl }: Face) {
  const place = row.region === null ? '' : shortName(row.region.split('/').at(-1) ?? '');
  const url = publicUrl === undefined ? undefined : `${publicUrl}/console/tickets/${row.id}`;
  return {
    card_type: 'button_interaction' as const,
    source: { desc: copy.from, desc_color: row.urgent === 1 ? (2 as const) : (0 as const) },
    horizontal_content_list: [
      { keyname: copy.id, value: row.id },
      { keyname: copy.alias, value: row.alias },
      ...(place === '' ? [] : [{ keyname: copy.place, value: place }]),
      ...(due === null ? [] : [{ keyname: copy.due, value: formatChinaTime(due.at) }]),
      ...(ticket.holder === null ? [] : [{ keyname: copy.holder, value: ticket.holder }]),
      ...(url === undefined ? [] : [{ type: 1 as const, keyname: copy.console, value: copy.open, url }]),
    ],
    task_id: task,
  };
}
