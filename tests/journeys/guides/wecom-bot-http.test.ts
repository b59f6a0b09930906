import { showMarkdown } from '../../bot/channels/wecom/bot/markdown.ts';
import type { Heard } from '../../contracts/guide-walk.ts';
import { describeGuides, openFolder } from '../../contracts/guides-over-channel.ts';
import { labelsOn, startCallbackWorld } from '../wecom-bot-world.ts';

describeGuides({
  name: 'WeCom, an AI bot by callbacks',
  presses: true,
  givesFiles: false,
  start: async () => {
    const folder = await openFolder();
    const world = await startCallbackWorld({ ...folder.env, SLOW_DOWN_PERSON_PER_MINUTE: '1000' });
    const desk = await folder.openDesk();
    let people = 0;
    return {
      library: world.library,
      restart: world.restart,
      desk: () => desk,
      somebody: () => {
        const person = world.person(`user-${++people}`);
        /** An answer without a card leaves the one before it in the chat. */
        const after = async (act: () => Promise<string>, read: (words: string) => string): Promise<Heard> => {
          const before = await person.card();
          const text = read(await act());
          const card = await person.card();
          return { text, labels: card === before ? [] : labelsOn(card), files: [] };
        };
        return {
          say: (words) =>
            after(
              () => person.say(words),
              (markdown) => showMarkdown(markdown).text,
            ),
          press: (label) => after(() => person.press(label), shownAfterPress),
        };
      },
      end: async () => {
        await world.end();
        await folder.close();
      },
    };
  },
});

/** A card says its words without marks; what fits no card is markdown. */
function shownAfterPress(words: string): string {
  return words.length > 140 || /\\|\*\*/.test(words) ? showMarkdown(words).text : words;
}
