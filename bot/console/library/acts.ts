import { z } from 'zod';
import { ADMINS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { answer, byOf, HOME } from './library-page.ts';

/** What a form says of the draft's version. */
export const versionSchema = z.coerce.number().int().nonnegative();
const bodySchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('check'), version: versionSchema }),
  z.object({ do: z.literal('discard'), version: versionSchema }),
  z.object({ do: z.literal('remove'), version: versionSchema, file: z.string() }),
  z.object({ do: z.literal('reindex') }),
  z.object({ do: z.literal('cancel') }),
]);

/** The presses of the overview that ask for no reason. */
export function addActs(console: Console, { office }: LibraryPagesDeps): void {
  console.page({
    method: 'post',
    path: HOME,
    roles: ADMINS,
    handle: async (visit: Visit) => {
      const parsed = bodySchema.safeParse(visit.body);
      if (!parsed.success) return visit.c.redirect(HOME, 303);
      const [wish, by] = [parsed.data, byOf(visit)];
      switch (wish.do) {
        case 'check':
          return answer(visit, await office.prepare(by, wish.version), 'started');
        case 'reindex':
          return answer(visit, await office.reindex(by), 'started');
        case 'discard':
          return answer(visit, await office.discard(by, wish.version), 'discarded');
        case 'remove':
          return answer(visit, await office.removeFile(by, wish.version, wish.file), 'removed');
        case 'cancel': {
          const ended = await office.cancel(by);
          return answer(visit, ended, 'cancelled' in ended && !ended.cancelled ? 'idle' : 'cancelled');
        }
      }
    },
  });
}
