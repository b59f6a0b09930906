import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guideCopy } from '../../../bot/copy/guide.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { createCore, realTexts } from '../../core.ts';

let store: Store;
let core: ReturnType<typeof createCore>;
beforeAll(async () => {
  store = await openStore({ kind: 'memory' });
  core = createCore({ store, library: await realTexts() });
}, 400_000);
afterAll(() => store.close());

const words = (said: readonly { readonly text: string }[]) => said.map(({ text }) => text).join('\n');
const ARREARS = '我在淄博送外卖，站长欠着我两个月工资不发';

describe('a guide that is offered under an answer', () => {
  it('begins by a press or by a word, and knows what was just told', async () => {
    const presses = core.person('presses');
    expect(words(await presses.say(ARREARS))).toContain('要我陪你办');
    const begun = words(await presses.press(guideCopy.offerLabel('维权')));
    expect(begun).toContain('你刚才说的我记下了');
    expect(begun).not.toContain('出了什么事');

    const types = core.person('types');
    await types.say(ARREARS);
    expect(words(await types.say('陪我办'))).toContain('你刚才说的我记下了');
  });

  it('is not begun by a yes that nobody asked for', async () => {
    const rider = core.person('no-offer');
    await rider.say('我在淄博跑单');
    expect(words(await rider.say('办吧'))).not.toContain('我们来办');
  });

  it('is not offered in a group, nor while another guide is under way', async () => {
    const inGroup = await core.person('speaks', { group: 'riders' }).say(ARREARS);
    expect(words(inGroup)).not.toContain('要我陪你办');
    const busy = core.person('busy');
    await busy.say('我在淄博跑单');
    await busy.say('/入会');
    expect(words(await busy.say('站长欠我工资不发，合法吗？'))).not.toContain('要我陪你办');
  });
});
