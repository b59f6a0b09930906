import type { WecomAppConfig, WecomConfig } from '../../channels/wecom/config.ts';
import { listAll } from '../../channels/wecom/kf/channel.ts';
import { createHttp, createTokenSource, WeComKfClient } from '../../channels/wecom/sdk/index.ts';
import { wayOut } from '../../channels/wecom/way-out.ts';
import type { Config } from '../../config.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import { type Finding, ok, warn } from '../../doctor/finding.ts';

const copy = wecomDeskCopy.doctor;
const CALL_MS = 3_000;
const ALL_MS = 8_000;

/** Of the staff, in the server's database: how many there are, and how many have an account in the app. */
export type LinkedStaff = { readonly staff: number; readonly inApp: number };

/**
 * Whether tickets can be worked on in WeCom: who gets the app's cards, and who answers for 微信客服. Only reads; silent where
 * checkWecom has told why WeCom does not answer. The last thing that went wrong is told there too.
 * @param linked undefined when the database cannot be read
 */
export async function checkWecomDesk(
  { wecom }: Pick<Config, 'wecom'>,
  linked: LinkedStaff | undefined,
): Promise<readonly Finding[]> {
  if (wecom?.app === undefined) return [];
  return [
    ...(linked === undefined ? [] : checkCards(linked)),
    ...(wecom.kf ? await checkServicers(wecom, wecom.app) : []),
  ];
}

function checkCards({ staff, inApp }: LinkedStaff): readonly Finding[] {
  // That there is nobody at all is told with the database.
  if (staff === 0) return [];
  return [inApp === 0 ? warn(copy.noCards, copy.noCardsAdvice) : ok(copy.cards(inApp))];
}

async function checkServicers(config: WecomConfig, app: WecomAppConfig): Promise<readonly Finding[]> {
  if (config.kfServicer !== 'wecom') return [ok(copy.deskAnswers)];
  const { corpId, secret: corpSecret } = app;
  const http = createHttp({ ...wayOut(config), timeoutMs: CALL_MS });
  const tokens = createTokenSource({ http, corpId, corpSecret });
  const client = new WeComKfClient({ corpId, corpSecret, http, tokens });
  const signal = AbortSignal.timeout(ALL_MS);
  try {
    const findings: Finding[] = [];
    for (const { open_kfid, name } of await listAll(client, signal)) {
      const servicers = await client.listServicers(open_kfid, { signal });
      const receiving = servicers.filter(({ status }) => status === undefined || status === 0).length;
      if (servicers.length === 0) findings.push(warn(copy.noServicers(name), copy.noServicersAdvice));
      else if (receiving === 0) findings.push(warn(copy.nobodyReceives(name), copy.nobodyReceivesAdvice));
      else findings.push(ok(copy.servicers(name, receiving)));
    }
    return findings;
  } catch {
    return [];
  }
}
