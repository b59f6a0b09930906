import { describeGuides, openFolder } from '../../contracts/guides-over-channel.ts';
import { startWecomWorld } from '../wecom-world.ts';
import { heardInWecom } from './heard-in-wecom.ts';

describeGuides({
  name: 'WeCom, an app of the corp',
  presses: false,
  givesFiles: true,
  start: async () => {
    const folder = await openFolder();
    const world = await startWecomWorld(folder.env);
    const desk = await folder.openDesk();
    let people = 0;
    return {
      library: world.library,
      restart: world.restart,
      desk: () => desk,
      somebody: () => {
        const member = world.member(`member-${++people}`);
        const say = async (words: string) => heardInWecom(await member.say(words));
        return { say, press: say };
      },
      end: async () => {
        await world.end();
        await folder.close();
      },
    };
  },
});
