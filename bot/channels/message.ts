/**
 * What every channel decodes to and encodes from. Both are stored, so both have schemas: a row is parsed when it is read.
 */

import { z } from 'zod';

export const jsonSchema = z.json();
export type Json = z.infer<typeof jsonSchema>;

/** A picture, recording or document that somebody sent in a private chat, before its bytes are here. */
export const fileSourceSchema = z.object({
  /** Where the channel's `fetch` finds it, opaque to the core. May be secret; kept sealed beside the file, not with the message. */
  source: jsonSchema,
  /** As its owner or the platform calls it; '' for none. */
  name: z.string(),
  /** As the platform says, which nobody believes; '' for none. */
  mime: z.string(),
  /** Bytes, where the platform tells. */
  size: z.number().nullable(),
  /** The contents, where the channel has them in its hands already: then nothing is fetched. */
  base64: z.string().exactOptional(),
});
export type FileSource = z.infer<typeof fileSourceSchema>;

/** What arrived. Text is as the person wrote it; nothing is trimmed away but the channel's own marks (a mention of the bot). */
export const contentSchema = z.discriminatedUnion('kind', [
  /** `voice`: the platform's transcript. `edited`: replaces an earlier text of the same `message`. */
  z.object({ kind: z.literal('text'), text: z.string(), voice: z.boolean(), edited: z.boolean() }),
  z.object({
    kind: z.literal('media'),
    media: z.enum(['photo', 'file', 'voice', 'video', 'location', 'sticker', 'other']),
    caption: z.string(),
    /** Only in private chats: in a group nothing is taken. */
    files: z.array(fileSourceSchema).default([]),
  }),
  /** A press; `action` is what the button carried. `label`: what stood on it, for a channel that shows it again. */
  z.object({ kind: z.literal('button'), action: z.string(), label: z.string().max(60).exactOptional() }),
  /** Opening the chat; `payload` is what a deep link carried, '' without one. */
  z.object({ kind: z.literal('enter'), payload: z.string() }),
  z.object({ kind: z.literal('feedback'), good: z.boolean() }),
  /** The platform gave the chat another id. */
  z.object({ kind: z.literal('moved'), to: z.string() }),
  /** The person blocked the bot, or the group removed it. */
  z.object({ kind: z.literal('left') }),
]);
export type Content = z.infer<typeof contentSchema>;

export const inboundSchema = z.object({
  /** Unique in the channel for as long as the platform may repeat it. */
  event: z.string().min(1),
  /** Chat id of the platform, as a string: some are above 2^53. */
  chat: z.string().min(1),
  kind: z.enum(['private', 'group']),
  /** Thread within the chat, where the platform has them. */
  topic: z.string().nullable(),
  /** `admin`: whether the sender runs this group; null when nobody asked the platform. */
  sender: z.object({ id: z.string().min(1), admin: z.boolean().nullable() }),
  /** Mentioned, replied to, commanded, or in private. Nothing else is stored. */
  addressed: z.boolean(),
  /** Platform id of the message, for edits, replies and buttons (then: the message that bears the button). */
  message: z.string().nullable(),
  /** The message that this one quotes; `own`: it was the bot's. `text`: what a person said there, '' where it is not told. */
  quoted: z.object({ message: z.string(), own: z.boolean(), text: z.string() }).nullable(),
  content: contentSchema,
  /** A person speaks with them on the platform itself: nothing is to be said, whatever this is. */
  quiet: z.boolean().exactOptional(),
  /** What the channel needs to answer this very message (a reply token, a stream id), opaque to the core. */
  handle: jsonSchema,
});
export type Inbound = z.infer<typeof inboundSchema>;

/** What an action may have: the least of all platforms. https://core.telegram.org/bots/api#inlinekeyboardbutton */
export const MOST_ACTION_BYTES = 64;

/** What a button does: an action that comes back as `button` content, a page, or a private chat with a payload. */
export const buttonSchema = z.object({
  label: z.string().min(1),
  does: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('action'), action: z.string().min(1) }),
    z.object({ kind: z.literal('page'), path: z.string().startsWith('/') }),
    z.object({ kind: z.literal('private'), payload: z.string() }),
  ]),
});
export type Button = z.infer<typeof buttonSchema>;

export const partSchema = z.discriminatedUnion('kind', [
  /**
   * May be cut between sentences. `strong`: the lead. `quiet`: small print. `asks`: what an answer is waited for; where room
   * is short everything else is left out before it.
   */
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    style: z.enum(['plain', 'strong', 'quiet']),
    asks: z.literal(true).exactOptional(),
  }),
  z.object({ kind: z.literal('list'), items: z.array(z.string()) }),
  /** Never cut, and never parted from its quote. Pieces of the quote that do not touch are parted by a line feed. */
  z.object({
    kind: z.literal('citation'),
    id: z.string(),
    /** Whose text, when it is not the reader's own place; '' otherwise. */
    place: z.string(),
    quote: z.string(),
    /** 《title》（number）第二十九条第一款 */
    head: z.string(),
    /** Strength, addressee, date, departments: one line each. */
    notes: z.array(z.string()),
    /** The article's own page with the quoted sentences marked: /policies/… */
    path: z.string(),
  }),
  z.object({
    kind: z.literal('file'),
    name: z.string(),
    mime: z.string(),
    base64: z.string(),
    caption: z.string(),
  }),
]);
export type Part = z.infer<typeof partSchema>;

/** What is said, before a channel gives it form. */
export const outboundSchema = z.object({
  parts: z.array(partSchema),
  /** Rows of buttons under the last part. */
  buttons: z.array(z.array(buttonSchema)),
  /** Region id that the person's questions are answered for from now on, for channels that show it; null when none is known. */
  place: z.string().nullable().exactOptional(),
});
export type Outbound = z.infer<typeof outboundSchema>;

/** Where a message goes: the chat's id is kept apart, because it may change while the message waits. */
export const destinationSchema = z.object({
  kind: z.enum(['private', 'group']),
  topic: z.string().nullable(),
  /** Platform id of the message that is answered, to be shown as a reply; null for none. */
  replyTo: z.string().nullable(),
  handle: jsonSchema,
});
export type Destination = z.infer<typeof destinationSchema>;
