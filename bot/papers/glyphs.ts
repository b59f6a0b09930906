/**
 * The characters that a TrueType font can draw, from its table `cmap`.
 * https://learn.microsoft.com/en-us/typography/opentype/spec/cmap
 * @throws Error when the font has no table of format 12, which every font with characters beyond U+FFFF has
 */
export function readGlyphs(font: Uint8Array): { readonly has: (codePoint: number) => boolean } {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, 'cmap');
  const groups = groupsAt(view, cmap);
  return {
    has(codePoint) {
      let low = 0;
      let high = groups.count - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const at = groups.start + 12 * middle;
        if (codePoint < view.getUint32(at)) high = middle - 1;
        else if (codePoint > view.getUint32(at + 4)) low = middle + 1;
        else return true;
      }
      return false;
    },
  };
}

function tableAt(view: DataView, name: string): number {
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const record = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(record + k)));
    if (tag === name) return view.getUint32(record + 8);
  }
  throw new Error(`The font has no table ${name}.`);
}

/** Groups of format 12: first character, last character, first glyph, four bytes each, in order. */
function groupsAt(view: DataView, cmap: number): { start: number; count: number } {
  for (let i = 0; i < view.getUint16(cmap + 2); i += 1) {
    const table = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(table) === 12) return { start: table + 16, count: view.getUint32(table + 12) };
  }
  throw new Error('The font has no cmap of format 12.');
}
