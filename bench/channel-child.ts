/**
 * The bare bot that the whole path is held against: grammY's own loop, and each message said back.
 *   node bench/channel-child.ts <token> <Bot API root>
 */

import { Bot } from 'grammy';

const [token = '', apiRoot = ''] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot } });
bot.on('message:text', (context) => context.reply(context.message.text));
process.once('SIGTERM', () => void bot.stop());
// https://grammy.dev/ref/core/bot#start
await bot.start({ onStart: () => void process.stdout.write('ready\n') });
