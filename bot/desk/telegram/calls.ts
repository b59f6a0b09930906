import { type Account, createApi, GrammyError, type InlineButton } from '../../channels/telegram/grammy.ts';
import { outcomeOf } from '../../channels/telegram/outcome.ts';
import { within } from '../../channels/telegram/within.ts';

/** What came of one call. */
export type Called =
  /** `ref`: the new topic or message; '' where none is made. */
  | { readonly kind: 'done'; readonly ref: string }
  /** Somebody deleted the topic. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'shut' }
  | { readonly kind: 'later'; readonly afterMs: number | null }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'unknown' }
  /** `place`: the whole group cannot be worked in, whatever is tried. */
  | { readonly kind: 'refused'; readonly place: boolean; readonly reason: string };

export type GroupCalls = {
  readonly create: (title: string, colour: Colour) => Promise<Called>;
  readonly rename: (topic: string, title: string) => Promise<Called>;
  readonly shut: (topic: string) => Promise<Called>;
  readonly reopen: (topic: string) => Promise<Called>;
  readonly remove: (topic: string) => Promise<Called>;
  /** @param topic null: in the group itself */
  readonly post: (topic: string | null, message: GroupMessage) => Promise<Called>;
  /** What somebody sees who pressed; gone after a moment. */
  readonly toast: (callback: string, text: string) => Promise<void>;
  /** A sign under a message that it was heard. */
  readonly nod: (message: string) => Promise<void>;
};
type Colour = 0xfb6f5f | 0x6fb9f0;
export type GroupMessage = {
  readonly text: string;
  readonly replyTo: string | null;
  readonly buttons: readonly (readonly InlineButton[])[];
};

const LOST = /message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/i;
const SAME = /TOPIC_NOT_MODIFIED|message is not modified/i;
const NO_FORUM = /not a forum|CHANNEL_FORUM_MISSING/i;

/** The calls into the staff's group, each one try. https://core.telegram.org/bots/api#createforumtopic */
export function createGroupCalls(
  account: Account,
  { chat, timeoutMs, signal }: { chat: string; timeoutMs: number; signal: AbortSignal },
): GroupCalls {
  type Api = ReturnType<typeof createApi>;
  const call = async (repeatable: boolean, work: (api: Api) => Promise<string>): Promise<Called> => {
    try {
      const ref = await within(timeoutMs, signal, (bounded) => work(createApi(account, bounded)));
      return { kind: 'done', ref };
    } catch (error) {
      return calledOf(error, repeatable);
    }
  };
  const quietly = (work: (api: Api) => Promise<unknown>) =>
    within(timeoutMs, signal, (bounded) => work(createApi(account, bounded))).then(() => undefined);
  const topical = (work: (api: Api) => Promise<unknown>) =>
    call(true, async (api) => {
      await work(api);
      return '';
    });
  return {
    create: (title, colour) =>
      call(false, async (api) => {
        const made = await api.createForumTopic(chat, title, { icon_color: colour });
        return String(made.message_thread_id);
      }),
    // https://core.telegram.org/bots/api#editforumtopic
    rename: (topic, name) => topical((api) => api.editForumTopic(chat, Number(topic), { name })),
    // https://core.telegram.org/bots/api#closeforumtopic
    shut: (topic) => topical((api) => api.closeForumTopic(chat, Number(topic))),
    // https://core.telegram.org/bots/api#reopenforumtopic
    reopen: (topic) => topical((api) => api.reopenForumTopic(chat, Number(topic))),
    // https://core.telegram.org/bots/api#deleteforumtopic: with all its messages.
    remove: (topic) => topical((api) => api.deleteForumTopic(chat, Number(topic))),
    // https://core.telegram.org/bots/api#sendmessage
    post: (topic, { text, replyTo, buttons }) =>
      call(false, async (api) => {
        const sent = await api.sendMessage(chat, text, {
          link_preview_options: { is_disabled: true },
          ...(topic !== null && { message_thread_id: Number(topic) }),
          ...(replyTo !== null && {
            reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true },
          }),
          ...(buttons.length > 0 && {
            reply_markup: { inline_keyboard: buttons.map((row) => [...row]) },
          }),
        });
        return String(sent.message_id);
      }),
    // https://core.telegram.org/bots/api#answercallbackquery
    toast: (callback, text) => quietly((api) => api.answerCallbackQuery(callback, { text })),
    // https://core.telegram.org/bots/api#setmessagereaction
    nod: (message) =>
      quietly((api) => api.setMessageReaction(chat, Number(message), [{ type: 'emoji', emoji: '👌' }])),
  };
}

function calledOf(error: unknown, repeatable: boolean): Called {
  if (error instanceof GrammyError && error.error_code === 400) {
    const { description } = error;
    if (SAME.test(description)) return { kind: 'done', ref: '' };
    if (LOST.test(description)) return { kind: 'lost' };
    if (/TOPIC_CLOSED/i.test(description)) return { kind: 'shut' };
    if (NO_FORUM.test(description)) return { kind: 'refused', place: true, reason: 'no forum' };
  }
  const outcome = outcomeOf(error, repeatable);
  switch (outcome.kind) {
    case 'later':
      return { kind: 'later', afterMs: outcome.afterMs };
    case 'unknown':
      return { kind: 'unknown' };
    case 'refused':
      return { kind: 'refused', place: outcome.closed, reason: outcome.reason };
    case 'moved':
      return { kind: 'refused', place: true, reason: 'moved' };
    case 'sent':
      return { kind: 'unknown' };
  }
}
