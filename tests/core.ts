import { z } from 'zod';
import { type Assistant, createAssistant, createFacts, createPolicyPages } from '#knowledge';
import { type App, type AppDeps, createApp } from '../bot/app.ts';
import type { Inbound } from '../bot/channels/message.ts';
import { parseConfig } from '../bot/config.ts';
import type { Library } from '../bot/conversation/turn.ts';
import type { DeskSettings } from '../bot/desk/sweep.ts';
import { PLAIN_CALENDAR } from '../bot/desk/working-calendar.ts';
import { PaperNotMade } from '../bot/papers/press.ts';
import { createVault, type Vault } from '../bot/privacy/vault.ts';
import { sql } from '../bot/store/kysely.ts';
import type { Schema } from '../bot/store/schema.ts';
import type { Store } from '../bot/store/store.ts';
import { silentTelemetry, type Telemetry } from '../bot/telemetry/telemetry.ts';
import { createManualClock, type ManualClock } from './fakes/manual-clock.ts';
import { createScriptedChannel, type ScriptedChannel, type Shown } from './fakes/scripted-channel.ts';
import { tinyRelease } from './fixtures.ts';
import { MADE_UP } from './made-up.ts';
import { realLibrary, TODAY } from './real-release.ts';

/** The texts of this repository, as the conversation uses them. */
export async function realTexts(): Promise<Library> {
  const { release, assistant } = await realLibrary();
  return { assistant, pages: createPolicyPages(release), facts: createFacts() };
}

let tiny: Promise<Library> | undefined;

/** The made-up country: quick, and every word of it is known. */
export function madeUpTexts(): Promise<Library> {
  tiny ??= tinyRelease(MADE_UP).then((release) => ({
    assistant: createAssistant({ release, today: () => TODAY }),
    pages: createPolicyPages(release),
    facts: createFacts(),
  }));
  return tiny;
}

/** A library whose assistant throws for questions that hold `words`, as often as `times` says. */
export function stumblingTexts(library: Library, words: string, times: number): Library {
  let left = times;
  const ask: Assistant['ask'] = (asked) => {
    if (!asked.question.includes(words) || left-- <= 0) return library.assistant.ask(asked);
    throw new RangeError(`cannot read ${asked.question}`);
  };
  return { ...library, assistant: { ...library.assistant, ask } };
}

export const KEY = new Uint8Array(32).fill(7);

/** The union's promise as it is by default, no clauses, and no holidays but weekends. */
export const DESK: DeskSettings = {
  rules: { replyHours: 24, urgentHours: 2, clocks: [], calendar: PLAIN_CALENDAR },
  closeDays: 14,
  retainDays: 365,
};

export type CoreSettings = {
  readonly store: Store;
  readonly library: Library;
  readonly channels?: readonly ScriptedChannel[];
  readonly clock?: ManualClock;
  readonly vault?: Vault;
  readonly telemetry?: Telemetry;
  /** In [0, 1); 0 takes nothing off a backoff. */
  readonly random?: () => number;
  readonly settings?: Partial<AppDeps['settings']>;
  readonly press?: AppDeps['press'];
  readonly office?: AppDeps['office'];
};

export type Core = {
  readonly app: App;
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: ManualClock;
  /** The first one. */
  readonly channel: ScriptedChannel;
  /** Hands over and waits until nothing more is due. */
  readonly receive: (...inbounds: readonly Inbound[]) => Promise<void>;
  readonly person: (sender: string, place?: Place) => Person;
  /** Rows as they lie in the database. */
  readonly rows: (table: keyof Schema) => Promise<readonly RawRow[]>;
};

/** Where somebody speaks; a private chat of their own without it. */
export type Place = {
  readonly group?: string;
  readonly chat?: string;
  readonly topic?: string;
  readonly admin?: boolean;
  /** Default: the first channel's. */
  readonly channel?: ScriptedChannel;
};

/** Somebody who speaks in a chat. What is said is addressed to the bot; each of these returns what the bot then showed. */
export type Person = {
  readonly chat: string;
  readonly say: (text: string, more?: Partial<Inbound>) => Promise<readonly Shown[]>;
  /** Presses the newest button with this label in the chat. @throws when there is none */
  readonly press: (label: string, more?: Partial<Inbound>) => Promise<readonly Shown[]>;
  readonly enter: (payload?: string) => Promise<readonly Shown[]>;
  readonly send: (inbound: Inbound) => Promise<readonly Shown[]>;
  /** A message to be handed over later. */
  readonly text: (text: string, more?: Partial<Inbound>) => Inbound;
  readonly inbound: (content: Inbound['content'], more?: Partial<Inbound>) => Inbound;
};

