/**
 * What a link into a private chat carries: 64 characters of [A-Za-z0-9_-] at most, the least of all platforms
 * (https://core.telegram.org/bots/features#deep-linking). The first letter tells the kind.
 */
export type Payload =
  | { readonly kind: 'question'; readonly token: string }
  /** `code`: two letters of a guide. `token`: what was said in the group; '' for nothing. */
  | { readonly kind: 'guide'; readonly code: string; readonly token: string };

export function formatCarried(token: string): string {
  return `q${token}`;
}

export function formatGuideLink(code: string, token: string): string {
  return `g${code}${token}`;
}

/** undefined for a payload that nobody here made, and for none. */
export function parsePayload(payload: string): Payload | undefined {
  if (/^q[A-Za-z0-9_-]{1,63}$/.test(payload)) return { kind: 'question', token: payload.slice(1) };
  if (/^g[a-z]{2}[A-Za-z0-9_-]{0,61}$/.test(payload))
    return { kind: 'guide', code: payload.slice(1, 3), token: payload.slice(3) };
  return undefined;
}
