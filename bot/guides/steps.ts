import { z } from 'zod';
import type { Json } from '../channels/message.ts';
import { guideCopy as copy } from '../copy/guide.ts';
import { choiceNamed } from './advance.ts';
import type { Choice, Reading, Scene, Step } from './guide.ts';
import { parseChoice } from './understand/index.ts';

/** What every kind of question has in common. */
export type Asked = {
  readonly id: string;
  readonly label: string;
  readonly prompt: readonly string[] | ((scene: Scene) => readonly string[]);
  readonly optional?: boolean;
  readonly personal?: boolean;
  readonly applies?: (scene: Scene) => boolean;
  readonly matters?: readonly string[] | ((scene: Scene) => readonly string[]);
};

/** What a step stores, as its own kind understands, checks and says it. */
type Kind<T extends Json> = {
  readonly takes: Step['takes'];
  readonly schema: z.ZodType<T>;
  readonly choices?: (scene: Scene) => readonly Choice[];
  readonly understand: (words: string, scene: Scene) => Reading;
  readonly format: (value: T, scene: Scene) => string;
  readonly none?: string | undefined;
  readonly inFull?: (value: T) => string;
};

/** Builds a step; `T` is known here and nowhere else, so that a guide is a list of steps of one type. */
export function stepOf<T extends Json>(asked: Asked, kind: Kind<T>): Step {
  const { prompt, matters = [] } = asked;
  return {
    id: asked.id,
    label: asked.label,
    prompt: typeof prompt === 'function' ? prompt : () => prompt,
    choices: kind.choices ?? (() => []),
    takes: kind.takes,
    optional: asked.optional ?? false,
    personal: asked.personal ?? false,
    applies: asked.applies ?? (() => true),
    matters: typeof matters === 'function' ? matters : () => matters,
    understand: kind.understand,
    fits: (value) => kind.schema.safeParse(value).success,
    format: (value, scene) => {
      const parsed = kind.schema.safeParse(value);
      return parsed.success ? kind.format(parsed.data, scene) : '';
    },
    none: kind.none ?? null,
    inFull: (value, scene) => {
      const parsed = kind.schema.safeParse(value);
      if (!parsed.success) return '';
      return kind.inFull?.(parsed.data) ?? kind.format(parsed.data, scene);
    },
  };
}

export type Choices = readonly Choice[] | ((scene: Scene) => readonly Choice[]);

/**
 * One of a few answers. Stores its id.
 * @param understand for words that name none of them; null when there is nothing more to try
 */
export function choiceStep(
  asked: Asked & {
    readonly choices: Choices;
    readonly understand?: (words: string, scene: Scene) => Reading;
  },
): Step {
  const choices = choicesOf(asked.choices);
  return stepOf(asked, {
    takes: 'one',
    schema: z.string(),
    choices,
    understand: (words, scene) => {
      const named = choiceNamed(words, choices(scene));
      if (named !== undefined) return { kind: 'value', value: named.id };
      return asked.understand?.(words, scene) ?? { kind: 'none' };
    },
    format: (id, scene) => choices(scene).find((choice) => choice.id === id)?.label ?? id,
  });
}

/**
 * Any number of answers. Stores their ids. Typed: “1、3”, or their names.
 * @param none what it means to choose none of them; without it nothing chosen is no answer
 */
export function severalStep(
  asked: Asked & {
    readonly choices: Choices;
    readonly none?: string;
    readonly noneNames?: readonly string[];
  },
): Step {
  const choices = choicesOf(asked.choices);
  const { none, noneNames = [] } = asked;
  return stepOf(asked, {
    takes: 'several',
    schema: none === undefined ? z.array(z.string()).min(1) : z.array(z.string()),
    choices,
    none,
    understand: (words, scene) => {
      const said = words.trim();
      if (none !== undefined && (said === none || noneNames.includes(said)))
        return { kind: 'value', value: [] };
      const parts = words.split(/[、，,；;\s和]+/u).filter((part) => part !== '');
      const named = parts.map((part) => choiceNamed(part, choices(scene)));
      if (parts.length === 0) return { kind: 'none' };
      if (!named.includes(undefined))
        return { kind: 'value', value: [...new Set(named.flatMap((choice) => choice?.id ?? []))] };
      // 有聊天记录和流水: the names stand among other words.
      const heard = parseChoice(words, choices(scene));
      return heard?.kind === 'understood' && heard.readings.length === 1
        ? { kind: 'value', value: [...heard.readings[0]] }
        : { kind: 'none' };
    },
    // Choices may depend on an answer that was changed since: what is not offered any more does not count.
    format: (ids, scene) => {
      const labels = ids.flatMap((id) => choices(scene).find((choice) => choice.id === id)?.label ?? []);
      return labels.length === 0 ? (none ?? '') : labels.join('、');
    },
  });
}

/** Own words, kept as they were said. @param most characters */
export function textStep(asked: Asked & { readonly most: number }): Step {
  return stepOf(asked, {
    takes: 'words',
    schema: z.string(),
    understand: (words) => {
      const said = words.trim();
      if (said === '') return { kind: 'none' };
      return [...said].length > asked.most
        ? { kind: 'problem', text: copy.tooLong(asked.most) }
        : { kind: 'value', value: said };
    },
    format: (words) => words,
  });
}

/**
 * A long text, pasted in as many messages as it needs. Stores the whole, a line feed between the messages.
 * @param most characters of all messages together
 */
export function piecesStep(asked: Asked & { readonly most: number }): Step {
  return stepOf(asked, {
    takes: 'pieces',
    schema: z.string(),
    understand: (words) => {
      const said = words.trim();
      if (said === '') return { kind: 'none' };
      return [...said].length > asked.most
        ? { kind: 'problem', text: copy.tooLongInAll(asked.most) }
        : { kind: 'value', value: said };
    },
    format: (words) => copy.characters([...words].length),
    inFull: (words) => words,
  });
}

/** Pictures and files, sent one by one. Stores how many; they themselves hang on the run. */
export function filesStep(asked: Asked): Step {
  return stepOf(
    { ...asked, optional: true },
    {
      takes: 'files',
      schema: z.number(),
      understand: () => ({ kind: 'none' }),
      format: (count) => copy.files(count),
    },
  );
}

/** Where the person works. Stores a region id; a place without texts is taken as well, and then nothing is cited. */
export function regionStep(asked: Asked): Step {
  return stepOf(asked, {
    takes: 'one',
    schema: z.string(),
    choices: ({ texts }) => texts.places.map(({ id, name }) => ({ id, label: name })),
    understand: (words, { texts }) => {
      const named = choiceNamed(
        words,
        texts.places.map(({ id, name }) => ({ id, label: name })),
      );
      const place = named?.id ?? texts.placeOf(words)?.id;
      return place === undefined ? { kind: 'none' } : { kind: 'value', value: place };
    },
    format: (id, { texts }) => texts.placeById(id)?.name ?? id,
  });
}

function choicesOf(choices: Choices): (scene: Scene) => readonly Choice[] {
  return typeof choices === 'function' ? choices : () => choices;
}
