import { agreementCopy as copy } from '../../copy/guides/agreement.ts';
import * as common from '../common-steps.ts';
import type { Choice, Scene } from '../guide.ts';
import { choiceStep, filesStep, piecesStep, severalStep } from '../steps.ts';
import { sentenceWith } from './find.ts';
import { ITEMS, type ItemId, listedIn } from './items.ts';
import { isSign, SIGNS, type SignId } from './signs.ts';

const MOST_PASTED = 4000;

export const region = common.region();
export const way = choiceStep({
  id: 'way',
  ...copy.way,
  choices: common.choicesFrom(copy.way.choices),
  matters: ['written-agreement-duty'],
});
export const paper = choiceStep({
  id: 'paper',
  ...copy.paper,
  optional: true,
  applies: ({ answers }) => answers.way === 'paste' || answers.way === 'tick',
  choices: common.choicesFrom(copy.paper.choices),
});
export const paste = piecesStep({
  id: 'paste',
  ...copy.paste,
  optional: true,
  // Names and numbers of people stand in agreements.
  personal: true,
  applies: ({ answers }) => answers.way === 'paste',
  most: MOST_PASTED,
});

export const pasted = ({ answers }: Scene): string =>
  typeof answers.paste === 'string' ? answers.paste : '';

/** The sentence in which an item was found in the pasted text. */
export function foundItem(scene: Scene, id: ItemId): string | undefined {
  const { sure, perhaps } = ITEMS[id];
  return sentenceWith(pasted(scene), [sure, perhaps]);
}

const foundIds = (scene: Scene) => listedIn(scene).ids.filter((id) => foundItem(scene, id) !== undefined);
const notFoundIds = (scene: Scene) => listedIn(scene).ids.filter((id) => foundItem(scene, id) === undefined);
const itemChoices = (ids: readonly ItemId[]): Choice[] => ids.map((id) => ({ id, label: copy.items[id] }));

export const wrong = severalStep({
  id: 'wrong',
  ...copy.wrong,
  prompt: (scene) => [
    ...copy.wrong.prompt,
    ...foundIds(scene).map((id) => copy.found(copy.items[id], foundItem(scene, id) ?? '')),
  ],
  applies: (scene) => pasted(scene) !== '' && foundIds(scene).length > 0,
  choices: (scene) => itemChoices(foundIds(scene)),
});
export const also = severalStep({
  id: 'also',
  ...copy.also,
  applies: (scene) => pasted(scene) !== '' && notFoundIds(scene).length > 0,
  choices: (scene) => itemChoices(notFoundIds(scene)),
});
export const has = severalStep({
  id: 'has',
  ...copy.has,
  optional: true,
  applies: (scene) => scene.answers.way === 'tick' && listedIn(scene).ids.length > 0,
  choices: (scene) => itemChoices(listedIn(scene).ids),
});

const SIGN_IDS = Object.keys(SIGNS).filter(isSign);

export const signs = severalStep({
  id: 'signs',
  label: copy.signs.label,
  none: copy.signs.none,
  noneNames: copy.signs.noneNames,
  optional: true,
  prompt: (scene) => {
    const found = SIGN_IDS.flatMap((id) => {
      const sentence = sentenceWith(pasted(scene), [SIGNS[id].words]);
      return sentence === undefined ? [] : [copy.found(copy.signs.choices[id], sentence)];
    });
    return [...copy.signs.prompt, ...(found.length === 0 ? [] : [copy.signs.found, ...found])];
  },
  choices: SIGN_IDS.map((id) => ({ id, label: copy.signs.choices[id] })),
});
export const firm = common.firm({
  label: copy.firm.label,
  prompt: ({ answers }) => (answers.way === 'none' ? copy.firm.unsigned : copy.firm.prompt),
});
export const files = filesStep({
  id: 'files',
  ...copy.files,
  applies: ({ answers }) => answers.way === 'paste' || answers.way === 'tick',
});

/** What the agreement has, as the worker said or set right; null while they did not say. */
export function writtenIn(scene: Scene): readonly ItemId[] | null {
  const { ids } = listedIn(scene);
  const chosen = (id: string) => {
    const value = scene.answers[id];
    return Array.isArray(value) ? value : [];
  };
  if (scene.answers.way === 'paste' && pasted(scene) !== '') {
    const mistaken = chosen('wrong');
    const missed = chosen('also');
    return ids.filter((id) =>
      foundItem(scene, id) === undefined ? missed.includes(id) : !mistaken.includes(id),
    );
  }
  return scene.answers.way === 'tick' && scene.answers.has !== undefined
    ? ids.filter((id) => chosen('has').includes(id))
    : null;
}

export function signsIn({ answers }: Scene): readonly SignId[] {
  return Array.isArray(answers.signs)
    ? answers.signs.filter((id) => typeof id === 'string').filter(isSign)
    : [];
}
