import { createLibraryDesk, type LibraryDesk } from '../../../bot/conversation/library-desk.ts';
import { sayOver } from '../../../bot/conversation/library-say.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import type { StaffChannel } from '../../../bot/staff/staff.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { linkAccount } from '../../../bot/store/staff.ts';
import { type Core, createCore, KEY, madeUpTexts, type Person } from '../../core.ts';
import { createScriptedChannel, type ScriptedChannel, type Shown } from '../../fakes/scripted-channel.ts';
import { LI, type OfficeScene, officeScene, WANG, ZHANG } from '../library/office-scene.ts';

export type LibraryChat = {
  readonly scene: OfficeScene;
  readonly core: Core;
  readonly telegram: ScriptedChannel;
  /** Nothing can be pressed there. */
  readonly app: ScriptedChannel;
  /** 王主任 and 李姐 are admins, 张三 is a supervisor. */
  readonly wang: Person;
  readonly li: Person;
  readonly zhang: Person;
  /** 王主任 where nothing can be pressed. */
  readonly wangTypes: Person;
  readonly worker: Person;
  readonly end: () => Promise<void>;
};

/** Private chats with the bot over an office on a small library. @param wrap stands between the turns and the desk */
export async function libraryChat(
  wrap: (desk: LibraryDesk) => LibraryDesk = (desk) => desk,
): Promise<LibraryChat> {
  const store = await openStore({ kind: 'memory' });
  const scene = await officeScene(store);
  const telegram = createScriptedChannel({ name: 'telegram' });
  const app = createScriptedChannel({ name: 'wecom-app', capabilities: { buttons: false } });
  const { clock, office } = scene;
  const vault = createVault(KEY);
  let ids = 0;
  const core = createCore({
    ...{ store, vault, clock, library: await madeUpTexts(), channels: [telegram, app] },
    settings: { files: { maxBytes: 1_000_000, maxBytesPerPerson: 3_000_000 } },
    office: wrap(
      createLibraryDesk({
        ...{ office, store, vault, clock, sayOver },
        telemetry: { note: () => undefined },
        randomId: () => `told-${++ids}`,
      }),
    ),
  });
  const link = (name: string, channel: StaffChannel, id: string) =>
    store.transaction((tx) => linkAccount(tx, vault, { name, channel, id, chat: id, now: clock.now() }));
  await link(WANG.name, 'telegram', 'wang');
  await link(WANG.name, 'wecom-app', 'wang-app');
  await link(LI.name, 'telegram', 'li');
  await link(ZHANG.name, 'telegram', 'zhang');
  return {
    ...{ scene, core, telegram, app },
    wang: core.person('wang'),
    li: core.person('li'),
    zhang: core.person('zhang'),
    wangTypes: core.person('wang-app', { channel: app }),
    worker: core.person('worker'),
    end: async () => {
      await scene.close();
      await store.close();
    },
  };
}

export const words = (shown: readonly Shown[]) => shown.map(({ text }) => text).join('\n');
export const labels = (shown: readonly Shown[]) =>
  shown.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label));
