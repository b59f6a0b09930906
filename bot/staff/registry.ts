import type { Vault } from '../privacy/vault.ts';
import { personKey } from '../store/keys.ts';
import { accountsOf, allStaff, findStaff, staffOfPerson } from '../store/staff.ts';
import type { Store } from '../store/store.ts';
import type { Staff, StaffAccount } from './staff.ts';

/** Who answers for the union, as far as others ask. Somebody who was removed is nobody. */
export type Registry = {
  readonly byName: (name: string) => Promise<Staff | undefined>;
  /** @param id the platform's id of the account */
  readonly byAccount: (channel: string, id: string) => Promise<Staff | undefined>;
  /** By name. */
  readonly all: () => Promise<readonly Staff[]>;
  readonly accountsOf: (name: string) => Promise<readonly StaffAccount[]>;
};

export function createRegistry(store: Store, vault: Vault): Registry {
  return {
    byName: (name) => store.transaction((tx) => findStaff(tx, name)),
    byAccount: (channel, id) =>
      store.transaction((tx) => staffOfPerson(tx, channel, personKey(vault, channel, id))),
    all: () => store.transaction(allStaff),
    accountsOf: (name) => store.transaction((tx) => accountsOf(tx, vault, name)),
  };
}
