import { filesCopy } from '../copy/files.ts';

/** Characters; platforms allow more, screens show less. */
const LONGEST = 80;

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
  'audio/amr': 'amr',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'text/plain': 'txt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/**
 * The name that a file is shown and given back by: a bare name without folders and signs, with the ending of what it is.
 * @param media as in Inbound, for a file that has no name
 */
export function nameFile(given: string, media: string, mime: string): string {
  const bare = given
    .toWellFormed()
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/[\p{Cc}\p{Cf}"<>|:*?;]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const ending = ENDINGS[mime];
  const stem = bare === undefined || bare === '' ? filesCopy.unnamed(media) : bare;
  if (ending === undefined) return cut(stem, '');
  const known = new RegExp(`\\.(?:${ending}${mime === 'image/jpeg' ? '|jpeg' : ''})$`, 'i').exec(stem)?.[0];
  return known === undefined ? cut(stem, `.${ending}`) : cut(stem.slice(0, -known.length), known);
}

/**
 * What a file of somebody nameless is called: by its type alone, and whether something in it may name them.
 * @param tells see mayName
 */
export function nameUnnamed(media: string, mime: string, tells: boolean): string {
  return nameFile(tells ? filesCopy.mayName(media) : '', media, mime);
}

function cut(stem: string, ending: string): string {
  return [...stem].slice(0, LONGEST - ending.length).join('') + ending;
}
