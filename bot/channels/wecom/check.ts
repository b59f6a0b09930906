import { isIP } from 'node:net';
import { formatChinaTime } from '../../china-time.ts';
import type { Config } from '../../config.ts';
import { doctorCopy } from '../../copy/doctor.ts';
import { wecomCopy } from '../../copy/wecom.ts';
import { bad, type Finding, ok, warn } from '../../doctor/finding.ts';
import { detailOf } from './condition.ts';
import type { WecomAppConfig, WecomConfig } from './config.ts';
import { APP_HOOK, BOT_HOOK } from './connect.ts';
import type { parseEntry } from './diary.ts';
import { listAll } from './kf/channel.ts';
import { createHttp, createTokenSource, WeComApiError, WeComAppClient, WeComKfClient } from './sdk/index.ts';
import { wayOut } from './way-out.ts';

const copy = doctorCopy.wecom;
/** For one call; there are at most three. */
const CALL_MS = 3_000;
const ALL_MS = 8_000;

export type Part = keyof typeof copy.parts;
type Entry = ReturnType<typeof parseEntry>;

/** What a server has written down of each part; undefined when its database cannot be read. */
export type DiaryPages =
  | ((part: Part) => {
      readonly lastCallback: Entry;
      readonly lastRefusal: Entry;
      readonly lastError: Entry;
    })
  | undefined;

/** Whom each way reaches, what WeCom says of app and accounts, when it last called, what last went wrong. Only reads. */
export async function checkWecom(
  { wecom, publicUrl }: Pick<Config, 'wecom' | 'publicUrl'>,
  pages: DiaryPages,
): Promise<readonly Finding[]> {
  if (wecom === undefined) return [ok(copy.off)];
  return [
    ...checkReach(wecom),
    ...(wecom.app === undefined ? [] : await checkApp(wecom, wecom.app)),
    ...(wecom.bot?.kind === 'websocket' ? [ok(copy.socket)] : []),
    ...checkCallbacks(wecom, publicUrl, pages),
    ...checkErrors(wecom, pages),
  ];
}

function checkReach({ app, kf, bot, robotKey }: WecomConfig): readonly Finding[] {
  const { reach } = copy;
  return [
    ...(app === undefined ? [] : [ok(reach.app)]),
    ok(kf ? reach.kf : copy.noKf),
    ...(bot === undefined ? [] : [ok(reach.bot)]),
    ...(robotKey === undefined ? [] : [ok(reach.robot)]),
  ];
}

async function checkApp(config: WecomConfig, app: WecomAppConfig): Promise<readonly Finding[]> {
  const { corpId, secret: corpSecret, agentId } = app;
  const http = createHttp({ ...wayOut(config), timeoutMs: CALL_MS });
  const shared = { corpId, corpSecret, http, tokens: createTokenSource({ http, corpId, corpSecret }) };
  const signal = AbortSignal.timeout(ALL_MS);
  const findings: Finding[] = [];
  try {
    const { name, closed } = await new WeComAppClient({ ...shared, agentId }).getAgent({ signal });
    findings.push(closed ? bad(copy.agentClosed(name), copy.agentClosedAdvice) : ok(copy.agent(name)));
    if (config.kf) findings.push(...checkAccounts(await listAll(new WeComKfClient(shared), signal)));
  } catch (error) {
    findings.push(failure(error, config.apiRoot));
  }
  return findings;
}

function failure(error: unknown, apiRoot: string): Finding {
  if (!(error instanceof WeComApiError)) return bad(copy.silent(new URL(apiRoot).origin), copy.silentAdvice);
  // https://developer.work.weixin.qq.com/document/path/90313
  if (error.errcode === 301002 || error.errcode === 40056) return bad(copy.wrongAgent, copy.wrongAgentAdvice);
  if (error.errcode === 60020) return bad(copy.untrusted(addressIn(error.errmsg)), copy.untrustedAdvice);
  const detail = detailOf(error);
  if (detail === state.credentials) return bad(copy.credentials(error.errcode), copy.credentialsAdvice);
  if (detail === state.privilege || detail === state.kfMode)
    return bad(copy.failed(detail, error.errcode), copy.rightsAdvice);
  return bad(copy.refused(error.errcode), copy.refusedAdvice);
}

