import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export type Fonts = { readonly regular: Uint8Array; readonly bold: Uint8Array };

/** Noto Serif SC, 15 MB a weight, from the package that npm ci brings: docs/decisions/0013. */
const WEIGHTS = {
  regular: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
} as const;

let loaded: Promise<Fonts> | undefined;

/** Read from disk once, when the first paper needs them. */
export function loadFonts(): Promise<Fonts> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Fonts> {
  const read = (name: string) => readFile(fileURLToPath(import.meta.resolve(name)));
  const [regular, bold] = await Promise.all([read(WEIGHTS.regular), read(WEIGHTS.bold)]);
  return { regular, bold };
}
