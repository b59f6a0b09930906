import { setTimeout } from 'node:timers/promises';
import { vi } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '../../../bot/config.ts';
import { startServer } from '../../../bot/server.ts';
import { anId, readEvents } from '../../bot/channels/web/web-world.ts';
import type { Heard, Talker } from '../../contracts/guide-walk.ts';
import { describeGuides, openFolder } from '../../contracts/guides-over-channel.ts';
import { realTexts } from '../../core.ts';
import { isBusy } from '../wecom-world.ts';

const letterSchema = z.object({
  id: z.number(),
  parts: z.array(
    z.union([
      z.object({ kind: z.literal('text'), text: z.string() }),
      z.object({ kind: z.literal('list'), items: z.array(z.string()) }),
      z.object({ kind: z.literal('citation'), quote: z.string(), head: z.string() }),
      z.object({ kind: z.literal('file'), caption: z.string(), path: z.string() }),
    ]),
  ),
  buttons: z.array(z.array(z.object({ label: z.string(), action: z.string().exactOptional() }))),
});
type Letter = z.infer<typeof letterSchema>;

describeGuides({
  name: 'the web page, without a browser',
  presses: true,
  givesFiles: true,
  start: async () => {
    const folder = await openFolder();
    const library = await realTexts();
    const config = parseConfig({
      ...folder.env,
      ...{ PORT: '0', LOG_LEVEL: 'silent', SLOW_DOWN_PERSON_PER_MINUTE: '1000' },
    });
    const clock = Date.now;
    let skipped = 0;
    const skip = (ms: number) => {
      skipped += ms;
    };
    const time = vi.spyOn(Date, 'now').mockImplementation(() => clock() + skipped);
    let server = await startServer(config, () => library);
    const desk = await folder.openDesk();
    return {
      library,
      restart: async () => {
        await server.stop();
        server = await startServer(config, () => library);
      },
      desk: () => desk,
      somebody: () => visitor(() => server.url, skip),
      end: async () => {
        await server.stop();
        await folder.close();
        time.mockRestore();
      },
    };
  },
});

/**
 * Somebody whose browser is this test: the page for its cookie and its token, then what its script would do.
 * @param skip lets time go by
 */
function visitor(url: () => string, skip: (ms: number) => void): Talker {
  let seen = 0;
  let newest: Letter[] = [];
  let keys: Promise<{ cookie: string; csrf: string }> | undefined;
  const open = async () => {
    const page = await fetch(`${url()}/?here`);
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { cookie, csrf: /data-csrf="([^"]+)"/.exec(await page.text())?.[1] ?? '' };
  };
  const post = async (path: string, body: Record<string, string>): Promise<Heard> => {
    keys ??= open();
    const { cookie, csrf } = await keys;
    const headers = { cookie, 'x-csrf': csrf, 'content-type': 'application/json' };
    const id = anId();
    const send = () =>
      fetch(`${url()}${path}`, { method: 'POST', headers, body: JSON.stringify({ id, ...body }) });
    let response = await send();
    // As the page's script does: whoever is faster than a person is asked to wait. Here the time goes by at once.
    for (; response.status === 429; response = await send())
      skip(Number(response.headers.get('retry-after')) * 1000);
    if (response.status !== 202) throw new Error(`refused with ${response.status}`);
    while (await isBusy(url())) await setTimeout(5);
    newest = await lettersSince(url(), cookie, seen);
    seen = newest.at(-1)?.id ?? seen;
    return heard(newest, async (file) =>
      (await fetch(`${url()}${file}`, { headers: { cookie } })).arrayBuffer(),
    );
  };
  return {
    say: (text) => post('/chat/messages', { text }),
    press: (label) => {
      const letter = newest.findLast(({ buttons }) => buttons.flat().some((one) => one.label === label));
      const action = letter?.buttons.flat().find((one) => one.label === label)?.action;
      if (letter === undefined || action === undefined) throw new Error(`no button ${label}`);
      return post('/chat/actions', { action, label, message: `${letter.id}` });
    },
  };
}

/** What the page would be sent after `since`, up to the newest letter that it would open with now. */
async function lettersSince(url: string, cookie: string, since: number): Promise<Letter[]> {
  const page = await (await fetch(`${url}/?here`, { headers: { cookie } })).text();
  const newest = Number(/data-since="(\d+)"/.exec(page)?.[1] ?? '0');
  const events = readEvents((await fetch(`${url}/chat/stream?since=${since}`, { headers: { cookie } })).body);
  const letters = new Map<number, Letter>();
  while (!letters.has(newest)) {
    const event = await events.next('letter');
    if (event === undefined) throw new Error('the stream ended early');
    const letter = letterSchema.parse(event.data);
    letters.set(letter.id, letter);
  }
  await events.close();
  // A stream looks back a little.
  return [...letters.values()].filter(({ id }) => id > since).sort((a, b) => a.id - b.id);
}

async function heard(
  letters: readonly Letter[],
  load: (path: string) => Promise<ArrayBuffer>,
): Promise<Heard> {
  const parts = letters.flatMap((letter) => letter.parts);
  const files: string[] = [];
  for (const part of parts)
    if (part.kind === 'file')
      files.push(
        Buffer.from(await load(part.path))
          .subarray(0, 4)
          .toString('latin1'),
      );
  const text = parts.map((part) => {
    if (part.kind === 'text') return part.text;
    if (part.kind === 'list') return part.items.join('\n');
    return part.kind === 'citation' ? `${part.quote}\n${part.head}` : part.caption;
  });
  return {
    ...{ text: text.join('\n'), files },
    labels: letters.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label)),
  };
}
