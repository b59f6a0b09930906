/** npm start: the terminal chat. Reads lines from a terminal or a pipe. */

import { createInterface } from 'node:readline';
import { openAssistant } from './assistant.ts';
import { createTerminalChat } from './channels/terminal/chat.ts';
import { createPaint } from './channels/terminal/paint.ts';
import { failPlainly } from './fail.ts';

async function main(): Promise<void> {
  const assistant = await openAssistant();
  const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  const chat = createTerminalChat(assistant, createPaint(colours));
  const interactive = process.stdin.isTTY === true;
  const lines = createInterface({
    input: process.stdin,
    ...(interactive ? { output: process.stdout, historySize: 200 } : {}),
  });
  const show = (said: readonly string[]) => process.stdout.write(`${said.join('\n')}\n\n`);
  const invite = () => {
    if (!interactive) return;
    lines.setPrompt(chat.prompt());
    lines.prompt();
  };
  show(chat.greet());
  invite();
  for await (const line of lines) {
    if (line.trim() !== '') show(chat.say(line));
    if (chat.isOver()) break;
    invite();
  }
  lines.close();
}

main().catch(failPlainly);
