import { z } from 'zod';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Destination, Json, Outbound } from '../../message.ts';
import { sizeOf, splitText } from '../../split.ts';
import { actionsOf, toPlainTexts } from '../plain.ts';
import { LIMITS } from '../sdk/index.ts';

/** Messages for one of the customer's: WeCom allows five, and one is kept for the word that a person takes over. */
export const MESSAGES_PER_TURN = 4;
const { menuItems, menuItemId, menuItemWords, menuWords } = LIMITS.kf;

const contentSchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) }),
  z.object({
    msgtype: z.literal('msgmenu'),
    msgmenu: z.object({
      head_content: z.string(),
      list: z.array(
        z.object({ type: z.literal('click'), click: z.object({ id: z.string(), content: z.string() }) }),
      ),
      tail_content: z.string().exactOptional(),
    }),
  }),
  z.object({ msgtype: z.literal('file'), name: z.string(), base64: z.string() }),
]);
export type KfContent = z.infer<typeof contentSchema>;

/** `welcomeCode`: opens the door for this one message, within 20 s. */
export const kfPayloadSchema = z.object({ content: contentSchema, welcomeCode: z.string().nullable() });
const handleSchema = z.object({ welcomeCode: z.string() });

type Menu = Omit<Extract<KfContent, { msgtype: 'msgmenu' }>['msgmenu'], 'head_content'>;

/** What a menu has no room for stands under it, to be typed. */
function menuOf(outbound: Outbound): Menu {
  const actions = actionsOf(outbound);
  const shown = actions.filter(({ action }) => sizeOf(action, 'bytes') <= menuItemId).slice(0, menuItems);
  const typed = actions.filter((action) => !shown.includes(action)).map(({ label }) => label);
  const [tail_content] =
    typed.length === 0 ? [] : splitText(copy.alsoSay(typed), { max: menuWords, unit: 'bytes' });
  return {
    list: shown.map(({ label, action }) => ({
      type: 'click' as const,
      click: { id: action, content: splitText(label, { max: menuItemWords, unit: 'bytes' })[0] ?? label },
    })),
    ...(tail_content !== undefined && { tail_content }),
  };
}

/** The menu bears the last words where they fit above it: a message of its own costs one of the five. */
function contentsOf(outbound: Outbound, publicUrl: string | undefined, most: number): KfContent[] {
  const textsIn = (room: number, said: Outbound = outbound) => toPlainTexts(said, { publicUrl, most: room });
  const under = menuOf(outbound);
  const texts = textsIn(most);
  if (under.list.length === 0) return texts.map(asText);
  const menu = (head_content: string): KfContent => ({
    msgtype: 'msgmenu',
    msgmenu: { head_content, ...under },
  });
  const last = texts.at(-1) ?? copy.choose;
  if (sizeOf(last, 'bytes') <= menuWords) return [...texts.slice(0, -1).map(asText), menu(last)];
  if (most > 1) return [...textsIn(Math.max(2, most - 1)).map(asText), menu(copy.choose)];
  const labels = actionsOf(outbound).map(({ label }) => label);
  const typed = { kind: 'text' as const, text: copy.alsoSay(labels), style: 'plain' as const };
  return textsIn(1, { ...outbound, parts: [...outbound.parts, typed] }).map(asText);
}

const asText = (content: string): KfContent => ({ msgtype: 'text', text: { content } });

export function encodeForKf(outbound: Outbound, to: Destination, publicUrl: string | undefined): Json[] {
  const files = outbound.parts.flatMap((part): KfContent[] =>
    part.kind === 'file' ? [{ msgtype: 'file', name: part.name, base64: part.base64 }] : [],
  );
  const handle = handleSchema.safeParse(to.handle);
  // Who has only opened the door may be told one thing, until they say something.
  const most = handle.success ? 1 : Math.max(2, MESSAGES_PER_TURN - files.length);
  const contents = contentsOf(outbound, publicUrl, most);
  return [...contents, ...files].map((content, at) => ({
    content,
    welcomeCode: at === 0 && handle.success ? handle.data.welcomeCode : null,
  }));
}
