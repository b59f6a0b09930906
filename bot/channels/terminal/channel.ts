import { z } from 'zod';
import { zhCN } from '../../copy/zh-CN.ts';
import type { Accept, Channel } from '../channel.ts';
import type { Content, Inbound } from '../message.ts';
import { type Paint, paintOutbound } from './paint.ts';

const payloadSchema = z.object({ text: z.string(), actions: z.array(z.string()) });

export type TerminalChannel = {
  readonly channel: Channel;
  /** What was typed; a number presses the button of that number. @returns false when the person leaves */
  readonly type: (line: string) => Promise<boolean>;
};

const LEAVE = /^[/／](再见|bye|exit)$/;

/** One person at one terminal. @param write one finished message */
export function createTerminalChannel(paint: Paint, write: (text: string) => void): TerminalChannel {
  let accept: Accept | undefined;
  let lines = 0;
  /** What the numbers under the last message stand for. */
  let offered: readonly string[] = [];

  const toContent = (line: string): Content => {
    const action = /^\d{1,2}$/.test(line) ? offered[Number(line) - 1] : undefined;
    return action === undefined
      ? { kind: 'text', text: line, voice: false, edited: false }
      : { kind: 'button', action };
  };
  const receive = async (content: Content) => {
    lines += 1;
    const inbound: Inbound = {
      event: String(lines),
      chat: 'terminal',
      kind: 'private',
      topic: null,
      sender: { id: 'terminal', admin: null },
      addressed: true,
      message: String(lines),
      quoted: null,
      content,
      handle: null,
    };
    await accept?.([inbound]);
  };

  const channel: Channel = {
    name: 'terminal',
    capabilities: {
      text: { max: 100_000, unit: 'chars' },
      buttons: true,
      edits: false,
      idempotent: false,
      perTurn: null,
      push: 'free',
      files: { private: true, group: false, taken: false, asText: true },
      privateLinks: false,
    },
    encode: (outbound) => {
      const actions = outbound.buttons
        .flat()
        .flatMap(({ label, does }) => (does.kind === 'action' ? [{ label, action: does.action }] : []));
      const choices = actions.map(({ label }, at) => `${at + 1} ${label}`).join('　');
      const text = [paintOutbound(outbound, paint), ...(choices === '' ? [] : [paint.accent(choices)])].join(
        '\n\n',
      );
      return [{ text, actions: actions.map(({ action }) => action) }];
    },
    send: async ({ payload }) => {
      const { text, actions } = payloadSchema.parse(payload);
      offered = actions;
      write(text);
      return { kind: 'sent', ref: null };
    },
    start: async (accepting) => {
      accept = accepting;
      await receive({ kind: 'enter', payload: '' });
    },
    stop: async () => {
      accept = undefined;
    },
    state: () => ({ state: 'ready', detail: '' }),
  };

  return {
    channel,
    type: async (line) => {
      const text = line.trim();
      if (LEAVE.test(text)) {
        write(zhCN.terminal.bye);
        return false;
      }
      if (text !== '') await receive(toContent(text));
      return true;
    },
  };
}
