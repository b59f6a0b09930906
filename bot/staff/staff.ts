/** What somebody of the union may do. A worker is none of them. */
export const STAFF_ROLES = ['agent', 'supervisor', 'admin'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Somebody of the union who answers tickets. */
export type Staff = {
  /** As it stands in tickets and in the audit. */
  readonly name: string;
  readonly role: StaffRole;
  /** Ids of the regions they answer for, with all that lies in them; [] for all. */
  readonly regions: readonly string[];
  /** [] for all. */
  readonly trades: readonly string[];
  readonly away: boolean;
};

/** Where somebody of the staff can be written to. */
export const STAFF_CHANNELS = ['telegram', 'wecom-app', 'wecom-bot'] as const;
export type StaffChannel = (typeof STAFF_CHANNELS)[number];

export type StaffAccount = {
  readonly channel: StaffChannel;
  /** The platform's id of the account. */
  readonly id: string;
  /** The private chat with it; null until they have written to the bot. */
  readonly chat: string | null;
};

/** A name as people call each other, at most 20 characters. */
export const isStaffName = (text: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N} ._·-]{0,19}$/u.test(text);
