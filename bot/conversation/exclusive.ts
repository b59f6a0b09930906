/** Runs the work on one key in the order in which it came, one after another; other keys do not wait. */
export type Exclusive = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * For the transactions of this process on one conversation. A database that skips locked rows would make the turn of one
 * message give way to the delivery of another for a moment, and nobody would wake it again before the next look.
 */
export function createExclusive(): Exclusive {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key);
    const own = before === undefined ? work() : before.then(work, work);
    last.set(key, own);
    const leave = () => {
      if (last.get(key) === own) last.delete(key);
    };
    own.then(leave, leave);
    return own;
  };
}
