import { describe, expect, it } from 'vitest';
import { checkCard } from '../../../../../bot/channels/wecom/sdk/card.ts';
import { type TemplateCard, WeComLimitError } from '../../../../../bot/channels/wecom/sdk/index.ts';

const list = <Item>(length: number, make: (at: number) => Item): Item[] =>
  Array.from({ length }, (_, at) => make(at));
const option = (at: number) => ({ id: `o${at}`, text: '一' });
const question = (options: number) => ({ question_key: 'q', option_list: list(options, option) });
const long = (bytes: number) => 'k'.repeat(bytes);

/** What a card may hold of each, and the card that holds `most`. https://developer.work.weixin.qq.com/document/path/101032 */
const ROWS: readonly (readonly [field: string, limit: number, (most: number) => Partial<TemplateCard>])[] = [
  [
    'action_menu.action_list',
    3,
    (n) => ({ action_menu: { desc: '', action_list: list(n, () => ({ text: '', key: 'k' })) } }),
  ],
  ['horizontal_content_list', 6, (n) => ({ horizontal_content_list: list(n, () => ({ keyname: 'k' })) })],
  ['jump_list', 3, (n) => ({ jump_list: list(n, () => ({ title: 't' })) })],
  ['vertical_content_list', 4, (n) => ({ vertical_content_list: list(n, () => ({ title: 't' })) })],
  ['button_list', 6, (n) => ({ button_list: list(n, (at) => ({ text: '', key: `${at}` })) })],
  ['select_list', 3, (n) => ({ select_list: list(n, () => question(1)) })],
  ['option_list', 10, (n) => ({ select_list: [question(n)] })],
  ['option_list', 10, (n) => ({ button_selection: question(n) })],
  ['checkbox.option_list', 20, (n) => ({ checkbox: question(n) })],
  ['task_id', 128, (n) => ({ task_id: long(n) })],
  ['key', 1024, (n) => ({ button_list: [{ text: '', key: long(n) }] })],
  ['key', 1024, (n) => ({ action_menu: { desc: '', action_list: [{ text: '', key: long(n) }] } })],
  ['submit_button.key', 1024, (n) => ({ submit_button: { text: '', key: long(n) } })],
  ['question_key', 1024, (n) => ({ select_list: [{ question_key: long(n), option_list: [] }] })],
  ['checkbox.question_key', 1024, (n) => ({ checkbox: { question_key: long(n), option_list: [] } })],
  [
    'option_list.id',
    128,
    (n) => ({ select_list: [{ question_key: 'q', option_list: [{ id: long(n), text: '' }] }] }),
  ],
  [
    'checkbox.option_list.id',
    128,
    (n) => ({ checkbox: { question_key: 'q', option_list: [{ id: long(n), text: '' }] } }),
  ],
];

describe('what a card may hold', () => {
  it.each(ROWS)('%s: %i and no more', (field, limit, card) => {
    const check = (most: number) => () => checkCard({ card_type: 'multiple_interaction', ...card(most) });
    expect(check(limit)).not.toThrow();
    const wanted = { field: `template_card.${field}`, limit, actual: limit + 1 };
    expect(check(limit + 1)).toThrow(expect.objectContaining(wanted));
    expect(check(limit + 1)).toThrow(WeComLimitError);
  });
});
