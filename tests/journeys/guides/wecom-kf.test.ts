import { describeGuides, openFolder } from '../../contracts/guides-over-channel.ts';
import { startWecomWorld } from '../wecom-world.ts';
import { heardInWecom } from './heard-in-wecom.ts';

/** What WeCom allows for one of the customer's. */
const PER_TURN = 5;

describeGuides({
  name: '微信客服',
  presses: true,
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
        const customer = world.customer(`wmGuide${++people}`);
        return {
          say: async (words) => heardInWecom(await customer.say(words), PER_TURN),
          press: async (label) => heardInWecom(await customer.press(label), PER_TURN),
        };
      },
      end: async () => {
        await world.end();
        await folder.close();
      },
    };
  },
});
