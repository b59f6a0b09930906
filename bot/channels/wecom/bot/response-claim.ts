import { createHash } from 'node:crypto';
import type { StreamStore } from '../sdk/index.ts';

export type ResponseClaim = {
  /** An earlier try of the same message may have used it. */
  readonly again: boolean;
  /** The try has surely not used it. */
  readonly release: () => Promise<void>;
};

const FREE = '';

/**
 * Writes down which message uses an address that is good once, where every process sees it: so that "used" means "arrived"
 * to that message, and nothing to any other.
 * @returns `taken`: another message uses it; `store`: it cannot be written down now
 */
export async function claimResponse(
  streams: StreamStore,
  url: string,
  startedAt: number,
  key: string,
): Promise<ResponseClaim | 'taken' | 'store'> {
  const id = `u_${createHash('sha256').update(url).digest('hex').slice(0, 32)}`;
  const write = (content: string, version: number) =>
    streams.put(id, { content, finished: true, startedAt }, version);
  try {
    const known = await streams.get(id);
    const holder = known?.state.content ?? FREE;
    if (holder !== FREE && holder !== key) return 'taken';
    const version = known?.version ?? 0;
    if (!(await write(key, version))) return 'store';
    const release = async () => {
      // Left as it is, a refusal within minutes would be taken for an arrival; nothing worse.
      await write(FREE, version + 1).catch(() => false);
    };
    return { again: holder === key, release };
  } catch {
    return 'store';
  }
}
