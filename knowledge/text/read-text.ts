/** Bytes to text. Only encodings that Chinese offices really send: UTF-8, UTF-16 with a mark, GB18030 (GBK). */

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Why nothing can be read from a file. Each has its own sentence for whoever sent it. */
export const UNREADABLE_CODES = [
  'empty',
  'too-large',
  'not-text',
  'unknown-format',
  'picture',
  'old-office',
  'other-office',
  'other-archive',
  'encrypted',
  'damaged',
  'tracked-changes',
  'scanned',
  'garbled',
  'archive-too-large',
  'archive-too-deep',
  'archive-name',
  'archive-empty',
  'time',
  'memory',
  'aborted',
  'closed',
] as const;
export type UnreadableCode = (typeof UNREADABLE_CODES)[number];
export const isUnreadableCode = (code: string): code is UnreadableCode =>
  UNREADABLE_CODES.some((one) => one === code);

const TO_TEXT = 'Save it as UTF-8 text and send it again.';

/** The file cannot be read; `message` names it and says what to send instead, `code` is for programs. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly file: string;
  readonly code: UnreadableCode;
  /** What exactly: a page, the name of a format. Never words of the text. */
  readonly detail: string;

  /** @param advice what its sender can do */
  constructor(
    file: string,
    reason: string,
    { code = 'not-text', detail = '', advice = TO_TEXT, cause }: UnreadableOptions = {},
  ) {
    super(
      `${file}: ${reason}${detail === '' ? '' : ` (${detail})`}. ${advice}`,
      cause === undefined ? undefined : { cause },
    );
    this.file = file;
    this.code = code;
    this.detail = detail;
  }
}

type UnreadableOptions = {
  readonly code?: UnreadableCode;
  readonly detail?: string;
  readonly advice?: string;
  readonly cause?: unknown;
};

const MARKS: readonly (readonly [Encoding, string, readonly number[]])[] = [
  ['utf-8-bom', 'utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', 'utf-16le', [0xff, 0xfe]],
  ['utf-16be', 'utf-16be', [0xfe, 0xff]],
];

/** @throws UnreadableFile for pictures, archives and anything that no known encoding decodes */
export function readText(bytes: Uint8Array, file: string): { text: string; encoding: Encoding } {
  const mark = MARKS.find(([, , prefix]) => prefix.every((byte, i) => bytes[i] === byte));
  if (mark) return { text: decode(mark[1], bytes.subarray(mark[2].length), file), encoding: mark[0] };
  if (bytes.includes(0)) throw new UnreadableFile(file, 'it has NUL bytes, so it is not a text file');
  const utf8 = tryDecode('utf-8', bytes);
  if (utf8 !== undefined) return { text: checked(utf8, file), encoding: 'utf-8' };
  return { text: decode('gb18030', bytes, file), encoding: 'gb18030' };
}

function tryDecode(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

function decode(label: string, bytes: Uint8Array, file: string): string {
  const text = tryDecode(label, bytes);
  if (text === undefined)
    throw new UnreadableFile(file, 'its bytes are no encoding we know (UTF-8, UTF-16, GB18030)');
  return checked(text, file);
}

/** GB18030 decodes nearly anything, so a binary file shows itself by control characters and unassigned code points. */
function checked(text: string, file: string): string {
  const odd = text.match(/[\u0000-\u0008\u000e-\u001f\u007f\ufffd\ue000-\uf8ff]|\p{Cn}/gu)?.length ?? 0;
  if (odd > 2 + text.length / 200)
    throw new UnreadableFile(file, 'it does not read as text (a picture or another format?)');
  return text;
}
