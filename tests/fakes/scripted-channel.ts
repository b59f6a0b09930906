import { z } from 'zod';
import type { Capabilities, Channel, Delivery, Fetched, Outcome } from '../../bot/channels/channel.ts';
import { buttonSchema, type Json, type Outbound, type Part } from '../../bot/channels/message.ts';

/** What one try does. Tries without a step are sent. */
export type Step =
  | Outcome
  /** Nobody learns what became of it. */
  | { readonly kind: 'lost'; readonly arrives: boolean }
  | { readonly kind: 'throws'; readonly arrives: boolean }
  /** Reported only when `release` resolves. Without an outcome it arrives at once. */
  | { readonly kind: 'held'; readonly release: Promise<unknown>; readonly outcome?: Outcome };

const payloadSchema = z.object({
  text: z.string(),
  buttons: z.array(z.array(buttonSchema)),
  file: z.string().nullable(),
});

/** One message as people see it; an edit changes it where it stands. */
export type Shown = z.infer<typeof payloadSchema> & {
  readonly ref: string;
  readonly chat: string;
  /** It says of itself that it may be a repeat. */
  readonly repeat: boolean;
  readonly key: string;
};

export type ScriptedChannel = Channel & {
  /** What the next tries in this chat come to. */
  readonly script: (chat: string, ...steps: readonly Step[]) => void;
  /** What a try to fetch this source comes to, in order; the last one stays. @param step a function may wait, or heed its signal */
  readonly files: Map<string, (Fetched | ((signal: AbortSignal) => Promise<Fetched>))[]>;
  /** Sources that were asked for, in order. */
  readonly fetches: readonly Json[];
  /** Every try, in order. */
  readonly tries: readonly Delivery[];
  /** What stands in a chat now, oldest first. */
  readonly screen: (chat: string) => readonly Shown[];
  readonly texts: (chat: string) => readonly string[];
  /** Chats of which `delivered` was told. */
  readonly told: readonly string[];
};

export const CAPABLE: Capabilities = {
  text: { max: 4096, unit: 'chars' },
  buttons: true,
  edits: true,
  idempotent: false,
  perTurn: null,
  push: 'free',
  files: { private: true, group: true, taken: true },
  privateLinks: true,
};

export type ScriptedChannelSettings = {
  readonly name?: string;
  readonly capabilities?: Partial<Capabilities>;
  /** One message of the platform for each part, so that one answer is several messages. */
  readonly onePartEach?: boolean;
};

/** A platform that does as it is told: `sent` unless a test scripts something else. Refs rise from 1. */
export function createScriptedChannel(settings: ScriptedChannelSettings = {}): ScriptedChannel {
  const capabilities = { ...CAPABLE, ...settings.capabilities };
  const steps = new Map<string, Step[]>();
  const tries: Delivery[] = [];
  const told: string[] = [];
  const shown: Shown[] = [];
  const files: ScriptedChannel['files'] = new Map();
  const fetches: Json[] = [];
  let refs = 0;

  const arrive = ({ chat, payload, edits, key, repeat }: Delivery): string => {
    const known = capabilities.idempotent ? shown.find((message) => message.key === key) : undefined;
    if (known !== undefined) return known.ref;
    const standing = shown.findIndex((message) => message.chat === chat && message.ref === edits);
    const ref = edits !== null && standing >= 0 ? edits : `${++refs}`;
    const message: Shown = { ...payloadSchema.parse(payload), ref, chat, repeat, key };
    if (standing >= 0) shown[standing] = message;
    else shown.push(message);
    return ref;
  };

  const send = async (delivery: Delivery): Promise<Outcome> => {
    tries.push(delivery);
    const step = steps.get(delivery.chat)?.shift() ?? { kind: 'sent', ref: null };
    switch (step.kind) {
      case 'sent':
        return { kind: 'sent', ref: arrive(delivery) };
      case 'lost':
        if (step.arrives) arrive(delivery);
        return { kind: 'unknown', reason: 'lost' };
      case 'throws':
        if (step.arrives) arrive(delivery);
        throw new TypeError('the channel broke its contract');
      case 'held': {
        const outcome = step.outcome ?? { kind: 'sent', ref: arrive(delivery) };
        await step.release;
        return outcome;
      }
      default:
        return step;
    }
  };

  return {
    name: settings.name ?? 'scripted',
    capabilities,
    encode: (outbound) =>
      settings.onePartEach === true
        ? outbound.parts.map((part, at) =>
            encode({ parts: [part], buttons: at === outbound.parts.length - 1 ? outbound.buttons : [] }),
          )
        : [encode(outbound)],
    send,
    fetch: async (source, _limit, signal) => {
      fetches.push(source);
      const steps = files.get(String(source)) ?? [];
      const step = steps.length > 1 ? steps.shift() : steps[0];
      if (step === undefined) return { kind: 'gone', reason: 'gone' };
      return typeof step === 'function' ? step(signal) : step;
    },
    files,
    fetches,
    delivered: (chat) => void told.push(chat),
    start: async () => {},
    stop: async () => {},
    state: () => ({ state: 'ready', detail: '' }),
    script: (chat, ...more) => void steps.set(chat, [...(steps.get(chat) ?? []), ...more]),
    tries,
    told,
    screen: (chat) => shown.filter((message) => message.chat === chat),
    texts: (chat) => shown.filter((message) => message.chat === chat).map(({ text }) => text),
  };
}

/** `base64` as real channels keep a file until it is sent, and with the answers after that. */
function encode({ parts, buttons }: Outbound): z.infer<typeof payloadSchema> & { base64: string | null } {
  const file = parts.find((part) => part.kind === 'file');
  return {
    base64: file?.base64 ?? null,
    text: parts.map(textOf).join('\n'),
    buttons,
    file: file === undefined ? null : Buffer.from(file.base64, 'base64').toString('utf8'),
  };
}

function textOf(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'list':
      return part.items.join('\n');
    case 'citation':
      return [part.head, part.quote, ...part.notes].join('\n');
    case 'file':
      return part.caption;
  }
}
