import type { UnreadableCode } from '#knowledge/text';

/** What a file is by its first bytes; its name is not asked. */
export type Sniffed =
  | { readonly kind: 'zip' | 'pdf' | 'text' }
  | { readonly kind: 'refused'; readonly code: UnreadableCode; readonly detail: string };

const refused = (code: UnreadableCode, detail: string): Sniffed => ({ kind: 'refused', code, detail });

/** Magic numbers at an offset, as latin-1. */
const MAGIC: readonly (readonly [at: number, magic: string, code: UnreadableCode, detail: string])[] = [
  [0, '\x89PNG', 'picture', 'PNG'],
  [0, '\xff\xd8\xff', 'picture', 'JPEG'],
  [0, 'GIF8', 'picture', 'GIF'],
  [0, 'BM', 'picture', 'BMP'],
  [0, 'II*\0', 'picture', 'TIFF'],
  [0, 'MM\0*', 'picture', 'TIFF'],
  [8, 'WEBP', 'picture', 'WebP'],
  [4, 'ftyphei', 'picture', 'HEIC'],
  [4, 'ftypmif1', 'picture', 'HEIC'],
  [0, '{\\rtf', 'other-office', 'RTF'],
  [0, 'Rar!', 'other-archive', 'RAR'],
  [0, '7z\xbc\xaf', 'other-archive', '7z'],
  [0, '\x1f\x8b', 'other-archive', 'gzip'],
  [0, 'BZh', 'other-archive', 'bzip2'],
  [0, '\xfd7zXZ', 'other-archive', 'xz'],
  [257, 'ustar', 'other-archive', 'tar'],
  [0, 'MZ', 'unknown-format', 'a program'],
  [0, '\x7fELF', 'unknown-format', 'a program'],
  [4, 'ftyp', 'unknown-format', 'a film'],
  [0, 'ID3', 'unknown-format', 'a recording'],
  [0, 'OggS', 'unknown-format', 'a recording'],
  [0, 'RIFF', 'unknown-format', 'a film or a recording'],
  [0, 'CAJ', 'other-office', 'CAJ'],
];

/** Where a PDF may begin, for what programs put before it. ISO 32000-1, H.3.4.1 */
const PDF_WITHIN = 1024;

export function sniff(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString('latin1');
  if (/^PK(?:\x03\x04|\x05\x06)/.test(head)) return { kind: 'zip' };
  if (head.slice(0, PDF_WITHIN).includes('%PDF-')) return { kind: 'pdf' };
  if (head.startsWith('\xd0\xcf\x11\xe0')) return compound(bytes);
  const known = MAGIC.find(([at, magic]) => head.startsWith(magic, at));
  if (known !== undefined && !(known[1] === 'BM' && !head.includes('\0'))) return refused(known[2], known[3]);
  if (/^MIME-Version:/im.test(head.slice(0, 512)) && /multipart\/related/i.test(head))
    return refused('other-office', 'a saved web archive');
  if (/^\s*<\?xml/.test(head) && /progid="Word|wordDocument|office:document/.test(head))
    return refused('other-office', 'flat XML');
  return { kind: 'text' };
}

/** The container of Office before 2007, and of docx files with a password. [MS-CFB], [MS-OFFCRYPTO] */
function compound(bytes: Uint8Array): Sniffed {
  const has = (name: string) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(name, 0, 'utf16le');
  return has('EncryptedPackage') || has('EncryptionInfo')
    ? refused('encrypted', 'an Office file')
    : refused('old-office', has('WordDocument') ? 'doc' : 'not docx');
}

/** A page of the web, by its markup. */
export function isHtml(text: string): boolean {
  const head = text.slice(0, 4_096).trimStart();
  return (
    /^<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|h[1-6]|section|article|span|!--)\b/i.test(
      head,
    ) ||
    (/^<\?xml/.test(head) && /<html\b/i.test(head))
  );
}
