import { z } from 'zod';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Destination, Json, Outbound } from '../../message.ts';
import { actionsOf, toPlainTexts } from '../plain.ts';

/** Messages for one of the customer's: WeCom allows five, and one is kept for the word that a person takes over. */
export const MESSAGES_PER_TURN = 4;
/** https://developer.work.weixin.qq.com/document/path/94677 */
const MENU_ITEMS = 10;
const MENU_ID_BYTES = 128;

const contentSchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) }),
  z.object({
    msgtype: z.literal('msgmenu'),
    msgmenu: z.object({
      head_content: z.string(),
      list: z.array(
        z.object({ type: z.literal('click'), click: z.object({ id: z.string(), content: z.string() }) }),
      ),
    }),
  }),
  z.object({ msgtype: z.literal('file'), name: z.string(), base64: z.string() }),
]);
export type KfContent = z.infer<typeof contentSchema>;

/** `welcomeCode`: opens the door for this one message, within 20 s. */
export const kfPayloadSchema = z.object({ content: contentSchema, welcomeCode: z.string().nullable() });
const handleSchema = z.object({ welcomeCode: z.string() });

export function encodeForKf(outbound: Outbound, to: Destination, publicUrl: string | undefined): Json[] {
  const files = outbound.parts.flatMap((part): KfContent[] =>
    part.kind === 'file' ? [{ msgtype: 'file', name: part.name, base64: part.base64 }] : [],
  );
  const texts = toPlainTexts(outbound, { publicUrl, most: MESSAGES_PER_TURN - files.length });
  const contents: KfContent[] = texts.map((content) => ({ msgtype: 'text', text: { content } }));
  const list = actionsOf(outbound)
    .filter(({ action }) => Buffer.byteLength(action) <= MENU_ID_BYTES)
    .slice(0, MENU_ITEMS)
    .map(({ label, action }) => ({ type: 'click' as const, click: { id: action, content: label } }));
  if (list.length > 0) {
    // The menu bears the last words: a message of its own would cost one of the five.
    const last = contents.pop();
    const head_content = last?.msgtype === 'text' ? last.text.content : copy.choose;
    contents.push({ msgtype: 'msgmenu', msgmenu: { head_content, list } });
  }
  const handle = handleSchema.safeParse(to.handle);
  return [...contents, ...files].map((content, at) => ({
    content,
    welcomeCode: at === 0 && handle.success ? handle.data.welcomeCode : null,
  }));
}
