/**
 * A PDF of LibreOffice without the outlines of its fonts, which are nine tenths of it. What is left says where each
 * character stands and which it is, as in PDF files that embed no fonts.
 */
export function withoutFonts(pdf: Buffer): Buffer {
  const source = pdf.toString('latin1');
  const fonts = new Set([...source.matchAll(/\/FontFile[23]? (\d+) 0 R/g)].map((match) => match[1]));
  const objects = source.split(/(?=^\d+ 0 obj\b)/m);
  const head = objects.shift() ?? '';
  const trailer = /trailer\s*(<<[\s\S]*?>>)\s*startxref/.exec(source)?.[1];
  if (trailer === undefined) throw new Error('a PDF without a trailer');
  let out = head;
  const offsets = new Map<number, number>();
  for (const object of objects) {
    const number = /^\d+/.exec(object)?.[0] ?? '';
    if (fonts.has(number)) continue;
    offsets.set(Number(number), out.length);
    const body = object.slice(0, object.lastIndexOf('endobj') + 'endobj'.length);
    // Without outlines pdf.js takes codes of a Type 1 font that its usual encoding lacks for blanks.
    out += `${body.replace(/\/FontFile[23]? \d+ 0 R/, '').replace('/Subtype/Type1', '/Subtype/TrueType')}\n`;
  }
  const size = Math.max(...offsets.keys()) + 1;
  const line = (at: number | undefined) =>
    at === undefined ? '0000000000 65535 f \n' : `${`${at}`.padStart(10, '0')} 00000 n \n`;
  const table = Array.from({ length: size }, (_, i) => line(offsets.get(i))).join('');
  const start = out.length;
  out += `xref\n0 ${size}\n${table}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(out, 'latin1');
}
