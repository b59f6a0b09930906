import { unzipSync, type Zippable, zipSync } from 'fflate';

export type Parts = Readonly<Record<string, string | Uint8Array>>;

export function pack(parts: Parts): Uint8Array {
  const zip: Zippable = {};
  for (const [name, content] of Object.entries(parts))
    zip[name] = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return zipSync(zip);
}

export function unpacked(zip: Uint8Array): Record<string, Uint8Array> {
  return unzipSync(zip);
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** The least that is a Word file, with this body. */
export function docx(body: string, more: Parts = {}, head = ''): Uint8Array {
  return pack({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': `<?xml version="1.0"?>${head}<w:document ${W}><w:body>${body}</w:body></w:document>`,
    ...more,
  });
}

export const paragraph = (text: string, properties = '') =>
  `<w:p>${properties}<w:r><w:t>${text}</w:t></w:r></w:p>`;

/** A numbering part with these levels. */
export function numbering(levels: readonly string[]): string {
  const all = levels.map((level, i) => `<w:lvl w:ilvl="${i}"><w:start w:val="1"/>${level}</w:lvl>`).join('');
  const num = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>';
  return `<w:numbering ${W}><w:abstractNum w:abstractNumId="0">${all}</w:abstractNum>${num}</w:numbering>`;
}
