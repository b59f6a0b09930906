import type { FactPlace } from '../../library/edit-facts.ts';
import { HOME } from './library-page.ts';

export const TEXT = `${HOME}/text`;

/** The page of one text, before and after it has an id. */
export function pathOfText({ file, kind, nth }: FactPlace): string {
  return `${TEXT}?${new URLSearchParams({ file, kind, nth: `${nth}` }).toString()}`;
}

/** What was read from the file. */
export const pathOfReadText = ({ file }: Pick<FactPlace, 'file'>): string =>
  `${HOME}/read?${new URLSearchParams({ file }).toString()}`;

/** The texts of one file, or of those whose names hold some words. */
export const pathOfTexts = (words: string): string =>
  `${HOME}/texts?${new URLSearchParams({ q: words }).toString()}`;

/** Where somebody writes how workers would ask for an article. */
export const pathToAsk = (id: string): string =>
  `${HOME}/proposals?${new URLSearchParams({ article: id }).toString()}#own`;
