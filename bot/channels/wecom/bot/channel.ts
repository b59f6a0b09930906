import type { Channel } from '../../channel.ts';
import { parseBotChat } from './decode.ts';
import { ANSWER_BYTES, botPayloadSchema, encodeForBot } from './encode.ts';
import type { BotTransport } from './transport.ts';

/**
 * The AI bot (智能机器人): members, alone or in groups of their corp. It hears only what names it, so whoever writes waits
 * for an answer, and gets one to each message.
 */
export function createBotChannel(
  transport: BotTransport,
  publicUrl: string | undefined,
  fetch?: NonNullable<Channel['fetch']>,
): Channel {
  return {
    name: 'wecom-bot',
    capabilities: {
      text: { max: ANSWER_BYTES, unit: 'bytes' },
      buttons: true,
      edits: false,
      idempotent: transport.idempotent,
      perTurn: 1,
      push: 'reply',
      files: { private: transport.files, group: transport.files, taken: fetch !== undefined },
      privateLinks: false,
    },
    encode: (outbound, to) => encodeForBot(outbound, to, publicUrl),
    send: async ({ chat, payload, key, repeat }) => {
      const message = botPayloadSchema.parse(payload);
      return transport.answer({ ...message, chat: parseBotChat(chat), key, repeat });
    },
    ...(fetch !== undefined && { fetch }),
    start: (accept) =>
      transport.start(async (inbound) => (await accept([inbound]))?.has(inbound.event) !== true),
    stop: transport.stop,
    state: transport.state,
  };
}
