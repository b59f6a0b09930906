/** npm run card -- MATTER|ARTICLE … --region 吉林 --out DIR [--form png,a6,a4] [--book TITLE] */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CARD_FORMS, type Card, type CardForm, type PocketBook, pocketBookSchema } from './cards/card.ts';
import { formatBookName, formatCardName } from './cards/card-file.ts';
import { keepMade } from './cards/keep-made.ts';
import type { Made } from './cards/kept-cards.ts';
import { makeBook } from './cards/make-book.ts';
import { isCardFault, makeCard } from './cards/make-card.ts';
import { formatChinaDay } from './china-time.ts';
import { systemClock } from './clock.ts';
import { cardsCopy } from './copy/cards.ts';
import { failPlainly } from './fail.ts';
import { loadConfig, loadLibrary } from './load.ts';
import { createPaperPress, type PaperPress } from './papers/press.ts';
import { storeLocation } from './paths.ts';

const copy = cardsCopy.terminal;

async function main(): Promise<void> {
  const { values, positionals } = parseCommand();
  const out = values.out;
  if (positionals.length === 0 || out === undefined) throw new Error(copy.usage);
  const forms = formsOf(values.form);
  const config = loadConfig();
  const library = await loadLibrary(config);
  const place = values.region === undefined ? undefined : placeOf(library, values.region);
  const ways = { publicUrl: config.publicUrl, ...config.cards };
  const day = formatChinaDay(Date.now());
  const cards = positionals.map((subject): Card => {
    const kind = library.assistant.matterName(subject) === undefined ? 'article' : 'matter';
    const region = kind === 'matter' ? (place ?? null) : null;
    const made = makeCard(library, ways, { kind, subject, region }, day);
    if (isCardFault(made)) throw new Error(copy.failed(subject, cardsCopy.faults[made]));
    return made;
  });
  const { release } = library.pages;
  const title = values.book;
  const made: readonly Made[] =
    title === undefined
      ? cards.map((card) => ({ kind: 'card', card }))
      : [{ kind: 'book', book: checkedBook(makeBook({ title, cards, release, day }, ways)) }];
  // First: no paper that nobody would be told about.
  const isKept = await keepMade(storeLocation(config), systemClock, made);
  mkdirSync(out, { recursive: true });
  const press = createPaperPress();
  try {
    for (const one of made) await write(press, out, one, forms);
  } finally {
    await press.close();
  }
  process.stdout.write(`${isKept ? copy.kept : copy.notKept}\n`);
}

function checkedBook(book: PocketBook): PocketBook {
  const checked = pocketBookSchema.safeParse({ ...book, title: book.title.trim() });
  if (!checked.success) throw new Error(copy.badBook);
  return checked.data;
}

function parseCommand() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        region: { type: 'string' },
        out: { type: 'string' },
        form: { type: 'string' },
        book: { type: 'string' },
      },
    });
  } catch {
    throw new Error(copy.usage);
  }
}

function formsOf(text: string | undefined): readonly CardForm[] {
  if (text === undefined) return CARD_FORMS;
  return text.split(',').map((wanted) => {
    const form = CARD_FORMS.find((one) => one === wanted.trim());
    if (form === undefined) throw new Error(copy.badForm(wanted));
    return form;
  });
}

/** An id, or a place by its name. */
function placeOf({ assistant }: Awaited<ReturnType<typeof loadLibrary>>, words: string): string {
  const place = assistant.placeById(words) ?? assistant.placeOf(words);
  if (place === undefined) throw new Error(copy.failed(words, cardsCopy.faults['no-such-place']));
  return place.id;
}

async function write(press: PaperPress, out: string, made: Made, forms: readonly CardForm[]): Promise<void> {
  if (made.kind === 'book')
    return put(out, formatBookName(made.book), await press.renderCard({ form: 'book', book: made.book }));
  const { card } = made;
  for (const form of forms) put(out, formatCardName(card, form), await press.renderCard({ form, card }));
}

function put(out: string, name: string, bytes: Uint8Array): void {
  const file = join(out, name);
  writeFileSync(file, bytes);
  process.stdout.write(`${copy.wrote(file)}\n`);
}

main().catch(failPlainly);
