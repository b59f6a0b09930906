import type { Clock } from '../../clock.ts';
import type { KeptFile } from '../../conversation/turn.ts';
import { writeAudit } from '../../desk/audit.ts';
import { isWithinReach } from '../../desk/reach.ts';
import { type StaffView, type Viewer, viewFor } from '../../desk/view.ts';
import { nameUnnamed } from '../../files/name-file.ts';
import { UNKNOWN_TYPE } from '../../files/sniff-type.ts';
import { mayName, withoutMetadata } from '../../files/without-metadata.ts';
import type { Vault } from '../../privacy/vault.ts';
import type { Staff } from '../../staff/staff.ts';
import { contentsOf, filesOf } from '../../store/files.ts';
import { placedTickets } from '../../store/queue.ts';
import type { Store } from '../../store/store.ts';
import { loadTicket } from '../../store/tickets.ts';

/** A file of a ticket without its contents. */
export type TicketFile = Pick<KeptFile, 'id' | 'media' | 'name' | 'mime' | 'size' | 'state'>;

/** The files that somebody was shown the ids of, and nobody else's. */
export type TicketFiles = {
  /** In the order in which they came. */
  readonly list: (ticket: string, view: StaffView) => Promise<readonly TicketFile[]>;
  /** undefined: no such file, or not for them. It is written down that it was seen. */
  readonly read: (
    ticket: string,
    file: string,
    who: { readonly staff: Staff; readonly viewer: Viewer },
  ) => Promise<{ readonly file: TicketFile; readonly bytes: Uint8Array<ArrayBuffer> } | undefined>;
};

/** Types that a page shows as a picture; nothing that can hold a script. */
const PICTURES = ['image/jpeg', 'image/png', 'image/webp'];

export const isPicture = ({ mime }: Pick<TicketFile, 'mime'>): boolean => PICTURES.includes(mime);

/** Whether there is something to be had of it. */
export const isThere = ({ state }: Pick<TicketFile, 'state'>): boolean =>
  state === 'held' || state === 'kept';

export function createTicketFiles({
  store,
  vault,
  clock,
}: {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
}): TicketFiles {
  return {
    list: async (ticket, view) => {
      const ids = fileIds(view);
      if (ids.size === 0) return [];
      return await store.transaction(async (tx) => {
        const row = await tx
          .selectFrom('tickets')
          .select('person')
          .where('id', '=', ticket)
          .executeTakeFirst();
        const all = row === undefined ? [] : await filesOf(tx, vault, row.person);
        return all.filter(({ id }) => ids.has(id)).map((file) => namedFor(view, file));
      });
    },
    read: (ticket, id, { staff, viewer }) =>
      store.transaction(async (tx) => {
        const stored = await loadTicket(tx, vault, ticket);
        if (stored === undefined || !isWithinReach(staff, stored.row)) return undefined;
        const { row, events } = stored;
        const { mergedInto } = stored.ticket;
        const heir =
          mergedInto === null
            ? null
            : ((await placedTickets(tx, [mergedInto])).get(mergedInto)?.holder ?? null);
        const view = viewFor(viewer, { ticket: stored.ticket, alias: row.alias, events, heir });
        if (!fileIds(view).has(id)) return undefined;
        const file = (await filesOf(tx, vault, row.person)).find((one) => one.id === id);
        const bytes = file && (await contentsOf(tx, vault, row.person, id));
        if (file === undefined || !bytes) return undefined;
        const entry = { at: clock.now(), staff: staff.name, via: 'console', action: 'view' } as const;
        await writeAudit(tx, { ...entry, ticket, fields: ['files'] });
        const nameless = view.draft?.anonymous === true;
        const shown = nameless ? withoutMetadata(bytes, file.mime) : bytes;
        return { file: namedFor(view, file, bytes), bytes: new Uint8Array(shown) };
      }),
  };
}

/** Workers call files by their own names: of somebody nameless the type is all that a file is called by, and whether it may name them. */
const namedFor = (
  { draft }: Pick<StaffView, 'draft'>,
  file: TicketFile,
  bytes: Uint8Array | null = null,
): TicketFile =>
  draft?.anonymous === true
    ? { ...file, name: nameUnnamed(file.media, file.mime, mayName(file.mime, bytes)) }
    : file;

/** What a view leaves out is not in it: before the claim there are none. */
function fileIds({ draft, events }: StaffView): ReadonlySet<string> {
  const said = events.flatMap(({ change }) => (change?.kind === 'said' ? change.files : []));
  return new Set([...(draft?.files ?? []), ...said]);
}

/** A picture for the page, anything else as a download; the bytes are what they were found to be, never what they claim. */
export function fileAnswer({ file, bytes }: { file: TicketFile; bytes: Uint8Array<ArrayBuffer> }): Response {
  const { name, mime } = file;
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  const picture = isPicture(file);
  return new Response(bytes, {
    headers: {
      'content-type': picture ? mime : UNKNOWN_TYPE,
      // https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Disposition
      'content-disposition': `${picture ? 'inline' : 'attachment'}; filename="file"; filename*=UTF-8''${encoded}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
