/** What a person asks of the dead letters. */
export type Command =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'retry';
      readonly which: 'all' | { readonly direction: 'in' | 'out'; readonly id: number };
    };

/** undefined for anything that is not exactly a command: a retry tells people things and is not guessed. */
export function parseCommand(args: readonly string[]): Command | undefined {
  const [verb, direction, id, ...more] = args;
  if (verb === undefined) return { kind: 'list' };
  if (verb !== 'retry' || more.length > 0) return undefined;
  if (direction === 'all' && id === undefined) return { kind: 'retry', which: 'all' };
  if ((direction !== 'in' && direction !== 'out') || !/^[1-9]\d{0,14}$/.test(id ?? '')) return undefined;
  return { kind: 'retry', which: { direction, id: Number(id) } };
}
