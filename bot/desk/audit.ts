import type { Tx } from '../store/store.ts';

/** What is written down of the staff. */
export const AUDIT_ACTIONS = [
  'view',
  'export',
  'write',
  'sign-in',
  'sign-out',
  'sign-in-refused',
  'link-made',
  'account-linked',
  'account-unlinked',
  'passkey-added',
  'passkey-removed',
  'staff-added',
  'staff-changed',
  'staff-removed',
  'library-file-added',
  'library-file-removed',
  'library-facts',
  'library-ended',
  'library-reinstated',
  'library-answer',
  'library-questions',
  'library-discarded',
  'library-check',
  'library-prepare',
  'library-second-yes',
  'library-published',
  'library-rolled-back',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditEntry = {
  /** ms since 1970 */
  readonly at: number;
  /** Who did it, or whom it was done to where `via` is the server's terminal. */
  readonly staff: string;
  readonly via: string;
  readonly action: AuditAction;
  /** '' for none. */
  readonly ticket?: string;
  /** Names of fields, roles, channels; never what a field holds. */
  readonly fields?: readonly string[];
};

/** Commits with what it tells of; the database lets nobody change or delete it. */
export async function writeAudit(
  tx: Tx,
  { at, staff, via, action, ticket = '', fields = [] }: AuditEntry,
): Promise<void> {
  await tx
    .insertInto('desk_audit')
    .values({ at, staff, via, action, ticket, fields: fields.join(' ') })
    .execute();
}
