import { createHash } from 'node:crypto';
import { deskCopy } from '../copy/desk.ts';

/** What a worker is called at the desk, in one ticket: 工友·青石. Drawn from `chance`; nothing of the account is in it. */
export function formatAlias(chance: string): string {
  const { first, second } = deskCopy.alias;
  const bytes = createHash('sha256').update(`alias ${chance}`).digest();
  const draw = (words: string, byte: number) => [...words][byte % [...words].length] ?? '';
  return deskCopy.alias.format(`${draw(first, bytes[0] ?? 0)}${draw(second, bytes[1] ?? 0)}`);
}
