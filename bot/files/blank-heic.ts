/**
 * A picture of an iPhone as it looks, with what the camera wrote into it overwritten by zeros, in place, so that nothing else
 * moves. undefined for what is not built as HEIF says, and where something of it cannot be found.
 * ISO/IEC 14496-12 (meta, iinf, iloc) and 23008-12; https://aomediacodec.github.io/av1-avif/ describes the same boxes.
 */
export function blankHeicMetadata(bytes: Buffer): Buffer | undefined {
  try {
    const blank = Buffer.from(bytes);
    const whole = boxesIn(blank, 0, blank.length);
    const meta = whole.find(({ type }) => type === 'meta');
    // A film beside the picture, or a box of a maker's own, may say where and by whom, too.
    if (meta === undefined || whole.some(({ type }) => !KNOWN.has(type))) return undefined;
    const inside = boxesIn(blank, meta.from + 4, meta.to);
    const find = (type: string) => inside.find((box) => box.type === type);
    const [items, places] = [find('iinf'), find('iloc')];
    if (items === undefined || places === undefined) return undefined;
    const tells = tellingItems(blank, items);
    const found = new Set<number>();
    for (const { item, method, from, length } of extentsIn(blank, places, tells)) {
      // Inside of the file, or of the box for small things; anything else is not looked for.
      const idat = find('idat');
      const start = method === 0 ? from : method === 1 && idat !== undefined ? idat.from + from : -1;
      const end = start + length;
      // Without a length it would be the whole file.
      if (start < 0 || length === 0 || end > blank.length) return undefined;
      blank.fill(0, start, end);
      found.add(item);
    }
    return found.size === tells.size ? blank : undefined;
  } catch (error) {
    // It ends before it says it does.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const KNOWN: ReadonlySet<string> = new Set(['ftyp', 'meta', 'mdat', 'free', 'skip']);

type Box = { readonly type: string; readonly from: number; readonly to: number };

function boxesIn(bytes: Buffer, from: number, to: number): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const short = bytes.readUInt32BE(at);
    const head = short === 1 ? 16 : 8;
    const size = short === 0 ? to - at : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (size < head || at + size > to) throw new RangeError('a box is cut');
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), from: at + head, to: at + size });
    at += size;
  }
  return boxes;
}

/** Ids of what is not picture: Exif, and XMP, which is of a type `mime`. */
function tellingItems(bytes: Buffer, { from, to }: Box): ReadonlySet<number> {
  const entries = boxesIn(bytes, from + (bytes.readUInt8(from) === 0 ? 6 : 8), to);
  const ids = entries.flatMap(({ type, from: at }) => {
    const version = bytes.readUInt8(at);
    if (type !== 'infe' || version < 2) return [];
    const wide = version === 2 ? 2 : 4;
    const kind = bytes.toString('latin1', at + 4 + wide + 2, at + 4 + wide + 6);
    return ['Exif', 'mime', 'uri '].includes(kind) ? [bytes.readUIntBE(at + 4, wide)] : [];
  });
  return new Set(ids);
}

type Extent = {
  readonly item: number;
  readonly method: number;
  readonly from: number;
  readonly length: number;
};

/** Where the items `of` lie. */
function extentsIn(bytes: Buffer, { from, to }: Box, of: ReadonlySet<number>): readonly Extent[] {
  let at = from;
  const read = (size: number): number => {
    const value =
      size === 0 ? 0 : size === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, size);
    at += size;
    if (at > to) throw new RangeError('a box is cut');
    return value;
  };
  const version = read(1);
  read(3);
  const sizes = read(2);
  const [offset, length, base, index] = [12, 8, 4, 0].map((bits) => (sizes >> bits) & 15);
  // An extent that takes no bytes could be there without end in a file of a few.
  if (length === 0) throw new RangeError('places without a length');
  const extents: Extent[] = [];
  for (let items = read(version < 2 ? 2 : 4); items > 0; items--) {
    const item = read(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : read(2) & 15;
    const elsewhere = read(2);
    const start = read(base ?? 0);
    for (let count = read(2); count > 0; count--) {
      if (version > 0) read(index ?? 0);
      const place = { from: start + read(offset ?? 0), length: read(length ?? 0) };
      if (of.has(item)) extents.push({ item, method: elsewhere === 0 ? method : -1, ...place });
    }
  }
  return extents;
}
