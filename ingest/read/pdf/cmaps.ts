/**
 * Predefined CMaps for simplified Chinese, as text. They map codes to character ids of Adobe-GB1, and a second map takes
 * ids to Unicode. Both files together say no more than which character a code is, and Node knows that of GBK. So ids of
 * our own are put between them, above those that Adobe has given out. ISO 32000-1, 9.7.5.2
 */

const KNOWN = /^(?:(GBKp?|GBK2K|GB|GBpc)-EUC|GBK2K|UniGB-(?:UCS2|UTF16))-([HV])$/;
const TO_UNICODE = 'Adobe-GB1-UCS2';

/** Adobe-GB1 ends at 30,571. */
const OWN = 30_600;
/** Adobe's ids of the printable ASCII characters: of their own widths, and half as wide as a Han character. */
const PROPORTIONAL = 1;
const HALF = 814;
const ASCII = Array.from({ length: 95 }, (_, i) => 0x20 + i);

type Coded = { readonly code: number; readonly unicode: number };

/** The CMap of a name, or undefined for one of another language. */
export function formatCMap(name: string): string | undefined {
  const chars = twoByteCharacters();
  if (name === TO_UNICODE) return formatToUnicode(chars);
  const known = KNOWN.exec(name);
  if (known === null) return undefined;
  const isUnicode = name.startsWith('UniGB');
  const first = known[1] === 'GBKp' || known[1] === 'GBpc' || isUnicode ? PROPORTIONAL : HALF;
  const ascii = ASCII.map((code, i) => `<${isUnicode ? hex(code) : hex(code).slice(2)}> ${first + i}`);
  const own = chars.map(({ code, unicode }, i) => `<${hex(isUnicode ? unicode : code)}> ${OWN + i}`);
  const space = isUnicode ? ['<0000> <FFFF>'] : ['<00> <80>', '<8140> <FEFE>'];
  return [
    `/CMapName /${name} def`,
    `/WMode ${known[2] === 'V' ? 1 : 0} def`,
    ...section('codespacerange', space),
    ...section('cidchar', [...ascii, ...own]),
    'endcmap',
  ].join('\n');
}

function formatToUnicode(chars: readonly Coded[]): string {
  const ascii = [PROPORTIONAL, HALF].flatMap((first) =>
    ASCII.map((code, i) => `<${hex(first + i)}> <${hex(code)}>`),
  );
  const own = chars.map(({ unicode }, i) => `<${hex(OWN + i)}> <${hex(unicode)}>`);
  return [
    `/CMapName /${TO_UNICODE} def`,
    ...section('codespacerange', ['<0000> <FFFF>']),
    ...section('bfchar', [...ascii, ...own]),
    'endcmap',
  ].join('\n');
}

function section(kind: string, lines: readonly string[]): readonly string[] {
  return [`${lines.length} begin${kind}`, ...lines, `end${kind}`];
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

/** All that GBK writes in two bytes. */
function twoByteCharacters(): readonly Coded[] {
  const decoder = new TextDecoder('gbk');
  const chars: Coded[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const unicode = decoder.decode(Uint8Array.of(lead, trail)).codePointAt(0) ?? 0xfffd;
      const isOwn = unicode > 0x7f && unicode < 0xe000;
      if (isOwn || (unicode > 0xf8ff && unicode < 0xfffd)) chars.push({ code: lead * 256 + trail, unicode });
    }
  }
  return chars;
}