/** For those who want no files. */
const noPress: AppDeps['press'] = () => Promise.reject(new PaperNotMade('closed'));

let made = 0;

/** The whole bot over `store`, with a clock moved by hand and a channel that does as it is told. */
export function createCore(given: CoreSettings): Core {
  const { store, library } = given;
  const vault = given.vault ?? createVault(KEY);
  const clock = given.clock ?? createManualClock();
  const channels = given.channels ?? [createScriptedChannel()];
  const channel = channels[0] ?? createScriptedChannel();
  let ids = 0;
  const run = ++made;
  const app = createApp({
    press: given.press ?? noPress,
    office: given.office,
    store,
    vault,
    channels,
    clock,
    library: () => library,
    random: given.random ?? (() => 0),
    randomId: () => `id-${run}-${++ids}-0123456789`,
    telemetry: given.telemetry ?? silentTelemetry,
    settings: {
      slowDown: { person: 100, group: 100 },
      retain: { messages: 30, memory: 180, evidence: 90, erasureProofs: 1000, misses: 90 },
      files: { maxBytes: 1000, maxBytesPerPerson: 3000 },
      urgent: parseConfig({}).urgent,
      publicUrl: 'https://gongyou.test',
      desk: DESK,
      ...given.settings,
    },
    sendTimeoutMs: 10_000,
  });
  const receive = async (on: ScriptedChannel, inbounds: readonly Inbound[]) => {
    await app.accept(on.name)(inbounds);
    await app.settle();
  };
  return {
    app,
    store,
    vault,
    clock,
    channel,
    receive: (...inbounds) => receive(channel, inbounds),
    person: (sender, place = {}) => createPerson(sender, place, place.channel ?? channel, receive),
    rows: (table) => rowsOf(store, table),
  };
}

const rawRowSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.null(), z.instanceof(Uint8Array)]),
);
export type RawRow = z.infer<typeof rawRowSchema>;

/** All rows of a table as they lie there, in the order of their first column. */
export async function rowsOf(store: Store, table: keyof Schema): Promise<readonly RawRow[]> {
  const { rows } = await store.transaction((tx) =>
    sql`select * from ${sql.table(table)} order by 1`.execute(tx),
  );
  return z.array(rawRowSchema).parse(rows);
}

function createPerson(
  sender: string,
  place: Place,
  channel: ScriptedChannel,
  receive: (on: ScriptedChannel, inbounds: readonly Inbound[]) => Promise<void>,
): Person {
  const chat = place.group ?? place.chat ?? sender;
  const inbound: Person['inbound'] = (content, more) => {
    const count = ++made;
    return {
      event: `event-${count}`,
      chat,
      kind: place.group === undefined ? 'private' : 'group',
      topic: place.topic ?? null,
      sender: { id: sender, admin: place.group === undefined ? null : (place.admin ?? false) },
      addressed: true,
      message: `said-${count}`,
      quoted: null,
      content,
      handle: null,
      ...more,
    };
  };
  const text: Person['text'] = (words, more) =>
    inbound({ kind: 'text', text: words, voice: false, edited: false }, more);
  const send = async (message: Inbound) => {
    const before = new Map(channel.screen(chat).map((shown) => [shown.ref, shown]));
    await receive(channel, [message]);
    return channel.screen(chat).filter((shown) => before.get(shown.ref) !== shown);
  };
  return {
    chat,
    inbound,
    text,
    send,
    say: (words, more) => send(text(words, more)),
    enter: (payload = '') => send(inbound({ kind: 'enter', payload })),
    press: (label, more) => {
      const { ref, action } = findButton(channel.screen(chat), label);
      return send(inbound({ kind: 'button', action }, { message: ref, ...more }));
    },
  };
}

/** The newest button with this label. @throws when no message bears one that comes back */
export function findButton(screen: readonly Shown[], label: string): { ref: string; action: string } {
  for (const { ref, buttons } of [...screen].reverse()) {
    for (const button of buttons.flat())
      if (button.label === label && button.does.kind === 'action') return { ref, action: button.does.action };
  }
  throw new Error(`no message bears a button ${label}`);
}
