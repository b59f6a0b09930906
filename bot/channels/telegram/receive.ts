import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { Accept } from '../channel.ts';
import type { Inbound } from '../message.ts';
import { retrying } from './auto-retry.ts';
import { isRegionCommand } from './commands.ts';
import { decodeUpdate } from './decode.ts';
import { type Account, createApi } from './grammy.ts';
import type { Identity } from './identity.ts';
import { chatOf } from './update.ts';
import { within } from './within.ts';

/** Somebody waits for the answer: better not to know than to hold everything up. */
const ADMIN_TIMEOUT_MS = 2000;

/** Where updates of one chat go instead of the conversation: what is written there is not asked of the bot. */
export type SideDoor = {
  /** Telegram's id of it. */
  readonly chat: string;
  /** Resolves when it is kept; knows a repeat. */
  readonly accept: (update: unknown, me: Identity) => Promise<void>;
};

export type ReceiveOptions = {
  readonly account: Account;
  readonly accept: Accept;
  readonly telemetry: Telemetry;
  /** Ends what is under way when the channel stops. */
  readonly signal: AbortSignal;
  readonly side: SideDoor | undefined;
};

/** Updates as they come, to the core in one go. Rejects when the core could keep nothing. */
export type Receive = (updates: readonly unknown[], me: Identity) => Promise<void>;

export function createReceive({ account, accept, telemetry, signal, side }: ReceiveOptions): Receive {
  const patient = retrying(createApi(account, signal));

  return async (updates, me) => {
    const inbounds: Promise<Inbound>[] = [];
    for (const update of updates) {
      if (side !== undefined && chatOf(update) === side.chat) {
        await side.accept(update, me);
        continue;
      }
      const decoded = decodeUpdate(update, me);
      if (decoded.kind !== 'inbound') {
        telemetry.received('telegram', decoded.kind, decoded.what);
        continue;
      }
      if (decoded.callback !== null) stopTurning(decoded.callback);
      inbounds.push(withAdmin(decoded.inbound));
    }
    const all = await Promise.all(inbounds);
    if (all.length > 0) await accept(all);
  };

  /**
   * The button turns on the person's screen until this is said. It says nothing of what came of the press, so nobody waits
   * for it and it may fail (a press older than a few minutes). https://core.telegram.org/bots/api#answercallbackquery
   */
  function stopTurning(callback: string): void {
    patient.answerCallbackQuery(callback).catch(() => telemetry.note('info', 'telegram-callback-unanswered'));
  }

  /** https://core.telegram.org/bots/api#getchatmember; without auto-retry, whose waits are longer than ours. */
  async function withAdmin(inbound: Inbound): Promise<Inbound> {
    const { kind, content, sender, addressed } = inbound;
    if (kind !== 'group' || !addressed || sender.admin !== null) return inbound;
    if (content.kind !== 'text' || !isRegionCommand(content.text)) return inbound;
    const asked = within(ADMIN_TIMEOUT_MS, signal, (bounded) =>
      createApi(account, bounded).getChatMember(inbound.chat, Number(sender.id)),
    );
    const admin = await asked.then(
      ({ status }) => status === 'creator' || status === 'administrator',
      () => null,
    );
    return { ...inbound, sender: { ...sender, admin } };
  }
}
