import { type Delivery, type Outcome, UNTIL_THEY_WRITE } from '../../channel.ts';
import { outcomeOf } from '../outcome.ts';
import { type KfOutbound, KfServiceState, WeComApiError, type WeComKfClient } from '../sdk/index.ts';
import { parseKfChat } from './decode.ts';
import { type KfContent, kfPayloadSchema } from './encode.ts';
import type { KfPeople } from './people.ts';

/** https://developer.work.weixin.qq.com/document/path/90313 */
const REFUSALS = {
  95002: { reason: 'window', closed: true },
  95003: { reason: 'customer-cap', closed: true },
  95004: { reason: 'account-deleted', closed: true },
  40003: { reason: 'unknown-customer', closed: true },
} as const;
const BUDGET_SPENT = 95001;
const BUDGET_PAUSE_MS = 60_000;
/** A wrong parameter; which one stands in its words only. https://developer.work.weixin.qq.com/document/path/90313 */
const WRONG_PARAMETER = 40058;
/** The session's state forbids sending; what state that is must be asked. */
const STATE_FORBIDS: readonly number[] = [95013, 95016, 95018];

type Client = Pick<WeComKfClient, 'sendMsg' | 'sendMsgOnEvent' | 'getServiceState' | 'uploadMedia'>;

/** One try. The key is WeCom's own msgid, so a repeat arrives once. */
export async function sendToKf(
  client: Client,
  people: Pick<KfPeople, 'tookOver'>,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Outcome> {
  const { content, welcomeCode } = kfPayloadSchema.parse(delivery.payload);
  const { account, customer } = parseKfChat(delivery.chat);
  const msgid = delivery.key;
  try {
    if (welcomeCode !== null && content.msgtype !== 'file') {
      const welcomed = await welcome(client, welcomeCode, content, msgid, signal);
      if (welcomed) return { kind: 'sent', ref: msgid };
    }
    const body = await toBody(client, content, signal);
    await client.sendMsg({ touser: customer, open_kfid: account, msgid, ...body }, { signal });
    return { kind: 'sent', ref: msgid };
  } catch (error) {
    if (error instanceof WeComApiError && STATE_FORBIDS.includes(error.errcode))
      return forbidden(client, people, { account, customer }, signal);
    // Somebody asked more than five times before an answer came: the rest goes out once they write again.
    if (error instanceof WeComApiError && error.errcode === BUDGET_SPENT)
      return { kind: 'later', afterMs: BUDGET_PAUSE_MS, reason: UNTIL_THEY_WRITE };
    if (isKnownMsgid(error)) return { kind: 'sent', ref: msgid };
    const outcome = outcomeOf(error, REFUSALS);
    // A welcome that comes too late says nothing about what is sent once the customer writes.
    return welcomeCode !== null && outcome.kind === 'refused' ? { ...outcome, closed: false } : outcome;
  }
}

/**
 * WeCom had this message already, from a try whose answer got lost: our msgids are well-formed and never the same twice, so
 * nothing else can be wrong with one. What WeCom says to a used msgid is not documented; where it says something else the
 * message becomes a dead letter although it arrived.
 */
function isKnownMsgid(error: unknown): boolean {
  return (
    error instanceof WeComApiError && error.errcode === WRONG_PARAMETER && /\bmsgid\b/i.test(error.errmsg)
  );
}

/** @returns false when the code is too old or used: then the message goes the ordinary way */
async function welcome(
  client: Client,
  code: string,
  content: Exclude<KfContent, { msgtype: 'file' }>,
  msgid: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.sendMsgOnEvent({ code, msgid, ...content }, { signal });
    return true;
  } catch (error) {
    if (error instanceof WeComApiError && !error.retryable) return false;
    throw error;
  }
}

async function toBody(client: Client, content: KfContent, signal: AbortSignal): Promise<KfOutbound> {
  if (content.msgtype !== 'file') return content;
  const bytes = Buffer.from(content.base64, 'base64');
  const { media_id } = await client.uploadMedia('file', { filename: content.name, bytes }, { signal });
  return { msgtype: 'file', file: { media_id } };
}

/** https://developer.work.weixin.qq.com/document/path/94669 */
const HAVE_IT: Readonly<Partial<Record<KfServiceState, 'pool' | 'human'>>> = {
  [KfServiceState.Pool]: 'pool',
  [KfServiceState.Human]: 'human',
};

/** A person holds the conversation, or it has ended: the bot is mute until the customer writes again. */
async function forbidden(
  client: Client,
  people: Pick<KfPeople, 'tookOver'>,
  { account, customer }: { readonly account: string; readonly customer: string },
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const { service_state } = await client.getServiceState(
      { open_kfid: account, external_userid: customer },
      { signal },
    );
    const has = HAVE_IT[service_state];
    if (has === undefined) return { kind: 'refused', reason: 'session-ended', closed: false };
    await people.tookOver(account, customer, has);
    return { kind: 'refused', reason: 'human', closed: false, moot: true };
  } catch (error) {
    return outcomeOf(error, REFUSALS);
  }
}
