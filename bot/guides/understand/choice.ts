import { bare } from '#knowledge';
import { plainWords } from './plain-words.ts';
import { findSpokenNumbers } from './spoken-number.ts';
import { type Heard, offer, problem } from './understood.ts';

export type Choice = { readonly id: string; readonly label: string; readonly aliases?: readonly string[] };

/** Ids of what was chosen, in the order of the choices. */
export type Chosen = readonly string[];
export type ChoiceProblem = 'no-such-number';

/** By number (1和3, 第二个, 一、三, ③), name, other name or the beginning of a name. Several readings: which one? */
export function parseChoice(words: string, choices: readonly Choice[]): Heard<Chosen, ChoiceProblem> {
  const text = plainWords(words);
  const said = bare(text);
  if (said === '') return undefined;
  const exact = choices.filter((choice) => namesOf(choice).includes(said));
  if (exact.length > 0) return ask(exact);
  const numbers = readNumbers(text, choices.length);
  if (numbers !== undefined) {
    const picked = choices.filter((_, i) => numbers.includes(i + 1));
    return picked.length < new Set(numbers).size || picked.length === 0
      ? problem('no-such-number')
      : { kind: 'understood', readings: [picked.map(({ id }) => id)] };
  }
  if (ALL.test(said)) return { kind: 'understood', readings: [choices.map(({ id }) => id)] };
  const named = namedIn(said, choices);
  if (named.length > 0) return { kind: 'understood', readings: [named.map(({ id }) => id)] };
  const core = said.replace(AROUND, '');
  if (core.length === 0) return undefined;
  const begun = choices.filter((choice) => namesOf(choice).some((name) => name.startsWith(core)));
  if (begun.length > 0) return ask(begun);
  return core.length < 2
    ? undefined
    : ask(choices.filter((choice) => namesOf(choice).some((name) => name.includes(core))));
}

const ALL = /^(?:全部|全都?有|全都?是|都有|都是|所有|全选|每个都有|以上都有|以上都是|上面都是)[的了啊]?$/;
const AROUND = /^(?:我|选|是|就|要|应该|属于|那个|这个|的)+|(?:的|了|吧|那个|这个|啊|呢|那种|这种|这项)+$/gu;

/** One of them is meant, and which is not sure when there are several. */
function ask(choices: readonly Choice[]): Heard<Chosen> {
  return offer(
    choices.map(({ id }) => [id]),
    ([id]) => id ?? '',
  );
}

const namesOf = ({ label, aliases = [] }: Choice) =>
  [label, ...aliases].map((name) => bare(name)).filter((name) => name !== '');

/** Names that stand in the words, longest first, none inside another, none denied. */
function namedIn(said: string, choices: readonly Choice[]): readonly Choice[] {
  const names = choices
    .flatMap((choice) => namesOf(choice).map((name) => ({ name, choice })))
    .sort((a, b) => b.name.length - a.name.length);
  const picked = new Set<Choice>();
  let rest = said;
  for (const { name, choice } of names) {
    // One letter or character says too little inside other words.
    if (name.length < 2) continue;
    for (let at = rest.indexOf(name); at >= 0; at = rest.indexOf(name, at + name.length)) {
      if (!/(?:不是|没有?|不选|除了|不)$/.test(rest.slice(Math.max(0, at - 3), at))) picked.add(choice);
      rest = rest.slice(0, at) + '\u0000'.repeat(name.length) + rest.slice(at + name.length);
    }
  }
  return choices.filter((choice) => picked.has(choice));
}

const FILLER =
  /我|选|要|是|的|第|个|项|条|号|种|还有|以及|然后|和|跟|与|及|加|同|另外|吧|啊|呢|[\s,，、.。;；+&/()!和]/gu;

/** 1-based; undefined when there is something else than numbers. */
function readNumbers(text: string, count: number): readonly number[] | undefined {
  const last = /^(?:我?选?)(?:倒数第[一1]|最后[一1]?)(?:个|项|条)?$/.test(text);
  if (last) return [count];
  const first = /^(?:我?选?)前([两二三四五六七八九2-9])(?:个|项|条)/.exec(text)?.[1];
  if (first !== undefined) return upTo(1, findSpokenNumbers(first)[0]?.from ?? 0);
  const letter = /^[a-z]$/.exec(text.trim())?.[0];
  if (letter !== undefined) return [letter.charCodeAt(0) - 96];
  const range = /^([1-9一二三四五六七八九])\s?(?:到|至|-|~)\s?([1-9一二三四五六七八九])$/.exec(text.trim());
  if (range !== null) return upTo(digitOf(range[1] ?? ''), digitOf(range[2] ?? ''));
  const parts = text.split(FILLER).filter((part) => part !== '');
  const numbers = parts.map((part) => numberOf(part, count));
  return parts.length > 0 && numbers.every((figures) => figures !== undefined) ? numbers.flat() : undefined;
}

const digitOf = (char: string) => findSpokenNumbers(char)[0]?.from ?? 0;
const upTo = (from: number, to: number) =>
  Array.from({ length: Math.max(0, Math.min(to, 99) - from + 1) }, (_, i) => from + i);

/** 13 is the first and the third where there are fewer than ten. */
function numberOf(part: string, count: number): readonly number[] | undefined {
  if (/^\d{1,6}$/.test(part))
    return count < 10 && part.length > 1 && !part.includes('0') ? [...part].map(Number) : [Number(part)];
  if (/^[一二两三四五六七八九]{1,6}$/.test(part)) return [...part].map(digitOf);
  if (/^[一二三四五六七八九]?十[一二三四五六七八九]?$/.test(part)) return [digitOf(part)];
  return undefined;
}
