import type { Heard } from '../../contracts/guide-walk.ts';
import type { Shown } from '../wecom-world.ts';

/** Messages of an app or of 微信客服 as a guide's reader takes them. @throws when they are more than one turn may have */
export function heardInWecom(shown: readonly Shown[], most = Number.POSITIVE_INFINITY): Heard {
  if (shown.length > most) throw new Error(`${shown.length} messages, and ${most} are allowed`);
  return {
    text: shown.map(({ text, below }) => `${text}\n${below}`).join('\n'),
    labels: shown.flatMap(({ menu }) => menu.map(({ content }) => content)),
    files: shown.flatMap(({ file }) => (file === undefined ? [] : [file.slice(0, 4)])),
  };
}
