import { type Citation, citationHead, type Trade } from '#knowledge';
import { commonCopy as copy } from '../copy/guides/common.ts';
import { shiftCopy } from '../copy/guides/shift.ts';
import { clausesIn } from './advance.ts';
import type { Answers, Choice, Reading, Scene, Step } from './guide.ts';
import { nameStep, phoneStep, platformStep, readingOf } from './heard-steps.ts';
import { type Asked, choiceStep, regionStep, textStep } from './steps.ts';
import { parseEmployer, parseTrade, type TradeId } from './understand/index.ts';

/** Choices as copy files keep them: by id. */
export type ChoiceCopy = Readonly<
  Record<string, { readonly label: string; readonly aliases?: readonly string[] }>
>;

export function choicesFrom(copied: ChoiceCopy): readonly Choice[] {
  return Object.entries(copied).map(([id, choice]) => ({ id, ...choice }));
}

type More = Omit<Partial<Asked>, 'id'>;

export const region = (): Step => regionStep({ id: 'region', ...copy.region });

/** The choices by the trades that are heard in words. */
const HEARD_TRADES: Readonly<Record<TradeId, keyof typeof copy.trade.choices>> = {
  'courier-food': 'courier-food',
  'courier-parcel': 'parcel',
  'driver-ride': 'ridehail',
  'driver-truck': 'truck',
  'driver-designated': 'driver',
  streamer: 'streamer',
  other: 'other',
};

export const trade = (more: More = {}): Step =>
  choiceStep({
    id: 'trade',
    ...copy.trade,
    ...more,
    choices: choicesFrom(copy.trade.choices),
    understand: tradeIn,
  });

/** The trade in somebody's words, as the choices name it. */
function tradeIn(words: string): Reading {
  const [first, ...others] = (parseTrade(words)?.readings ?? []).map((heard) => HEARD_TRADES[heard]);
  if (first === undefined) return { kind: 'none' };
  return others.length === 0
    ? { kind: 'value', value: first }
    : { kind: 'options', values: [first, ...others] };
}

export const organiser = (more: More = {}): Step =>
  choiceStep({
    id: 'organiser',
    ...copy.organiser,
    ...more,
    choices: choicesFrom(copy.organiser.choices),
    understand: (words) => readingOf(parseEmployer(words)),
  });

const NO_MEMBER =
  /^(?:嗯[,，])?(?:我|俺)?(?:还|从来|一直|以前|都|肯定|并)?(?:没(?!错|问题|毛病|事)|未|木有|木得|冇|无|不是)/u;
const MEMBER = /^(?:我|俺)?(?:早|早就|已经|以前|之前|去年|前年)?(?:是|有|对|嗯|入|加入|参加|会员)/u;

function memberIn(words: string): Reading {
  if (NO_MEMBER.test(words)) return { kind: 'value', value: 'no' };
  return MEMBER.test(words) && !/不|没|[?？吗么]/u.test(words)
    ? { kind: 'value', value: 'yes' }
    : { kind: 'none' };
}

/** Whether somebody is in a union already. */
export const member = (more: More = {}): Step =>
  choiceStep({
    id: 'member',
    ...copy.member,
    ...more,
    choices: choicesFrom(copy.member.choices),
    understand: (words) => memberIn(words.trim()),
  });

export const platform = (more: More = {}): Step =>
  platformStep({ id: 'platform', ...copy.platform, optional: true, ...more });

/** 有 and 没有 are no name of a firm. */
const BARE = /^(?:有|没有?|无|是|不是|对|嗯|没(?:有)?(?:公司|站点|挂靠|单位))的?[。.!！]*$/u;

export function firm(more: More = {}): Step {
  const step = textStep({ id: 'firm', ...copy.firm, optional: true, ...more, most: 40 });
  return {
    ...step,
    understand: (words, scene) =>
      BARE.test(words.trim()) ? { kind: 'problem', text: copy.firmBare } : step.understand(words, scene),
  };
}

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

/** 在张店送外卖: where somebody works, in the words with which they ask for a guide. A home town is none. */
function workplaceIn(words: string, { texts }: Scene): string | undefined {
  const said = /(?:^|[我人，,。\s是])在([\p{Script=Han}]{2,12}?)(?:送|干|跑|开|做|当|拉|上班|打工)/u.exec(
    words,
  )?.[1];
  return said === undefined ? undefined : texts.placeOf(said)?.id;
}

/** What the words hold that ask for a guide. */
export function workIn(words: string, scene: Scene): Answers {
  const said = tradeIn(words);
  const place = workplaceIn(words, scene);
  return {
    ...(said.kind === 'value' ? { trade: said.value } : {}),
    ...(place === undefined ? {} : { region: place }),
  };
}

/** Words of an answer; null when it was not given, or is none any more: in a paper that is a gap, and not an empty line. */
export function told(scene: Scene, step: Step): string | null {
  const value = scene.answers[step.id];
  return value === undefined || !step.fits(value, scene) ? null : step.format(value, scene);
}

/** Where the worker is, in short; '' while no place is known. */
export function placeName({ region: id, texts }: Scene): string {
  return (id === null ? undefined : texts.placeById(id)?.name) ?? '';
}

/** Words of a text that calls itself a campaign. */
const CAMPAIGN = '专项行动';

/** A campaign that has ended binds nobody any more: no letter rests on it, and nobody is sent to its offices. */
export function standing(clauses: readonly Citation[]): readonly Citation[] {
  return clauses.filter((clause) => !`${citationHead(clause)}${clause.note}`.includes(CAMPAIGN));
}

export const clausesForLetter = (scene: Scene, matters: readonly string[]): readonly Citation[] =>
  standing(clausesIn(scene, matters));

/** What is said where no clause is found: a place whose texts are silent is another thing than a place without texts. */
export function silence({ region: id, texts }: Scene, silent: (place: string) => string): string | null {
  const place = id === null ? undefined : texts.placeById(id);
  if (place === undefined) return null;
  return place.covered ? silent(place.name) : copy.noTexts(place.name);
}

/** Whether the log of shifts goes along; asked only of those who keep one. The engine adds it when it is handed over. */
export const worklog = (more: More = {}): Step =>
  choiceStep({
    id: WORK_LOG,
    label: shiftCopy.attach.label,
    prompt: shiftCopy.attach.prompt,
    optional: true,
    applies: ({ logged }) => logged === true,
    ...more,
    choices: choicesFrom(shiftCopy.attach.choices),
  });
const WORK_LOG = 'worklog';

export const takesWorkLog = (answers: Answers): boolean => answers[WORK_LOG] === 'yes';
