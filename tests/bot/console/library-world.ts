import { createPolicyPages } from '#knowledge';
import { createConsole } from '../../../bot/console/console.ts';
import { addLibraryPages } from '../../../bot/console/library/pages.ts';
import { addSignIn } from '../../../bot/console/sign-in.ts';
import type { Behind } from '../../../bot/library/live.ts';
import type { Store } from '../../../bot/store/store.ts';
import { ended, LI, type OfficeScene, officeScene, WANG, ZHANG } from '../library/office-scene.ts';
import { type ConsoleBrowser, createConsoleWorld, ORIGIN } from './world.ts';

export const LIBRARY = '/console/library';

export type LibraryWorld = {
  readonly scene: OfficeScene;
  readonly admin: ConsoleBrowser;
  readonly otherAdmin: ConsoleBrowser;
  readonly supervisor: ConsoleBrowser;
  /** Posts files as the form of the page does. */
  readonly upload: (files: readonly { readonly name: string; readonly text: string }[]) => Promise<Response>;
  /** Posts a form of 王主任's. @returns the words of the page to which it leads */
  readonly press: (
    path: string,
    fields: Record<string, string>,
    who?: ConsoleBrowser,
  ) => Promise<{ readonly status: number; readonly words: string }>;
  readonly read: (path: string, who?: ConsoleBrowser) => Promise<string>;
  /** Presses 检查草稿 and waits for what comes of it. */
  /** As when this process could not open what was published last. */
  readonly fallBehind: (publication: number) => void;
  readonly check: () => Promise<{ readonly version: string; readonly release: string }>;
};

/** The pages of the library over a small one, for two admins and one who may only read. */
export async function createLibraryWorld(store: Store, margin?: number): Promise<LibraryWorld> {
  const scene = await officeScene(store, margin === undefined ? {} : { margin });
  const { office, release } = scene;
  let behind: Behind | null = null;
  const world = createConsoleWorld(store, {
    rateLimit: { burst: 1000, perMinute: 1000 },
    make: (deps) => {
      const console = createConsole(deps);
      addSignIn(console, deps);
      addLibraryPages(console, {
        ...{ office, release, policies: () => createPolicyPages(release()) },
        serving: () => ({ release: release().manifest.id, publication: 1, behind }),
      });
      return console;
    },
  });
  const enter = async ({ name }: { readonly name: string }): Promise<ConsoleBrowser> => {
    const browser = world.browser();
    const entered = await browser.enter((await world.office.link(name)) ?? '');
    if (entered.status !== 303) throw new Error(`${name} did not get in`);
    return browser;
  };
  const [admin, otherAdmin, supervisor] = [await enter(WANG), await enter(LI), await enter(ZHANG)];
  const read: LibraryWorld['read'] = async (path, who = admin) => await (await who.get(path)).text();
  const press: LibraryWorld['press'] = async (path, fields, who = admin) => {
    const response = await who.post(path, { csrf: await who.csrf('/console/logins'), ...fields });
    const to = response.headers.get('location');
    return { status: response.status, words: to === null ? await response.text() : await read(to, who) };
  };
  return {
    ...{ scene, admin, otherAdmin, supervisor, read, press },
    fallBehind: (publication) => {
      behind = { publication, reason: 'unusable', tries: 1 };
    },
    upload: async (files) => {
      const form = new FormData();
      form.set('csrf', await admin.csrf(LIBRARY));
      for (const { name, text } of files) form.append('files', new File([text], name));
      const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return await world.console.app.request(`${ORIGIN}${LIBRARY}/files`, {
        method: 'POST',
        body: form,
        headers: { accept: 'text/html', origin: ORIGIN, cookie },
      });
    },
    check: async () => {
      const { draft } = await office.state();
      const over = ended(office);
      await press(LIBRARY, { do: 'check', version: `${draft.version}` });
      await over;
      const { prepared } = await office.state();
      if (prepared === null) throw new Error('nothing was prepared');
      return { version: `${prepared.version}`, release: prepared.release };
    },
  };
}
