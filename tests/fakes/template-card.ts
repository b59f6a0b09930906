import { z } from 'zod';

const keyed = (most: number, keys: (items: readonly { id: string }[]) => boolean) =>
  z
    .array(z.looseObject({ id: z.string().min(1), text: z.string().min(1) }))
    .min(1)
    .max(most)
    .refine(keys, 'keys repeated');
const apart = (items: readonly { id: string }[]) => new Set(items.map(({ id }) => id)).size === items.length;
const bytes = (max: number) => (text: string) => Buffer.byteLength(text) <= max;

const task_id = z.string().regex(/^[0-9A-Za-z_\-@]{1,128}$/);
const title = z.looseObject({ title: z.string().exactOptional(), desc: z.string().exactOptional() });
const head = { main_title: title.exactOptional(), sub_title_text: z.string().exactOptional() };

/** Cards of an AI bot, as strictly as WeCom's page says. https://developer.work.weixin.qq.com/document/path/101032 */
export const templateCard = z.union([
  z.looseObject({ card_type: z.enum(['text_notice', 'news_notice', 'multiple_interaction']) }),
  z
    .looseObject({
      ...head,
      card_type: z.literal('button_interaction'),
      task_id,
      button_list: z
        .array(z.looseObject({ text: z.string().min(1), key: z.string().min(1).refine(bytes(1024)) }))
        .min(1)
        .max(6)
        .refine((list) => apart(list.map(({ key }) => ({ id: key }))), 'keys repeated'),
    })
    .refine(
      ({ main_title, sub_title_text }) => (main_title?.title ?? '') !== '' || (sub_title_text ?? '') !== '',
      'a title or a text is needed',
    ),
  z.looseObject({
    card_type: z.literal('vote_interaction'),
    task_id,
    main_title: title,
    checkbox: z.looseObject({
      question_key: z.string().min(1),
      option_list: keyed(20, (items) => apart(items) && items.every(({ id }) => bytes(128)(id))),
    }),
    submit_button: z.looseObject({ text: z.string().min(1), key: z.string().min(1) }),
  }),
]);

/** What a press on a card brings back. https://developer.work.weixin.qq.com/document/path/101027 */
export function pressOf(card: unknown, label: string): Record<string, unknown> {
  const { card_type, task_id: task, button_list = [], checkbox, submit_button } = pressable.parse(card);
  const button = button_list.find(({ text }) => text === label);
  if (button !== undefined) return { card_type, event_key: button.key, task_id: task };
  const option = checkbox?.option_list.find(({ text }) => text === label);
  if (option === undefined || checkbox === undefined) throw new Error(`no button ${label}`);
  const selected_item = [{ question_key: checkbox.question_key, option_ids: { option_id: [option.id] } }];
  return {
    ...{ card_type, event_key: submit_button?.key, task_id: task },
    selected_items: { selected_item },
  };
}

const pressable = z.looseObject({
  card_type: z.string(),
  task_id: z.string(),
  button_list: z.array(z.looseObject({ text: z.string(), key: z.string() })).exactOptional(),
  checkbox: z
    .looseObject({
      question_key: z.string(),
      option_list: z.array(z.looseObject({ id: z.string(), text: z.string() })),
    })
    .exactOptional(),
  submit_button: z.looseObject({ key: z.string() }).exactOptional(),
});
