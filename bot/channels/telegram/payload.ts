import { z } from 'zod';

/** https://core.telegram.org/bots/api#inlinekeyboardbutton */
const keyboardSchema = z.array(
  z.array(
    z.union([
      z.object({ text: z.string(), callback_data: z.string() }),
      z.object({ text: z.string(), url: z.string() }),
    ]),
  ),
);
export type Keyboard = z.infer<typeof keyboardSchema>;

const common = {
  /** Message id that is answered; null for none. */
  replyTo: z.string().nullable(),
  topic: z.string().nullable(),
  keyboard: keyboardSchema,
};

/** One message of Telegram as it waits in the outbox. The chat and what to edit stand in the delivery. */
export const payloadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), html: z.string(), ...common }),
  z.object({
    kind: z.literal('file'),
    name: z.string(),
    base64: z.string(),
    /** HTML. */
    caption: z.string(),
    ...common,
  }),
  /** A message of another chat, without its words and without who wrote it. */
  z.object({ kind: z.literal('copy'), chat: z.string(), message: z.string(), ...common }),
]);
export type Payload = z.infer<typeof payloadSchema>;

/** What the bot says in words of its own. */
export type Said = Exclude<Payload, { kind: 'copy' }>;

/** How a message of a group is named to be copied. */
export const formatCopyable = (chat: string, message: string): string => `${chat}/${message}`;

/** @throws RangeError for what is no message */
export function copyPayload(of: string): Payload {
  const [chat, message, ...more] = of.split('/');
  if (!chat || !message || more.length > 0) throw new RangeError('no message is named so');
  return { kind: 'copy', chat, message, replyTo: null, topic: null, keyboard: [] };
}
