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
]);
export type Payload = z.infer<typeof payloadSchema>;
