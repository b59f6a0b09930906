/**
 * What a link into a private chat carries: 64 characters of [A-Za-z0-9_-] at most, the least of all platforms
 * (https://core.telegram.org/bots/features#deep-linking). The first letter tells the kind.
 */
export type Payload = { readonly kind: 'question'; readonly token: string };

export function formatCarried(token: string): string {
  return `q${token}`;
}

/** undefined for a payload that nobody here made, and for none. */
export function parsePayload(payload: string): Payload | undefined {
  return /^q[A-Za-z0-9_-]{1,63}$/.test(payload) ? { kind: 'question', token: payload.slice(1) } : undefined;
}
