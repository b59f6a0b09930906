import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export type Fonts = { readonly regular: Uint8Array; readonly bold: Uint8Array };

let loaded: Promise<Fonts> | undefined;

/** Read from disk once, when the first paper needs them. */
export function loadFonts(): Promise<Fonts> {
  loaded ??= load();
  return loaded;
}

/** Noto Serif SC, 15 MB a weight, from the package that npm ci brings: docs/decisions/0013. */
async function load(): Promise<Fonts> {
  const [regular, bold] = await Promise.all([
    read(import.meta.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf')),
    read(import.meta.resolve('@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf')),
  ]);
  return { regular, bold };
}

function read(address: string): Promise<Uint8Array> {
  return readFile(fileURLToPath(address));
}
