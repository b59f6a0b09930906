/**
 * What buttons carry. Plain words, so that a press means the same after a restart; short, because a platform may allow 64
 * bytes. `for`: the first letters of the asker's key in a group, so that nobody answers for another.
 */
export type Action =
  | { readonly kind: 'region'; readonly id: string; readonly for: string }
  | { readonly kind: 'erase'; readonly yes: boolean }
  | { readonly kind: 'command'; readonly name: string };

/** The least of all platforms: https://core.telegram.org/bots/api#inlinekeyboardbutton */
export const MOST_ACTION_BYTES = 64;

export function formatAction(action: Action): string {
  switch (action.kind) {
    case 'region':
      return `region:${action.for}:${action.id}`;
    case 'erase':
      return `erase:${action.yes ? 'yes' : 'no'}`;
    case 'command':
      return `command:${action.name}`;
  }
}

/** undefined for what no version of the program has made: it may come from anybody. */
export function parseAction(text: string): Action | undefined {
  const [kind, ...rest] = text.split(':');
  if (kind === 'region' && rest.length === 2 && rest[1]) return { kind, for: rest[0] ?? '', id: rest[1] };
  if (kind === 'erase' && rest.length === 1 && (rest[0] === 'yes' || rest[0] === 'no'))
    return { kind, yes: rest[0] === 'yes' };
  if (kind === 'command' && rest.length === 1 && rest[0]) return { kind, name: rest[0] };
  return undefined;
}
