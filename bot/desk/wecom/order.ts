import { parseTicketId, TICKET_ID } from '../ticket-id.ts';

type Bare = 'mine' | 'unclaimed' | 'overdue' | 'report' | 'leave' | 'how';

/** Says its words of one ticket, or of the one at hand where it is null. */
type Worded<Kind extends string> = {
  readonly kind: Kind;
  readonly ticket: string | null;
  readonly words: string;
};

/** What somebody of the staff asks for in a chat of WeCom. */
export type Order =
  | { [Kind in Bare]: { readonly kind: Kind } }[Bare]
  | { readonly kind: 'claim'; readonly ticket: string }
  | { readonly kind: 'choose'; readonly ticket: string }
  | Worded<'note'>
  | Worded<'resolve'>
  | Worded<'say'>
  /** `words`: a name and what is said to them, as typed; who that is only the list of staff tells. */
  | Worded<'transfer'>;

const BARE: ReadonlyMap<string, Bare> = new Map([
  ['我的工单', 'mine'],
  ['工单', 'unclaimed'],
  ['超时', 'overdue'],
  ['报表', 'report'],
  ['放下', 'leave'],
  ['工单帮助', 'how'],
]);
const VERBS: ReadonlyMap<string, 'note' | 'resolve' | 'transfer' | 'claim'> = new Map([
  ['备注', 'note'],
  ['办结', 'resolve'],
  ['转交', 'transfer'],
  ['认领', 'claim'],
]);

/** Words that are an order by their form; undefined for all others. `#T-1122-7K4M 内容` answers the worker of that ticket. */
export function readOrder(text: string): Order | undefined {
  const words = text.trim();
  const bare = BARE.get(words.replace(/[。.!！]+$/u, ''));
  if (bare !== undefined) return { kind: bare };
  const named = new RegExp(String.raw`^[#＃]\s*(${TICKET_ID})(?![0-9A-Za-z])[\s:：，,]*(.*)$`, 'su').exec(
    words,
  );
  if (named !== null) {
    const ticket = parseTicketId(named[1] ?? '');
    if (ticket === undefined) return undefined;
    const rest = (named[2] ?? '').trim();
    const inner = rest === '' ? undefined : verbOf(rest);
    if (inner !== undefined && inner.kind !== 'claim') return { ...inner, ticket };
    return rest === '' ? { kind: 'choose', ticket } : { kind: 'say', ticket, words: rest };
  }
  return verbOf(words);
}

type Verbed = Extract<Order, { kind: 'note' | 'resolve' | 'transfer' | 'claim' }>;

/** 备注 …, 办结 …, 转交 …, 认领 T-…: the verb alone or parted from what follows, so that no sentence is taken for one. */
function verbOf(words: string): Verbed | undefined {
  const found = /^(备注|办结|转交|认领)(?:[\s:：，,]+(.*))?$/su.exec(words);
  const kind = VERBS.get(found?.[1] ?? '');
  if (kind === undefined) return undefined;
  const rest = (found?.[2] ?? '').trim();
  const first = new RegExp(String.raw`^[#＃]?\s*(${TICKET_ID})(?![0-9A-Za-z])[\s:：，,]*(.*)$`, 'su').exec(
    rest,
  );
  const ticket = first === null ? null : (parseTicketId(first[1] ?? '') ?? null);
  if (kind === 'claim') return ticket === null ? undefined : { kind, ticket };
  return { kind, ticket, words: ticket === null ? rest : (first?.[2] ?? '').trim() };
}
