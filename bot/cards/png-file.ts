import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Fonts } from '../papers/fonts.ts';
import { FAMILY } from './format-svg.ts';

let ready: Promise<void> | undefined;

/**
 * A picture of our own SVG, with the papers' font and none of the machine's.
 * https://github.com/yisibl/resvg-js/tree/main/wasm
 */
export async function renderPng(svg: string, fonts: Fonts): Promise<Uint8Array> {
  ready ??= load();
  await ready;
  const picture = new Resvg(svg, {
    font: { fontBuffers: [fonts.regular, fonts.bold], defaultFontFamily: FAMILY, serifFamily: FAMILY },
  });
  try {
    const rendered = picture.render();
    try {
      return rendered.asPng();
    } finally {
      rendered.free();
    }
  } finally {
    picture.free();
  }
}

async function load(): Promise<void> {
  await initWasm(await readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));
}
