import { formatChinaTime } from '../../china-time.ts';
import { terminalDeskCopy } from '../../copy/desk-terminal.ts';
import { formatTable } from '../../format-table.ts';
import { type CannedFault, type CannedReplies, isCannedFault } from '../canned.ts';
import type { CannedOp } from './command.ts';

const copy = terminalDeskCopy.canned;

export type Said = { readonly kind: 'say' | 'refuse'; readonly text: string };
const say = (text: string): Said => ({ kind: 'say', text });
const refuse = (text: string): Said => ({ kind: 'refuse', text });

export const formatCannedFault = ({ fault, article }: CannedFault): string => copy.fault[fault] + article;

/** Does what somebody at the server asks of the answers that are given often. */
export async function runCanned(canned: CannedReplies, op: CannedOp): Promise<Said> {
  switch (op.kind) {
    case 'list': {
      const all = await canned.list();
      if (all.length === 0) return say(copy.empty);
      const rows = all.map(({ id, title, by, updatedAt, changed }) => [
        id,
        title,
        by,
        formatChinaTime(updatedAt),
        changed.length === 0 ? '' : copy.changed(changed.join('、')),
      ]);
      return say(formatTable([copy.columns, ...rows]));
    }
    case 'show': {
      const found = await canned.expand(op.id);
      if (found === undefined) return refuse(copy.unknown(op.id));
      if (isCannedFault(found)) return refuse(formatCannedFault(found));
      const changed = found.changed.length === 0 ? [] : [copy.changed(found.changed.join('、'))];
      return say([found.text, ...changed].join('\n'));
    }
    case 'remove':
      return (await canned.remove(op.id)) ? say(copy.removed(op.id)) : refuse(copy.unknown(op.id));
    case 'add':
    case 'change': {
      const given = { title: op.title, text: op.text, by: op.as };
      const made = op.kind === 'add' ? await canned.add(given) : await canned.change(op.id, given);
      if (made === undefined) return refuse(copy.unknown(op.kind === 'change' ? op.id : ''));
      return isCannedFault(made) ? refuse(formatCannedFault(made)) : say(copy.added(made.id));
    }
  }
}
