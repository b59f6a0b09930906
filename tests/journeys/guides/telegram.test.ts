import type { Heard } from '../../contracts/guide-walk.ts';
import { describeGuides, openFolder } from '../../contracts/guides-over-channel.ts';
import type { Delivery } from '../../fakes/bot-api/world.ts';
import { labels, startTelegramWorld } from '../telegram-world.ts';

const heard = (deliveries: readonly Delivery[]): Heard => ({
  text: deliveries.map(({ text }) => text).join('\n'),
  labels: deliveries.flatMap(labels),
  files: deliveries.flatMap(({ file }) => (file === null ? [] : [file.text.slice(0, 4)])),
});

describeGuides({
  name: 'Telegram, polling',
  presses: true,
  givesFiles: true,
  start: async () => {
    const folder = await openFolder();
    const world = await startTelegramWorld({ ...folder.env, SLOW_DOWN_PERSON_PER_MINUTE: '1000' });
    const desk = await folder.openDesk();
    let ids = 8000;
    return {
      library: world.library,
      restart: world.restart,
      desk: () => desk,
      somebody: () => {
        const person = world.person(++ids);
        return {
          say: async (words) => heard(await person.say(words)),
          press: async (label) => heard(await person.press(label)),
        };
      },
      end: async () => {
        await world.end();
        await folder.close();
      },
    };
  },
});
