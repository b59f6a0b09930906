import { vi } from 'vitest';
import { z } from 'zod';
import { showMarkdown } from '../../bot/channels/wecom/bot/markdown.ts';
import type { Heard } from '../../contracts/guide-walk.ts';
import { describeGuides, openFolder } from '../../contracts/guides-over-channel.ts';
import { labelsOn, startSocketWorld } from '../wecom-bot-world.ts';

/** WeCom takes so few messages a minute that nobody's walk fits into one: the next one begins with each restart. */
const MINUTE = 61_000;

const said = z.discriminatedUnion('msgtype', [
  z.looseObject({
    msgtype: z.literal('stream'),
    stream: z.looseObject({ finish: z.boolean(), content: z.string() }),
  }),
  z.looseObject({ msgtype: z.literal('markdown'), markdown: z.object({ content: z.string() }) }),
  z.looseObject({
    msgtype: z.literal('template_card'),
    template_card: z.looseObject({
      main_title: z.looseObject({ title: z.string(), desc: z.string().exactOptional() }).exactOptional(),
      sub_title_text: z.string().exactOptional(),
    }),
  }),
  z.looseObject({ msgtype: z.literal('file'), file: z.object({ media_id: z.string() }) }),
]);

describeGuides({
  name: 'WeCom, an AI bot by a long connection',
  presses: true,
  givesFiles: true,
  start: async () => {
    const folder = await openFolder();
    let skipped = 0;
    const world = await startSocketWorld(
      { ...folder.env, SLOW_DOWN_PERSON_PER_MINUTE: '1000' },
      undefined,
      () => Date.now() + skipped,
    );
    const desk = await folder.openDesk();
    const { fake } = world;
    const read = (body: unknown): Heard => {
      const nothing = { text: '', labels: [], files: [] };
      const message = said.parse(body);
      switch (message.msgtype) {
        case 'stream':
          return { ...nothing, text: message.stream.finish ? showMarkdown(message.stream.content).text : '' };
        case 'markdown':
          return { ...nothing, text: showMarkdown(message.markdown.content).text };
        case 'template_card': {
          const { main_title, sub_title_text } = message.template_card;
          const text = [main_title?.title, main_title?.desc, sub_title_text].join('\n');
          return { ...nothing, text, labels: labelsOn(message.template_card) };
        }
        case 'file': {
          const bytes = fake.uploaded().get(message.file.media_id)?.bytes;
          return { ...nothing, files: [bytes?.subarray(0, 4).toString('latin1') ?? ''] };
        }
      }
    };
    let people = 0;
    return {
      library: world.library,
      restart: async () => {
        await world.restart();
        await vi.waitUntil(
          () => world.server().channels.every((channel) => channel.state().state === 'ready'),
          { timeout: 120_000 },
        );
        skipped += MINUTE;
      },
      desk: () => desk,
      somebody: () => {
        const user = `user-${++people}`;
        let card: unknown;
        const after = async (act: () => unknown): Promise<Heard> => {
          const before = fake.sent().length;
          act();
          const mine = () =>
            fake
              .sent()
              .filter(
                ({ seq, conversation, cmd }) =>
                  seq > before && conversation === user && cmd !== 'aibot_respond_update_msg',
              );
          await fake.until(() => mine().length > 0);
          await world.settled();
          card = mine().findLast(({ body }) => body.msgtype === 'template_card')?.body.template_card ?? card;
          const heard = mine().map(({ body }) => read(body));
          return {
            text: heard.map(({ text }) => text).join('\n'),
            labels: heard.flatMap(({ labels }) => labels),
            files: heard.flatMap(({ files }) => files),
          };
        };
        return {
          say: (words) => after(() => fake.people.text(user, words)),
          press: (label) => after(() => fake.people.press(user, card, label)),
        };
      },
      end: async () => {
        await world.end();
        await folder.close();
      },
    };
  },
});
