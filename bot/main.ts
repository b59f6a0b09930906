/** npm start: the terminal chat. Reads lines from a terminal or a pipe. */

import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createAssistant } from '#knowledge';
import { createTerminalChat } from './channels/terminal/chat.ts';
import { createPaint } from './channels/terminal/paint.ts';
import { parseConfig } from './config.ts';
import { failPlainly } from './fail.ts';
import { openLibrary } from './library.ts';
import { KNOWLEDGE_FOLDER, libraryFolder } from './paths.ts';

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = parseConfig(process.env);
  const release = await openLibrary({
    knowledge: KNOWLEDGE_FOLDER,
    root: libraryFolder(config.dataDir),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  const assistant = createAssistant({ release, today: () => new Date().toISOString().slice(0, 10) });
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
