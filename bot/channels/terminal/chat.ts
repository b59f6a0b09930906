import type { Assistant, Previous } from '#knowledge';
import { zhCN } from '../../copy/zh-CN.ts';
import { type Paint, paintAnswer } from './paint.ts';

/** One person's conversation in a terminal: what they say goes in, what is shown comes out. No streams, no clock. */
export type TerminalChat = {
  readonly greet: () => readonly string[];
  readonly say: (line: string) => readonly string[];
  readonly prompt: () => string;
  readonly isOver: () => boolean;
};

const copy = zhCN.terminal;

export function createTerminalChat(assistant: Assistant, paint: Paint): TerminalChat {
  let region: string | null = null;
  let previous: Previous | undefined;
  let over = false;
  const places = assistant.places.map((place) => place.short).join('、');
  const shortOf = (id: string) =>
    assistant.places.find((place) => place.id === id)?.short ?? id.split('/').at(-1) ?? id;

  const setRegion = (words: string): string[] => {
    if (words === '') return [region === null ? copy.regionNone(places) : copy.regionNow(shortOf(region))];
    const chosen = assistant.placeOf(words);
    if (chosen === undefined) return [copy.regionUnknown(places)];
    if (!chosen.covered) return [copy.regionNotCovered(chosen.name, places)];
    region = chosen.id;
    return [copy.regionSet(chosen.name)];
  };

  const ask = (question: string): string[] => {
    const reply = assistant.ask({ question, region, previous });
    if (reply.answer.status === 'ask_region') pending = question;
    else if (reply.answer.region.length === 1) region = reply.answer.region[0] ?? region;
    previous = reply.previous;
    return [paintAnswer(reply.answer, paint)];
  };

  /** The question that waits for its place; a bare place name answers it. */
  let pending: string | undefined;
  const speak = (line: string): string[] => {
    const chosen = pending === undefined ? undefined : assistant.placeAlone(line);
    if (chosen === undefined || pending === undefined) {
      pending = undefined;
      return ask(line);
    }
    const question = pending;
    pending = undefined;
    region = chosen.id;
    previous = undefined;
    return ask(question);
  };

  const commands: Readonly<Record<string, (rest: string) => readonly string[]>> = {
    地区: setRegion,
    原文: (rest) => (rest === '' ? [copy.sourceUsage] : ask(`${rest} 原文`)),
    帮助: () => copy.help,
    再见: () => {
      over = true;
      return [copy.bye];
    },
  };

  return {
    greet: () => [paint.bold(copy.welcome(places)), paint.dim(copy.hint)],
    prompt: () => (region === null ? copy.prompt : copy.promptWith(shortOf(region))),
    isOver: () => over,
    say: (line) => {
      const text = line.trim();
      const command = /^[/／](\S+)\s*(.*)$/su.exec(text);
      if (command === null) return speak(text);
      const name = command[1] ?? '';
      const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
      return run === undefined ? [copy.unknownCommand] : run((command[2] ?? '').trim());
    },
  };
}
