import { isIP } from 'node:net';
import type { Config } from '../config.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { type Finding, ok, warn } from './finding.ts';

const copy = doctorCopy.publicUrl;

/** Whether other people could open our links, as far as the address itself tells; nobody is called. */
export function checkPublicUrl({ publicUrl }: Pick<Config, 'publicUrl'>): readonly Finding[] {
  if (publicUrl === undefined)
    return [{ ...ok(copy.none), advice: copy.noneAdvice }, ok(copy.noConsoleLinks)];
  if (isAtHome(new URL(publicUrl).hostname)) return [warn(copy.notPublic(publicUrl), copy.notPublicAdvice)];
  // The console's door: browsers make passkeys on https only.
  return publicUrl.startsWith('https:')
    ? [ok(copy.good(publicUrl))]
    : [ok(copy.good(publicUrl)), warn(copy.noPasskeys, copy.noPasskeysAdvice)];
}

/** This machine or its own network: RFC 1918 and 6762, link-local and loopback addresses, a name without a dot. */
function isAtHome(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 4) return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host);
  if (isIP(host) === 6) return /^(?:::1?$|fe[89ab]|f[cd])/.test(host);
  return !host.includes('.') || /\.(?:local|localhost|lan|internal)$/.test(host);
}
