import type { Channel } from '../../channel.ts';
import { parseBotChat } from './decode.ts';
import { ANSWER_BYTES, botPayloadSchema, encodeForBot } from './encode.ts';
import type { BotTransport } from './transport.ts';

/**
 * The AI bot (智能机器人): members, alone or in groups of their corp. One answer per message, and nothing without one where
 * the transport cannot push.
 */
export function createBotChannel(
  transport: BotTransport,
  { publicUrl, push }: { readonly publicUrl: string | undefined; readonly push: 'window' | 'reply' },
): Channel {
  return {
    name: 'wecom-bot',
    capabilities: {
      text: { max: ANSWER_BYTES, unit: 'bytes' },
      buttons: false,
      edits: false,
      // A stream is written once, whoever writes it.
      idempotent: true,
      perTurn: 1,
      push,
      files: { private: false, group: false },
      privateLinks: false,
    },
    encode: (outbound, to) => encodeForBot(outbound, to, publicUrl),
    send: async ({ chat, payload }, signal) => {
      const { content, handle } = botPayloadSchema.parse(payload);
      return transport.answer(content, handle, parseBotChat(chat), signal);
    },
    start: (accept) => transport.start((inbound) => accept([inbound])),
    stop: transport.stop,
    state: transport.state,
  };
}
