import { basename } from 'node:path';
import { z } from 'zod';
import { currentRelease, UnusableRelease } from '#knowledge';
import type { Config } from '../../config.ts';
import { doctorCopy } from '../../copy/doctor.ts';
import { operatorCopy } from '../../copy/operator.ts';
import { bad, type Finding, ok, warn } from '../../doctor/finding.ts';

const copy = doctorCopy.web;
const TIMEOUT_MS = 3_000;

/** What /health says; see createSite. */
const healthSchema = z.object({
  ok: z.boolean(),
  release: z.string().optional(),
  channels: z.record(z.string(), z.enum(['ready', 'connecting', 'down'])).default({}),
});
type Health = z.infer<typeof healthSchema>;

/** Whether a server answers where this configuration would put one, and what it says of itself. */
export async function checkWeb({ host, port, libraryDir }: Config): Promise<readonly Finding[]> {
  if (port === 0) return [warn(copy.anyPort, copy.anyPortAdvice)];
  const url = `http://${reachable(host)}:${port}`;
  const answer = await ask(`${url}/health`);
  switch (answer.kind) {
    case 'nobody':
      return [warn(copy.notRunning(url), copy.notRunningAdvice)];
    case 'silent':
      return [bad(copy.silent(url), copy.silentAdvice)];
    case 'barred':
      return [bad(copy.barred(url), copy.barredAdvice)];
    case 'other':
      return [bad(copy.other(url), copy.otherAdvice)];
    case 'ours':
      return answer.health.ok
        ? [ok(copy.running(url)), ...checkRelease(answer.health, libraryDir), ...checkChannels(answer.health)]
        : [bad(copy.sick(url), copy.sickAdvice)];
  }
}

/** Who listens on every address of the machine is asked on its own. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

type Said =
  | { readonly kind: 'nobody' | 'silent' | 'barred' | 'other' }
  | { readonly kind: 'ours'; readonly health: Health };

async function ask(url: string): Promise<Said> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
    const health = healthSchema.safeParse(parseJson(await response.text()));
    return health.success ? { kind: 'ours', health: health.data } : { kind: 'other' };
  } catch (error) {
    return { kind: kindOf(error) };
  }
}

const NOBODY = /^(?:ECONNREFUSED|EADDRNOTAVAIL|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

function kindOf(error: unknown): 'nobody' | 'silent' | 'barred' | 'other' {
  if (error instanceof Error && error.name === 'TimeoutError') return 'silent';
  const { cause } = z.object({ cause: causeSchema }).catch({ cause: {} }).parse(error);
  // https://fetch.spec.whatwg.org/#port-blocking: Node keeps the list that browsers keep.
  if (cause.message === 'bad port') return 'barred';
  return NOBODY.test(cause.code ?? '') ? 'nobody' : 'other';
}

/** Of the error below the one that fetch throws. */
const causeSchema = z.object({ code: z.string().optional(), message: z.string().optional() });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkRelease({ release }: Health, libraryDir: string): readonly Finding[] {
  const ours = releaseIn(libraryDir);
  if (release === undefined || ours === undefined) return [];
  return release === ours
    ? [ok(copy.sameRelease(release))]
    : [warn(copy.otherRelease(release, ours), copy.otherReleaseAdvice)];
}

function releaseIn(libraryDir: string): string | undefined {
  try {
    const folder = currentRelease(libraryDir);
    return folder === undefined ? undefined : basename(folder);
  } catch (error) {
    // Told by the look at the library.
    if (error instanceof UnusableRelease) return undefined;
    throw error;
  }
}

function checkChannels({ channels }: Health): readonly Finding[] {
  const { names, ...words } = operatorCopy.channel;
  return Object.entries(channels).flatMap(([name, state]) =>
    state === 'ready' ? [] : [warn(copy.channel(names[name] ?? name, words[state]), copy.channelAdvice)],
  );
}
