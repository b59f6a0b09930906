import type { Delivery } from '../../../../bot/channels/channel.ts';
import type { Destination, Inbound, Json } from '../../../../bot/channels/message.ts';
import type { KfPeople } from '../../../../bot/channels/wecom/kf/people.ts';
import type { Telemetry } from '../../../../bot/telemetry/telemetry.ts';

export const KF = 'wkAccountOne_x1';
export const CUSTOMER = 'wmCustomerLi_y1';

export const TO: Destination = { kind: 'private', topic: null, replyTo: null, handle: null };

/** Telemetry that can be read: "wecom-kf ignored text", 'error wecom-kf-state {"reason":60020}'. */
export function listen(): {
  readonly telemetry: Telemetry;
  readonly received: string[];
  readonly notes: string[];
} {
  const received: string[] = [];
  const notes: string[] = [];
  return {
    received,
    notes,
    telemetry: {
      received: (...facts) => void received.push(facts.join(' ')),
      turned: () => {},
      delivered: () => {},
      fetched: () => {},
      longStretch: () => {},
      note: (level, event, facts) => void notes.push(`${level} ${event} ${JSON.stringify(facts ?? {})}`),
    },
  };
}

export const delivery = (payload: Json, more: Partial<Delivery> = {}): Delivery => ({
  chat: `${KF}/${CUSTOMER}`,
  payload,
  edits: null,
  key: 'key_-0123456789abcdefABCD',
  repeat: false,
  ...more,
});

export const textIn = ({ content }: Inbound): string =>
  content.kind === 'text' ? content.text : content.kind;

/** Conversations of 微信客服 that no person has. */
export const nobodyHasIt: KfPeople = {
  noticed: async () => {},
  hasTheWord: async () => false,
  tookOver: async () => {},
};
