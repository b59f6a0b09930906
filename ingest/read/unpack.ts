import type { ReadLimits } from './limits.ts';
import type { Packed, Unpacked } from './read-document.ts';
import { refuse } from './refuse.ts';
import type { Zip } from './zip.ts';

/** What programs leave in folders without anybody's wish. */
const LEFT_BEHIND = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\._)/i;

/** A name that points out of a folder. No name is ever used as a path; such an archive was made to harm. */
const LEADS_OUT = /^(?:\/|[A-Za-z]:)|(?:^|\/)\.\.(?:\/|$)|[\0-\x1f]/;

/**
 * The files of an archive under names without folders. An archive inside is one of them.
 * @throws UnreadableFile
 */
export function unpack(zip: Zip, file: string, limits: ReadLimits): Unpacked {
  const names = zip.entries.map((entry) => entry.name.replaceAll('\\', '/'));
  if (names.some((name) => LEADS_OUT.test(name))) throw refuse(file, 'archive-name');
  const wanted = zip.entries.filter(
    (entry, i) => !entry.isFolder && !entry.isLink && !LEFT_BEHIND.test(names[i] ?? ''),
  );
  if (wanted.length > limits.files) throw refuse(file, 'archive-too-large', `${wanted.length} files`);
  const taken = new Set<string>();
  const packed: Packed[] = [];
  let left = limits.unpacked;
  for (const entry of wanted) {
    // Small files pack well: a ratio tells something only of large ones.
    const most = Math.min(left, limits.bytes, Math.max(1024 * 1024, entry.packed * limits.ratio));
    const bytes = zip.read(entry, most);
    left -= bytes.length;
    packed.push({ name: nameOf(entry.name.replaceAll('\\', '/'), taken), bytes: new Uint8Array(bytes) });
  }
  if (packed.length === 0) throw refuse(file, 'archive-empty');
  const skipped = zip.entries.filter((entry) => !entry.isFolder).length - wanted.length;
  return { packed, skipped };
}

/** The last part of a path; with its folders where two files have the same. */
function nameOf(path: string, taken: Set<string>): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  let name = parts.at(-1) ?? 'x';
  for (let i = 2; taken.has(name) && i <= parts.length; i++) name = parts.slice(-i).join('-');
  for (let i = 2; taken.has(name); i++) name = `${i}-${parts.join('-')}`;
  taken.add(name);
  return name;
}