/** Nobody behind a proxy or a cloud's gateway knows it otherwise; '' when WeCom does not say. */
function addressIn(errmsg: string): string {
  const said = /from ip:\s*([\da-f.:]+)/i.exec(errmsg)?.[1] ?? '';
  return isIP(said) === 0 ? '' : said;
}

function checkAccounts(
  accounts: readonly { readonly name: string; readonly manage_privilege?: boolean | undefined }[],
): readonly Finding[] {
  if (accounts.length === 0) return [bad(copy.kfNone, copy.kfNoneAdvice)];
  const mute = accounts.filter(({ manage_privilege }) => manage_privilege === false);
  const managed = accounts.length - mute.length;
  const names = mute.map(({ name }) => name).join('、');
  return [
    ...(managed === 0 ? [] : [ok(copy.kfAccounts(managed))]),
    ...(mute.length === 0
      ? []
      : [(managed === 0 ? bad : warn)(copy.kfUnmanaged(names), copy.kfUnmanagedAdvice)]),
  ];
}

/** Nobody inside can try an address from outside: that WeCom called is the proof. */
function checkCallbacks(
  { app, bot }: WecomConfig,
  publicUrl: string | undefined,
  pages: DiaryPages,
): readonly Finding[] {
  const hooks = [
    ...(app === undefined ? [] : [{ part: 'wecom-app', path: APP_HOOK, what: copy.hook.app } as const]),
    ...(bot?.kind === 'callback'
      ? [{ part: 'wecom-bot', path: BOT_HOOK, what: copy.hook.bot } as const]
      : []),
  ];
  if (hooks.length === 0) return [];
  const address = publicUrl === undefined ? [warn(copy.noPublicUrl, copy.noPublicUrlAdvice)] : [];
  if (pages === undefined) return [...address, warn(copy.unknownCalls)];
  const calls = hooks.flatMap(({ part, path, what }) => {
    const { lastCallback: called, lastRefusal: refused } = pages(part);
    const isRefused = refused !== undefined && refused.at > (called?.at ?? 0);
    if (called === undefined && !isRefused)
      return [warn(copy.neverCalled(what, `${publicUrl ?? copy.yourUrl}${path}`), copy.neverCalledAdvice)];
    return [
      ...(called === undefined ? [] : [ok(copy.called(what, formatChinaTime(called.at)))]),
      ...(isRefused ? [mismatch(what, refused)] : []),
    ];
  });
  return [...address, ...calls];
}

/** A warning only: anybody may have sent it. */
function mismatch(what: string, { at, word }: NonNullable<Entry>): Finding {
  const { stale, 'other-bot': otherBot, ...rest } = copy.refusedAdvices;
  const advice = word === 'stale' ? stale : word === 'other-bot' ? otherBot : rest.secrets;
  return warn(copy.refusedCall(what, formatChinaTime(at)), advice);
}

function checkErrors({ app, kf, bot, robotKey }: WecomConfig, pages: DiaryPages): readonly Finding[] {
  const parts: Part[] = [
    ...(app === undefined ? [] : ['wecom-app' as const]),
    ...(kf ? ['wecom-kf' as const] : []),
    ...(bot === undefined ? [] : ['wecom-bot' as const]),
    ...(robotKey === undefined ? [] : ['wecom-robot' as const]),
    ...(app === undefined ? [] : ['wecom-desk' as const]),
  ];
  return parts.flatMap((part) => {
    const error = pages?.(part).lastError;
    if (error === undefined) return [];
    const { at, word } = error;
    return [warn(copy.lastError(copy.parts[part], formatChinaTime(at), wordsOf(word)), copy.lastErrorAdvice)];
  });
}

/** @param word an errcode, the name of an error, or of the trouble itself */
function wordsOf(word: string): string {
  if (/^-?\d+$/.test(word)) {
    const errcode = Number(word);
    const detail = detailOf(new WeComApiError({ errcode, errmsg: '', endpoint: '' }));
    return detail === state.refused(errcode) ? copy.refused(errcode) : detail;
  }
  return NAMED[word] ?? copy.unnamed(word);
}

const { state } = wecomCopy;
const NAMED: Readonly<Record<string, string>> = {
  WeComNetworkError: copy.noLine,
  WeComOutcomeUnknown: copy.noLine,
  StoreUnavailable: copy.inside,
  privilege: state.kfMode,
  kicked: state.kicked,
  WSAuthFailureError: state.botCredentials,
  WSReconnectExhaustedError: copy.noLine,
  WSKickedError: state.kickedAgain,
};
