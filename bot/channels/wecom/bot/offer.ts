import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Outbound, Part } from '../../message.ts';
import { actionsOf } from '../plain.ts';
import { formatKey, isCarried, isShownWhole, MOST_OPTIONS, type Offer } from './card.ts';

export type ReadOffer = {
  /** What a card offers; null for none. */
  readonly offer: Offer | null;
  /** What is offered beside it, or not wholly shown there, and therefore said. */
  readonly said: readonly string[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
};

/** Buttons as WeCom can show them. A card has no links, and nothing leads from a group into a single chat. */
export function readOffer(outbound: Outbound, publicUrl: string | undefined): ReadOffer {
  const { parts, buttons } = outbound;
  const actions = actionsOf(outbound).filter(
    (choice, at, all) => all.findIndex((other) => formatKey(other) === formatKey(choice)) === at,
  );
  const choices = actions.filter(isCarried).slice(0, MOST_OPTIONS);
  const typed = actions.filter((choice) => !choices.includes(choice) || !isShownWhole(choice));
  const alone = buttons.flat().filter(({ does }) => does.kind === 'private');
  const said = [
    ...(typed.length === 0 ? [] : [copy.alsoSay(typed.map(({ label }) => label))]),
    ...alone.map(({ label }) => copy.alone(label)),
  ];
  const cited = new Set(parts.map((part) => (part.kind === 'citation' ? part.path : undefined)));
  const links = buttons.flat().flatMap(({ label, does }) => {
    if (publicUrl === undefined || does.kind !== 'page' || cited.has(does.path)) return [];
    return [{ label, url: `${publicUrl}${does.path}` }];
  });
  const words = links.length === 0 ? wordsOf(parts, said) : null;
  return { offer: choices.length === 0 ? null : { words, choices }, said, links };
}

/** The same without marks; null when a part of it needs them. */
function wordsOf(parts: readonly Part[], said: readonly string[]): string | null {
  const texts = parts.map((part) => {
    if (part.kind === 'text') return part.text;
    return part.kind === 'list' ? part.items.map((item) => `· ${item}`).join('\n') : null;
  });
  return texts.includes(null) ? null : [...texts, ...said].join('\n').trim();
}
