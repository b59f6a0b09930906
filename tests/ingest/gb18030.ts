/** Encodes as offices' programs of the time did. Node only decodes GB18030, so the table is that decoder's, turned round. */

const table = new Map<string, readonly number[]>();
const decoder = new TextDecoder('gb18030');
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    if (trail === 0x7f) continue;
    const char = decoder.decode(Uint8Array.from([lead, trail]));
    if (char.length === 1 && !table.has(char)) table.set(char, [lead, trail]);
  }
}

/** Two bytes a character, as GBK; ASCII stays. */
export function encodeGbk(text: string): Uint8Array {
  return Uint8Array.from(
    [...text].flatMap((char) => {
      if (char.charCodeAt(0) < 0x80) return [char.charCodeAt(0)];
      const bytes = table.get(char);
      if (bytes === undefined) throw new Error(`GBK has no ${char}`);
      return bytes;
    }),
  );
}
