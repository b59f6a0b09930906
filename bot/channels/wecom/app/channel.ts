import { z } from 'zod';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import { parsePress } from '../../../desk/wecom/card.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { Accept, Channel, ChannelState, Outcome } from '../../channel.ts';
import type { Content, Inbound, Json } from '../../message.ts';
import { type Condition, createCondition } from '../condition.ts';
import { createMediaFetch, mediaSource } from '../fetch-media.ts';
import { outcomeOf } from '../outcome.ts';
import { TEXT_BYTES, toPlainTexts } from '../plain.ts';
import type { AppInbound, SentMessage, WeComAppClient } from '../sdk/index.ts';

export type AppOptions = {
  readonly client: Pick<
    WeComAppClient,
    'sendText' | 'sendFile' | 'uploadMedia' | 'getMedia' | 'getAccessToken'
  >;
  readonly publicUrl: string | undefined;
  readonly telemetry: Telemetry;
};

export type AppChannel = {
  readonly channel: Channel;
  /** What a callback said; resolves when it is kept. Events that are nobody's words are left alone. */
  readonly receive: (message: AppInbound) => Promise<void>;
};

const payloadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('file'), name: z.string(), base64: z.string() }),
]);

/** The word before a repeat must fit as well. */
const ROOM_BYTES = TEXT_BYTES - Buffer.byteLength(`${copy.repeated}\n`);
const MANY = 1000;
/** https://developer.work.weixin.qq.com/document/path/90313 */
const REFUSALS = {
  40003: { reason: 'unknown-member', closed: true },
  60111: { reason: 'unknown-member', closed: true },
  81013: { reason: 'unknown-member', closed: true },
} as const;

/** A self-built app (自建应用): members of the corp, in a chat with the app. https://developer.work.weixin.qq.com/document/path/90235 */
export function createAppChannel({ client, publicUrl, telemetry }: AppOptions): AppChannel {
  const condition = createCondition('wecom-app', telemetry);
  let accept: Accept | undefined;
  return {
    receive: async (message) => {
      const inbound = decodeAppMessage(message);
      if (inbound === undefined) return telemetry.received('wecom-app', 'ignored', message.kind);
      // WeCom asks again when it is told so: nothing is taken before there is somebody to take it.
      if (accept === undefined) throw new NotStarted('the channel has not started yet');
      await accept([inbound]);
    },
    channel: {
      name: 'wecom-app',
      capabilities: {
        text: { max: ROOM_BYTES, unit: 'bytes' },
        buttons: false,
        edits: false,
        idempotent: false,
        perTurn: null,
        push: 'free',
        files: { private: true, group: false, taken: true },
        privateLinks: false,
      },
      encode: (outbound): Json[] => [
        ...toPlainTexts(outbound, { publicUrl, most: MANY, max: ROOM_BYTES }).map((text) => ({
          kind: 'text' as const,
          text,
        })),
        ...outbound.parts.flatMap((part) =>
          part.kind === 'file' ? [{ kind: 'file' as const, name: part.name, base64: part.base64 }] : [],
        ),
      ],
      send: async ({ chat, payload, repeat }, signal): Promise<Outcome> => {
        const message = payloadSchema.parse(payload);
        try {
          const to = { users: [chat] };
          if (message.kind === 'file') {
            const bytes = Buffer.from(message.base64, 'base64');
            const { media_id } = await client.uploadMedia(
              'file',
              { filename: message.name, bytes },
              { signal },
            );
            return outcomeOfSent(await client.sendFile(to, media_id, { signal }), condition);
          }
          const text = repeat ? `${copy.repeated}\n${message.text}` : message.text;
          return outcomeOfSent(await client.sendText(to, text, { signal }), condition);
        } catch (error) {
          const outcome = outcomeOf(error, REFUSALS);
          // A member who is not there any more says nothing of the app.
          if (outcome.kind !== 'refused') condition.fails(error);
          return outcome;
        }
      },
      fetch: createMediaFetch(client),
      start: async (accepting) => {
        accept = accepting;
        await client.getAccessToken().then(condition.works, condition.fails);
      },
      stop: async () => {
        accept = undefined;
      },
      state: (): ChannelState =>
        accept === undefined ? { state: 'connecting', detail: copy.state.connecting } : condition.state(),
    },
  };
}

/** WeCom took it; that it takes a message for nobody is no error of its own. */
function outcomeOfSent({ invaliduser, unlicenseduser }: SentMessage, condition: Condition): Outcome {
  condition.works();
  if (invaliduser.length > 0) return { kind: 'refused', ...REFUSALS[81013] };
  if (unlicenseduser.length > 0) return { kind: 'refused', reason: 'unlicensed-member', closed: true };
  return { kind: 'sent', ref: null };
}

/** A callback came before the server was ready, or after it stopped. */
class NotStarted extends Error {
  override readonly name = 'NotStarted';
}

/** undefined for what is no word of a member. */
export function decodeAppMessage(message: AppInbound): Inbound | undefined {
  const content = contentOf(message);
  if (content === undefined || message.FromUserName === '') return undefined;
  return {
    event: message.dedupeKey,
    chat: message.FromUserName,
    kind: 'private',
    topic: null,
    sender: { id: message.FromUserName, admin: null },
    addressed: true,
    message: 'MsgId' in message && message.MsgId !== '' ? message.MsgId : null,
    quoted: null,
    content,
    handle: message.kind === 'card' ? { task: message.TaskId, code: message.ResponseCode } : null,
  };
}

function contentOf(message: AppInbound): Content | undefined {
  switch (message.kind) {
    case 'text':
      return { kind: 'text', text: message.Content, voice: false, edited: false };
    case 'image':
      return { kind: 'media', media: 'photo', caption: '', files: mediaSource(message.MediaId) };
    case 'voice':
    case 'video':
      return { kind: 'media', media: message.kind, caption: '', files: mediaSource(message.MediaId) };
    case 'location':
      return { kind: 'media', media: 'location', caption: '', files: [] };
    case 'link':
      return { kind: 'media', media: 'other', caption: '', files: [] };
    case 'event':
      if (message.Event === 'subscribe') return { kind: 'enter', payload: '' };
      if (message.Event === 'unsubscribe') return { kind: 'left' };
      return undefined;
    case 'card':
      // Cards are sent by the desk alone; any other may be another program's.
      return parsePress(message.EventKey) === undefined
        ? undefined
        : { kind: 'button', action: message.EventKey };
    case 'unknown':
      // Only messages have an id.
      return message.MsgId === '' ? undefined : { kind: 'media', media: 'other', caption: '', files: [] };
    default:
      return undefined;
  }
}
