import { z } from 'zod';

/** Who wrote an item: 3 the customer, 4 the system, 5 a servicer in the WeCom client. */
export const KfOrigin = { Customer: 3, System: 4, Servicer: 5 } as const;

const id = z.string().default('');
const media = z.object({ media_id: z.string() });

const headSchema = z.object({
  msgid: id,
  open_kfid: id,
  external_userid: id,
  /** seconds */
  send_time: z.number().default(0),
  origin: z.number().default(0),
  servicer_userid: z.string().optional(),
});

const messageSchema = z.discriminatedUnion('msgtype', [
  z.object({
    msgtype: z.literal('text'),
    text: z.object({ content: z.string(), menu_id: z.string().optional() }),
  }),
  z.object({ msgtype: z.literal('image'), image: media }),
  z.object({ msgtype: z.literal('voice'), voice: media }),
  z.object({ msgtype: z.literal('video'), video: media }),
  z.object({ msgtype: z.literal('file'), file: media }),
  z.object({
    msgtype: z.literal('location'),
    location: z.object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().default(''),
      address: z.string().default(''),
    }),
  }),
  z.object({
    msgtype: z.literal('link'),
    link: z.object({
      title: z.string().default(''),
      desc: z.string().default(''),
      url: z.string().default(''),
      pic_url: z.string().default(''),
    }),
  }),
]);

const who = { open_kfid: id, external_userid: id };

/** https://developer.work.weixin.qq.com/document/path/94670 */
const eventSchema = z.discriminatedUnion('event_type', [
  z.object({
    event_type: z.literal('enter_session'),
    ...who,
    scene: z.string().default(''),
    /** What our link carried. */
    scene_param: z.string().default(''),
    /** One message within 20 s; a secret. Absent when the customer is not to be welcomed. */
    welcome_code: z.string().optional(),
  }),
  z.object({
    event_type: z.literal('msg_send_fail'),
    ...who,
    fail_msgid: id,
    /** See KF_FAIL_TYPES. */
    fail_type: z.number().default(0),
  }),
  z.object({
    event_type: z.literal('servicer_status_change'),
    ...who,
    servicer_userid: id,
    /** 1 receiving, 2 stopped: other numbers than listServicers has. */
    status: z.number(),
    stop_type: z.number().optional(),
  }),
  z.object({
    event_type: z.literal('session_status_change'),
    ...who,
    /** 1 taken from the pool, 2 passed on, 3 ended, 4 reopened. */
    change_type: z.number(),
    old_servicer_userid: z.string().optional(),
    new_servicer_userid: z.string().optional(),
    /** One message, after 1 and 3; a secret. */
    msg_code: z.string().optional(),
  }),
  z.object({ event_type: z.literal('user_recall_msg'), ...who, recall_msgid: id }),
  z.object({
    event_type: z.literal('servicer_recall_msg'),
    ...who,
    recall_msgid: id,
    servicer_userid: z.string().optional(),
  }),
]);

export type KfHead = z.infer<typeof headSchema> & {
  /** The same for an item that comes again. Some events have no msgid. */
  readonly dedupeKey: string;
};
export type KfMessage = z.infer<typeof messageSchema>;
export type KfEvent = z.infer<typeof eventSchema>;

/** Something that happened in a conversation. Events have the ids of account and customer in the head as well. */
export type KfItem = KfHead &
  (
    | { readonly kind: 'message'; readonly message: KfMessage }
    | { readonly kind: 'event'; readonly event: KfEvent }
    /** A kind, or a shape of it, that this version does not know; `msgtype` is the event's type for events. */
    | { readonly kind: 'unknown'; readonly msgtype: string }
  );

/** Why a message did not arrive. https://developer.work.weixin.qq.com/document/path/94670 */
export const KF_FAIL_TYPES = {
  0: 'unknown',
  1: 'account-deleted',
  2: 'app-closed',
  4: 'over-48-hours',
  5: 'session-closed',
  6: 'over-5-messages',
  7: 'no-video-account',
  8: 'unverified-corp',
  9: 'no-video-account-and-unverified',
  10: 'customer-rejects',
  11: 'no-member-logged-in',
  12: 'forbidden-type',
} as const;

const itemSchema = z.looseObject({
  msgtype: z.string().default(''),
  event: z.looseObject({ event_type: z.string().default(''), ...who }).optional(),
});

/** Never fails: one odd item must not hold up all that come after it. */
export function parseKfItem(input: unknown): KfItem {
  const item = itemSchema.safeParse(input).data;
  const bare = headSchema.safeParse(input).data ?? headSchema.parse({});
  const event = item?.event;
  const head = {
    ...bare,
    open_kfid: bare.open_kfid || (event?.open_kfid ?? ''),
    external_userid: bare.external_userid || (event?.external_userid ?? ''),
  };
  const type = event?.event_type ?? item?.msgtype ?? '';
  const dedupeKey =
    head.msgid !== ''
      ? `msg:${head.msgid}`
      : ['item', type, head.open_kfid, head.external_userid, head.send_time].join(':');
  const known = item?.msgtype === 'event' ? eventSchema.safeParse(event) : undefined;
  if (known?.success) return { ...head, dedupeKey, kind: 'event', event: known.data };
  const message = messageSchema.safeParse(input);
  if (message.success) return { ...head, dedupeKey, kind: 'message', message: message.data };
  return { ...head, dedupeKey, kind: 'unknown', msgtype: type };
}
