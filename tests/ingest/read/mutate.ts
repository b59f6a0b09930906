/** Numbers that are the same for every run of the same seed. */
export function createChance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Bytes with some changed, cut out, doubled or moved, as damage and attackers do. */
export function mutate(bytes: Uint8Array, chance: (below: number) => number): Uint8Array {
  let out = Buffer.from(bytes);
  for (let changes = 1 + chance(8); changes > 0; changes--) {
    const at = chance(Math.max(1, out.length));
    const length = 1 + chance(Math.min(4_000, Math.max(1, out.length - at)));
    const piece = out.subarray(at, at + length);
    switch (chance(6)) {
      case 0:
        out[at] = chance(256);
        break;
      case 1:
        out[at] = (out[at] ?? 0) ^ (1 << chance(8));
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)]);
        break;
      case 3:
        out = Buffer.concat([out.subarray(0, at), piece, out.subarray(at)]);
        break;
      case 4:
        out = Buffer.concat([
          out.subarray(0, at),
          Buffer.alloc(1 + chance(64), chance(256)),
          out.subarray(at),
        ]);
        break;
      default:
        out = Buffer.from(out.subarray(0, Math.max(1, at)));
    }
  }
  return new Uint8Array(out);
}

/** A docx with its parts mutated and packed anew: deeper than what a checksum refuses. */
export function mutateText(text: string, chance: (below: number) => number): string {
  return new TextDecoder().decode(mutate(new TextEncoder().encode(text), chance));
}
