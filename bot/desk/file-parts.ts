import type { Part } from '../channels/message.ts';
import { nameFile, nameUnnamed } from '../files/name-file.ts';
import { mayName, withoutMetadata } from '../files/without-metadata.ts';
import type { Vault } from '../privacy/vault.ts';
import { contentsOf, filesOf } from '../store/files.ts';
import type { Tx } from '../store/store.ts';

/**
 * A worker's files as the one who has the ticket gets them into their own chat. Of somebody nameless neither the name that
 * they gave a file nor what a camera wrote into a picture goes along; what may name them elsewhere in it is called so.
 * @returns `missing`: how many cannot be had any more
 */
export async function fileParts(
  tx: Tx,
  vault: Vault,
  { person, nameless }: { readonly person: string; readonly nameless: boolean },
  ids: readonly string[],
): Promise<{ readonly parts: readonly Part[]; readonly missing: number }> {
  if (ids.length === 0) return { parts: [], missing: 0 };
  const kept = await filesOf(tx, vault, person);
  const parts: Part[] = [];
  for (const id of ids) {
    const file = kept.find((one) => one.id === id);
    const bytes = file === undefined ? null : await contentsOf(tx, vault, person, id);
    if (file === undefined || bytes === null) continue;
    const shown = nameless ? withoutMetadata(bytes, file.mime) : bytes;
    const { media, mime } = file;
    const name = nameless ? nameUnnamed(media, mime, mayName(mime, bytes)) : nameFile(file.name, media, mime);
    parts.push({
      kind: 'file',
      name,
      mime,
      base64: Buffer.from(shown).toString('base64'),
      caption: '',
    });
  }
  return { parts, missing: ids.length - parts.length };
}
