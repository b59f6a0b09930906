import type { Trade } from '#knowledge';
import { commonCopy as copy } from '../copy/guides/common.ts';
import type { Choice, Scene, Step } from './guide.ts';
import { nameStep, phoneStep, platformStep } from './heard-steps.ts';
import { type Asked, choiceStep, regionStep, textStep } from './steps.ts';

/** Choices as copy files keep them: by id. */
export type ChoiceCopy = Readonly<
  Record<string, { readonly label: string; readonly aliases?: readonly string[] }>
>;

export function choicesFrom(copied: ChoiceCopy): readonly Choice[] {
  return Object.entries(copied).map(([id, choice]) => ({ id, ...choice }));
}

type More = Omit<Partial<Asked>, 'id' | 'label'>;

export const region = (): Step => regionStep({ id: 'region', ...copy.region });

export const trade = (more: More = {}): Step =>
  choiceStep({ id: 'trade', ...copy.trade, ...more, choices: choicesFrom(copy.trade.choices) });

export const organiser = (more: More = {}): Step =>
  choiceStep({ id: 'organiser', ...copy.organiser, ...more, choices: choicesFrom(copy.organiser.choices) });

export const platform = (more: More = {}): Step =>
  platformStep({ id: 'platform', ...copy.platform, optional: true, ...more });

export const firm = (more: More = {}): Step =>
  textStep({ id: 'firm', ...copy.firm, optional: true, ...more, most: 40 });

export const name = (more: More = {}): Step => nameStep({ id: 'name', ...copy.name, ...more });

export const phone = (more: More = {}): Step =>
  phoneStep({ id: 'phone', ...copy.phone, optional: true, ...more });

const TRADES: Readonly<Record<string, Trade>> = {
  'courier-food': '外卖',
  parcel: '快递',
  ridehail: '网约车',
  truck: '货运',
  driver: '代驾',
  streamer: '直播',
  other: '其他',
};

/** As the union's own tables name a trade. */
export const tradeOf = ({ answers }: Scene): Trade | undefined => TRADES[`${answers.trade}`];

/** Words of an answer; null when it was not given. */
export function told(scene: Scene, step: Step): string | null {
  const value = scene.answers[step.id];
  return value === undefined ? null : step.format(value, scene);
}

/** Where the worker is, in short; '' while no place is known. */
export function placeName({ region: id, texts }: Scene): string {
  return (id === null ? undefined : texts.placeById(id)?.name) ?? '';
}
