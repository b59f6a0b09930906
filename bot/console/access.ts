import type { StaffRole } from '../staff/staff.ts';

/** Who may use a page: some of the staff, or whoever is not signed in yet. */
export type Rule = readonly StaffRole[] | 'anyone';

/** A page of the console with its rule; there is none without. */
export type RouteRule = {
  readonly method: 'get' | 'post';
  /** As Hono reads it: /console/tickets/:id */
  readonly path: string;
  readonly roles: Rule;
};

export const EVERY_ROLE: readonly StaffRole[] = ['agent', 'supervisor', 'admin'];
export const LEADERS: readonly StaffRole[] = ['supervisor', 'admin'];
export const ADMINS: readonly StaffRole[] = ['admin'];

/** Every page declares itself here, once; whoever is not named in its rule is kept out. */
export type Access = {
  /** @throws RangeError for a page outside of the console, one that is declared already, and a rule that names nobody */
  readonly declare: (rule: RouteRule) => void;
  readonly rules: () => readonly RouteRule[];
};

export function createAccess(): Access {
  const rules = new Map<string, RouteRule>();
  return {
    declare: (rule) => {
      const key = `${rule.method} ${rule.path}`;
      if (rule.path !== '/console' && !rule.path.startsWith('/console/'))
        throw new RangeError(`${key} is not in the console`);
      if (rules.has(key)) throw new RangeError(`${key} is declared already`);
      if (rule.roles.length === 0) throw new RangeError(`${key} is for nobody`);
      rules.set(key, rule);
    },
    rules: () => [...rules.values()],
  };
}

/** Denied unless the rule says so. @param role null for nobody, or for a role that is not ours */
export function mayUse(rule: Rule, role: StaffRole | null): boolean {
  return rule === 'anyone' || (role !== null && rule.includes(role));
}
