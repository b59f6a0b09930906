import { cardsCopy as copy } from '../copy/cards.ts';
import type { Card, CardForm, PocketBook } from './card.ts';

export const CARD_TYPE = { png: 'image/png', a6: 'application/pdf', a4: 'application/pdf' } as const;

/**
 * 明白卡-拖着工资不发-吉林-c43c7e1933ab-A6.pdf: which text it is of can be told from the name. An article's card bears the
 * article's id beside the title, which it may share with the card of a matter.
 */
export function formatCardName({ kind, subject, title, place, release }: Card, form: CardForm): string {
  const where =
    kind === 'article' ? `${inName(place)}-${subject.replace(/[^\p{L}\p{N}]+/gu, '-')}` : inName(place);
  const end = form === 'png' ? '.png' : `-${form.toUpperCase()}.pdf`;
  return `${copy.file}-${inName(title)}-${where}-${release}${end}`;
}

export function formatBookName({ title, release }: PocketBook): string {
  return `${copy.bookFile}-${inName(title)}-${release}.pdf`;
}

/** Nothing that a file system or a copy shop's machine stumbles over. */
const inName = (words: string) => words.replace(/[^\p{L}\p{N}]+/gu, '').slice(0, 24);
