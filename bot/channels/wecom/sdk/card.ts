import { checkBytes, checkCount, LIMITS } from './limits.ts';
import type { TemplateCard, TemplateCardSelectionItem } from './types.ts';

/**
 * How much a card may hold, wherever it is sent.
 * https://developer.work.weixin.qq.com/document/path/101032 (AI bot), /90236 (apps), /91770 (group robots)
 * @throws WeComLimitError
 */
export function checkCard(card: TemplateCard): void {
  const { card: most } = LIMITS;
  const count = (name: string, list: readonly unknown[] | undefined, limit: number) =>
    checkCount(`template_card.${name}`, list?.length ?? 0, limit);
  const bytes = (name: string, text: string | undefined, limit: number) =>
    checkBytes(`template_card.${name}`, text ?? '', limit);
  count('action_menu.action_list', card.action_menu?.action_list, most.menuActions);
  count('horizontal_content_list', card.horizontal_content_list, most.horizontalContents);
  count('jump_list', card.jump_list, most.jumps);
  count('vertical_content_list', card.vertical_content_list, most.verticalContents);
  count('button_list', card.button_list, most.buttons);
  count('select_list', card.select_list, most.selections);
  count('checkbox.option_list', card.checkbox?.option_list, most.checkboxOptions);
  bytes('task_id', card.task_id, most.taskId);
  const keyed = [...(card.action_menu?.action_list ?? []), ...(card.button_list ?? [])];
  for (const { key } of keyed) bytes('key', key, most.key);
  bytes('submit_button.key', card.submit_button?.key, most.key);
  bytes('checkbox.question_key', card.checkbox?.question_key, most.key);
  for (const { id } of card.checkbox?.option_list ?? []) bytes('checkbox.option_list.id', id, most.optionId);
  for (const question of questionsOf(card)) {
    bytes('question_key', question.question_key, most.key);
    count('option_list', question.option_list, most.selectionOptions);
    for (const { id } of question.option_list) bytes('option_list.id', id, most.optionId);
  }
}

function questionsOf({ button_selection, select_list = [] }: TemplateCard): TemplateCardSelectionItem[] {
  return button_selection === undefined ? [...select_list] : [button_selection, ...select_list];
}
