import { telegramCopy } from '../../copy/telegram.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { Channel, Delivery, Outcome } from '../channel.ts';
import { type Account, type Api, createApi, createInputFile, GrammyError } from './grammy.ts';
import { escapeHtml, plainOf } from './html.ts';
import { outcomeOf } from './outcome.ts';
import { type Payload, payloadSchema } from './payload.ts';
import { within } from './within.ts';

/** One way to say a message; what Telegram minds is taken out of it and it is said again at once. */
type Form = {
  readonly payload: Payload;
  readonly edits: string | null;
  /** Without tags. */
  readonly bare: boolean;
};

/** As many as there are ways to mend a form, and one. */
const TRIES = 6;

export type SendOptions = {
  readonly account: Account;
  /** For one call; longer than the 10 s in which Node gives up connecting, so that the two can be told apart. */
  readonly timeoutMs: number;
  readonly telemetry: Telemetry;
};

/** Without auto-retry: a wait must stand in the outbox, where a crash does not lose it. */
export function createSend({ account, timeoutMs, telemetry }: SendOptions): Channel['send'] {
  return async (delivery, signal) => {
    const parsed = payloadSchema.safeParse(delivery.payload);
    if (!parsed.success) return { kind: 'refused', reason: 'payload of another version', closed: false };
    if (signal.aborted) return { kind: 'later', afterMs: null, reason: 'stopping' };
    let form: Form = { payload: parsed.data, edits: delivery.edits, bare: false };
    for (let attempt = 1; ; attempt++) {
      const current = form;
      try {
        const say = (bounded: AbortSignal) => call(createApi(account, bounded), delivery, current);
        return { kind: 'sent', ref: await within(timeoutMs, signal, say) };
      } catch (error) {
        const mended = attempt < TRIES ? mend(error, form) : undefined;
        if (mended === undefined) return unsent(error, form);
        if (mended === form) return { kind: 'sent', ref: form.edits };
        if (mended.bare !== form.bare) telemetry.note('error', 'telegram-bad-html');
        if (mended.payload.keyboard !== form.payload.keyboard)
          telemetry.note('error', 'telegram-bad-button-url');
        form = mended;
      }
    }
  };

  function unsent(error: unknown, form: Form): Outcome {
    try {
      const outcome = outcomeOf(error, form.edits !== null);
      return form.payload.kind === 'copy' ? ofCopy(outcome) : outcome;
    } catch {
      // An error of ours. The message may have gone; that it happened must not be hidden.
      telemetry.note('error', 'telegram-send-failed', {
        error: error instanceof Error ? error.name : 'unknown',
      });
      return { kind: 'unknown', reason: 'error of the bot' };
    }
  }
}

/** A copy concerns two chats, and Telegram does not say which it minds: the next words show whether it is this one. */
function ofCopy(outcome: Outcome): Outcome {
  if (outcome.kind === 'moved')
    return { kind: 'refused', reason: 'copied from a chat that moved', closed: false };
  return outcome.kind === 'refused' ? { ...outcome, closed: false } : outcome;
}

/** The form without what Telegram minds; the same form when it is already so; undefined when it is not the form's fault. */
function mend(error: unknown, form: Form): Form | undefined {
  if (!(error instanceof GrammyError) || error.error_code !== 400) return undefined;
  const { payload } = form;
  const minds = (words: RegExp) => words.test(error.description);
  if (form.edits !== null) {
    if (minds(/message is not modified/i)) return form;
    if (minds(/message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i))
      return { ...form, edits: null };
  }
  // The topic was deleted, or the group has none any more: said in the group itself.
  if (payload.topic !== null && minds(/message thread not found|TOPIC_(DELETED|CLOSED)/i))
    return { ...form, payload: { ...payload, topic: null } };
  if (payload.replyTo !== null && minds(/message to be replied not found|REPLY_MESSAGE_ID_INVALID/i))
    return { ...form, payload: { ...payload, replyTo: null } };
  if (!form.bare && minds(/can't parse entities|ENTIT(Y|IES)_\w*INVALID/i)) return { ...form, bare: true };
  if (hasUrl(payload) && minds(/BUTTON_URL_INVALID|inline keyboard button URL/i))
    return { ...form, payload: { ...payload, keyboard: withoutUrls(payload) } };
  return undefined;
}

function hasUrl({ keyboard }: Payload): boolean {
  return keyboard.some((row) => row.some((button) => 'url' in button));
}

function withoutUrls({ keyboard }: Payload): Payload['keyboard'] {
  return keyboard.map((row) => row.filter((button) => !('url' in button))).filter((row) => row.length > 0);
}

/** The id of the message that now says it. */
async function call(api: Api, { chat, repeat }: Delivery, { payload, edits, bare }: Form): Promise<string> {
  const again = repeat && edits === null ? `${telegramCopy.repeat}\n\n` : '';
  const say = (html: string) => (bare ? again + plainOf(html) : escapeHtml(again) + html);
  const parse = bare ? {} : { parse_mode: 'HTML' as const };
  // An empty keyboard takes old buttons away when a message is edited.
  const keyboard = { reply_markup: { inline_keyboard: payload.keyboard } };
  const preview = { link_preview_options: { is_disabled: true } };
  const place = {
    ...(payload.topic !== null && { message_thread_id: Number(payload.topic) }),
    ...(payload.replyTo !== null && {
      reply_parameters: { message_id: Number(payload.replyTo), allow_sending_without_reply: true },
    }),
    ...(payload.keyboard.length > 0 && keyboard),
  };
  if (payload.kind === 'file') {
    // https://core.telegram.org/bots/api#senddocument
    const caption = say(payload.caption).trim();
    const sent = await api.sendDocument(chat, createInputFile(payload.base64, payload.name), {
      ...(caption !== '' && { caption, ...parse }),
      ...place,
    });
    return String(sent.message_id);
  }
  if (payload.kind === 'copy') {
    // Its author is not shown, and what stood under it went out as words: https://core.telegram.org/bots/api#copymessage
    const copied = await api.copyMessage(chat, payload.chat, Number(payload.message), {
      caption: '',
      ...place,
    });
    return String(copied.message_id);
  }
  if (edits !== null) {
    // https://core.telegram.org/bots/api#editmessagetext
    await api.editMessageText(chat, Number(edits), say(payload.html), { ...parse, ...preview, ...keyboard });
    return edits;
  }
  // https://core.telegram.org/bots/api#sendmessage
  const sent = await api.sendMessage(chat, say(payload.html), { ...parse, ...preview, ...place });
  return String(sent.message_id);
}
