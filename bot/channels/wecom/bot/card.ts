import { createHash } from 'node:crypto';
import { z } from 'zod';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import { sizeOf } from '../../split.ts';
import { type TemplateCard, TemplateCardType } from '../sdk/index.ts';

/** https://developer.work.weixin.qq.com/document/path/101032 */
const MOST_BUTTONS = 6;
export const MOST_OPTIONS = 20;
/** Characters. Buttons show ten; of an option eleven are shown. */
const LABEL_CHARS = 10;
const TITLE_CHARS = 26;
const SUBTITLE_CHARS = 112;
const DESC_CHARS = 30;
/** Of an option's id; a button's key may be longer. */
const KEY_BYTES = 128;
/** Grey with black letters: the only look of a button that is done with, because none can be locked. */
const SPENT = 4;

const QUESTION = 'choice';
const SUBMIT = 'submit';
/** Ids of cards that this version makes: a name, and a mark of each choice by which a press is known again. */
const TASK = /^gy_([0-9a-f]{20})_((?:[0-9a-f]{4}){1,20})$/;

const choiceSchema = z.object({ label: z.string(), action: z.string() });
type Choice = z.infer<typeof choiceSchema>;

/** What can be chosen under an answer. `words`: the answer without marks, null when a card could not say it. */
export const offerSchema = z.object({ words: z.string().nullable(), choices: z.array(choiceSchema).min(1) });
export type Offer = z.infer<typeof offerSchema>;

const button = z.object({ text: z.string(), style: z.number().exactOptional(), key: z.string() });
const common = {
  main_title: z.object({ title: z.string(), desc: z.string().exactOptional() }).exactOptional(),
  task_id: z.string(),
};
/** The cards that are made here, as they are kept. */
export const cardSchema = z.discriminatedUnion('card_type', [
  z.object({
    ...common,
    card_type: z.literal(TemplateCardType.ButtonInteraction),
    sub_title_text: z.string().exactOptional(),
    button_list: z.array(button),
  }),
  z.object({
    ...common,
    card_type: z.literal(TemplateCardType.VoteInteraction),
    checkbox: z.object({
      question_key: z.string(),
      mode: z.literal(0),
      option_list: z.array(z.object({ id: z.string(), text: z.string() })),
    }),
    submit_button: z.object({ text: z.string(), key: z.string() }),
  }),
]);

/**
 * A card under a text, which says what the choice is about.
 * @param name the same at every try of this message: WeCom takes an id of a card once
 */
export function formatCard({ choices }: Offer, name: string): TemplateCard {
  return cardOf(choices, name, { main_title: { title: copy.choose } });
}

/** A card that is the whole message; undefined when it has no room for the words. */
export function formatWholeCard({ choices, words }: Offer, name: string): TemplateCard | undefined {
  const head = words === null ? undefined : headOf(words, choices.length);
  return head && cardOf(choices, name, head);
}

/** Takes the place of a card for whoever pressed it. */
export function formatSpentCard({ task, key }: Press): TemplateCard {
  return {
    card_type: TemplateCardType.ButtonInteraction,
    main_title: { title: copy.pressed },
    button_list: [{ text: key.slice(key.lastIndexOf(PART) + 1), style: SPENT, key }],
    task_id: task,
  };
}

const selectedSchema = z.looseObject({
  question_key: z.string(),
  option_ids: z.looseObject({ option_id: z.array(z.string()) }),
});
/** https://developer.work.weixin.qq.com/document/path/101027 */
export const cardEventSchema = z.looseObject({
  card_type: z.string(),
  event_key: z.string(),
  task_id: z.string(),
  selected_items: z.looseObject({ selected_item: z.array(selectedSchema) }).exactOptional(),
});
type CardEvent = z.infer<typeof cardEventSchema>;

export type Press = { readonly task: string; readonly key: string };

/** What was pressed; undefined for what is on no card of ours. */
export function parsePress({ card_type, event_key, task_id, selected_items }: CardEvent): Press | undefined {
  const chosen = selected_items?.selected_item.find(({ question_key }) => question_key === QUESTION);
  const key = card_type === TemplateCardType.VoteInteraction ? chosen?.option_ids.option_id[0] : event_key;
  const [, name, marks] = TASK.exec(task_id) ?? [];
  if (key === undefined || name === undefined || marks === undefined) return undefined;
  return marks.match(/.{4}/g)?.includes(markOf(name, key)) === true ? { task: task_id, key } : undefined;
}

export const actionOf = ({ key }: Press): string => key.slice(0, key.lastIndexOf(PART));

const PART = '|';

/** What a choice carries: its action, and its label, so that a press says how it looked. */
export function formatKey({ action, label }: Choice): string {
  return `${action}${PART}${shownLabel(label)}`;
}

export const isShownWhole = ({ label }: Choice): boolean => [...label].length <= LABEL_CHARS;
export const isCarried = (choice: Choice): boolean => sizeOf(formatKey(choice), 'bytes') <= KEY_BYTES;

/** As much of a label as a button shows. */
function shownLabel(label: string): string {
  const chars = [...label.replaceAll(PART, '｜')];
  return chars.length <= LABEL_CHARS ? chars.join('') : `${chars.slice(0, LABEL_CHARS - 1).join('')}…`;
}

type Head = { readonly main_title?: { title: string; desc?: string }; readonly sub_title_text?: string };

function cardOf(choices: readonly Choice[], name: string, head: Head): TemplateCard {
  const short = createHash('sha256').update(name).digest('hex').slice(0, 20);
  const keyed = choices.map((choice) => ({ key: formatKey(choice), text: shownLabel(choice.label) }));
  const task_id = `gy_${short}_${keyed.map(({ key }) => markOf(short, key)).join('')}`;
  if (choices.length <= MOST_BUTTONS)
    return { card_type: TemplateCardType.ButtonInteraction, ...head, button_list: keyed, task_id };
  return {
    card_type: TemplateCardType.VoteInteraction,
    ...head,
    checkbox: {
      question_key: QUESTION,
      mode: 0,
      option_list: keyed.map(({ key, text }) => ({ id: key, text })),
    },
    submit_button: { text: copy.submit, key: SUBMIT },
    task_id,
  };
}

/** A short first line is the title. A card with many choices has no room below its title but a line. */
function headOf(words: string, choices: number): Head | undefined {
  const [first = '', ...more] = words.split('\n');
  const rest = more.join('\n').trim();
  const titled = [...first].length <= TITLE_CHARS;
  if (choices > MOST_BUTTONS) {
    if (!titled || [...rest].length > DESC_CHARS) return undefined;
    return { main_title: { title: first, ...(rest !== '' && { desc: rest }) } };
  }
  if (titled && [...rest].length <= SUBTITLE_CHARS)
    return { main_title: { title: first }, ...(rest !== '' && { sub_title_text: rest }) };
  return [...words].length <= SUBTITLE_CHARS ? { sub_title_text: words } : undefined;
}

function markOf(name: string, key: string): string {
  return createHash('sha256').update(`${name} ${key}`).digest('hex').slice(0, 4);
}
