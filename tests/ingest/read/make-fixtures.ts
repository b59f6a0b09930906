/**
 * node tests/ingest/read/make-fixtures.ts: makes tests/fixtures/library anew with LibreOffice (soffice, Noto Sans CJK).
 * The five shipped texts become documents with paragraphs, titles and tables; src/*.fodt are documents of our own.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Block, toBlocks } from '../../../ingest/parse/blocks.ts';
import { clean } from '../../../ingest/parse/clean.ts';
import { withoutFonts } from './without-fonts.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/library', import.meta.url));
const POLICIES = fileURLToPath(new URL('../../../knowledge/policies', import.meta.url));

/** The look of src/numbered.fodt, so that all documents share it. */
const LOOK = readFileSync(join(FOLDER, 'src/numbered.fodt'), 'utf8').split('<office:body>')[0] ?? '';
const PAGE_NUMBERS = `<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"><style:footer><text:p text:style-name="Ti">— <text:page-number>1</text:page-number> —</text:p></style:footer></style:master-page></office:master-styles>`;
const STYLES = `<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.5cm"/><style:footer-style/></style:page-layout><style:style style:name="R" style:family="paragraph"><style:paragraph-properties fo:text-align="end"/></style:style><style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style></office:automatic-styles>`;

function xml(text: string): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return plain.replace(/ {2,}/g, (blanks) => `<text:s text:c="${blanks.length}"/>`);
}

function fodt(blocks: readonly Block[]): string {
  const body = inTurn(
    blocks,
    (block) => {
      const style = block.kind === 'title' ? 'Ti' : block.kind === 'standalone' ? 'R' : 'P';
      const text = block.kind === 'standalone' ? block.raw : block.body.text;
      return `<text:p text:style-name="${style}">${xml(text)}</text:p>`;
    },
    (rows) => {
      const width = Math.max(...rows.map((row) => row.length));
      const cell = (text = '') =>
        `<table:table-cell table:style-name="C"><text:p>${xml(text)}</text:p></table:table-cell>`;
      const lines = rows.map(
        (row) =>
          `<table:table-row>${Array.from({ length: width }, (_, i) => cell(row[i])).join('')}</table:table-row>`,
      );
      return `<table:table><table:table-column table:number-columns-repeated="${width}"/>${lines.join('')}</table:table>`;
    },
  );
  return `${LOOK.replace('</office:automatic-styles>', STYLES)}${PAGE_NUMBERS}<office:body><office:text>${body}</office:text></office:body></office:document>`;
}

function markdown(blocks: readonly Block[]): string {
  return inTurn(
    blocks,
    (block) => {
      const mark = block.kind === 'title' ? '# ' : block.kind === 'heading' ? '## ' : '';
      return `${mark}${block.kind === 'standalone' ? block.raw : block.body.text}\n`;
    },
    (rows) => {
      const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
      return `${[line(rows[0] ?? []), line((rows[0] ?? []).map(() => '---')), ...rows.slice(1).map(line)].join('\n')}\n`;
    },
  );
}

/** Blocks in their order; rows that follow one another are a table. */
function inTurn(
  blocks: readonly Block[],
  block: (block: Block) => string,
  table: (rows: readonly (readonly string[])[]) => string,
): string {
  const out: string[] = [];
  let rows: (readonly string[])[] = [];
  for (const each of [...blocks, undefined]) {
    if (each?.kind === 'row') {
      rows.push(each.body.text.split('\t'));
      continue;
    }
    if (rows.length > 0) out.push(table(rows));
    rows = [];
    if (each !== undefined) out.push(block(each));
  }
  return out.join('\n');
}

function convert(to: string, out: string, files: readonly string[]): void {
  const made = spawnSync('soffice', ['--headless', '--convert-to', to, '--outdir', out, ...files]);
  if (made.status !== 0) throw new Error(`soffice: ${made.stderr.toString()}`);
}

const LOCKED =
  'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}';

const work = mkdtempSync(join(tmpdir(), 'gongyou-fixtures-'));
try {
  mkdirSync(join(FOLDER, 'policies'), { recursive: true });
  for (const name of readdirSync(POLICIES).filter((file) => file.endsWith('.txt'))) {
    const blocks = toBlocks(clean(readFileSync(join(POLICIES, name), 'utf8')).lines);
    const base = name.replace(/\.txt$/, '');
    writeFileSync(join(work, `${base}.fodt`), fodt(blocks));
    writeFileSync(join(FOLDER, 'policies', `${base}.md`), markdown(blocks));
  }
  const policies = readdirSync(work).map((name) => join(work, name));
  const own = readdirSync(join(FOLDER, 'src')).map((name) => join(FOLDER, 'src', name));
  for (const to of ['docx', 'html', 'pdf']) {
    convert(to, join(FOLDER, 'policies'), policies);
    convert(to, join(FOLDER, 'own'), own);
  }
  convert(
    LOCKED,
    join(work, 'locked'),
    own.filter((path) => path.endsWith('numbered.fodt')),
  );
  writeFileSync(join(FOLDER, 'own/locked.pdf'), readFileSync(join(work, 'locked/numbered.pdf')));
  for (const folder of ['policies', 'own'])
    for (const name of readdirSync(join(FOLDER, folder))) {
      const path = join(FOLDER, folder, name);
      if (name.endsWith('.gif')) rmSync(path);
      if (name.endsWith('.pdf') && name !== 'locked.pdf')
        writeFileSync(path, withoutFonts(readFileSync(path)));
    }
} finally {
  rmSync(work, { recursive: true, force: true });
}
