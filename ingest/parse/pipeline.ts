import type { Article, Instrument, RegionTable } from '#knowledge/build';
import { annotate } from './annotate.ts';
import { type Block, toBlocks } from './blocks.ts';
import { clean } from './clean.ts';
import { type Claim, type Coverage, cover } from './coverage.ts';
import { type DescribedFile, describe } from './describe.ts';
import { instruments, type Segment } from './instruments.ts';
import { linkTasks, rowDepartments } from './link-tasks.ts';
import { type Outline, outline, type Warning } from './outline.ts';
import { table } from './table.ts';
import { readValidity } from './validity.ts';

/** A file whose characters are not all accounted for: nothing of it may be published. */
export class LostText extends Error {
  override readonly name = 'LostText';
  readonly file: string;
  constructor(coverage: Coverage) {
    const first = coverage.lost[0];
    super(
      `${coverage.file}: ${coverage.lost.length} passages were lost while parsing, the first at ${first?.start}: "${first?.text.slice(0, 30)}"`,
    );
    this.file = coverage.file;
  }
}

const PLACE_UNKNOWN: Warning = {
  code: 'place unknown',
  message: 'the print does not say where it binds; it answers nobody until policies.yaml names its region',
};

/** Its words may end only a part of the other text, so a person marks it as ended. */
const endsOther = (text: string): Warning => ({
  code: 'ends another text',
  message: `it says that it ends ${text}; if that text is in the library, mark it as ended`,
});

export type ParsedFile = {
  readonly file: string;
  readonly sha256: string;
  readonly instruments: readonly Instrument[];
  readonly articles: readonly Article[];
  readonly coverage: Coverage;
  readonly warnings: readonly { readonly instrument: string; readonly warning: Warning }[];
};

/**
 * clean → blocks → instruments → outline → annotate, for one file.
 * @param text what a reader read from the file
 * @param sha256 of the file's bytes as received
 * @param taken instrument ids in use; grows
 * @throws LostText
 */
export function parseFile(
  text: string,
  sha256: string,
  file: DescribedFile,
  regions: RegionTable,
  taken: Set<string>,
): ParsedFile {
  const { lines, furniture } = clean(text);
  const segments = instruments(toBlocks(lines));
  const described = describe(segments, file, regions, taken);
  const claims: Claim[] = furniture.map(({ piece, reason }) => ({ owner: reason, piece }));
  const warnings: { instrument: string; warning: Warning }[] = [];
  const articles = segments.flatMap((segment, i) => {
    const instrument = described[i];
    if (instrument === undefined) return [];
    const parsed = parseSegment(segment, instrument);
    if (instrument.level === 'unknown') warnings.push({ instrument: instrument.id, warning: PLACE_UNKNOWN });
    for (const ended of readValidity(segment, null).ends)
      warnings.push({ instrument: instrument.id, warning: endsOther(ended) });
    for (const claim of parsed.claims) claims.push(claim);
    warnings.push(...parsed.warnings.map((warning) => ({ instrument: instrument.id, warning })));
    return parsed.articles;
  });
  const coverage = cover(file.file, text, claims);
  if (coverage.lost.length > 0) throw new LostText(coverage);
  const linked = linkRows(segments, described, articles);
  return {
    file: file.file,
    sha256,
    instruments: described,
    articles: linked,
    coverage,
    warnings,
  };
}

function parseSegment(
  segment: Segment,
  instrument: Instrument,
): { articles: Article[]; claims: Claim[]; warnings: Warning[] } {
  const isRoster = instrument.kind === 'roster';
  const claims: Claim[] = [
    ...segment.titles.map((piece) => ({ owner: 'title' as const, piece })),
    ...segment.front.map((piece) => ({ owner: 'front matter' as const, piece })),
    ...segment.back.map((piece) => ({ owner: 'back matter' as const, piece })),
  ];
  const { text, rows } = splitTable(segment);
  const isTable = rows.length > 0 && !text.some((block) => block.marker !== undefined);
  const tree = isTable ? openedTable(segment.body) : withTable(outline(text), rows);
  const warnings =
    instrument.kind === 'notice' ? tree.warnings.filter((w) => w.code !== 'no articles') : [...tree.warnings];
  claims.push(...tree.headings.map((piece) => ({ owner: 'heading' as const, piece })));
  const articles = tree.nodes.map((node) => {
    const owner = isRoster ? ('roster' as const) : ('article' as const);
    claims.push({ owner, piece: node.marker });
    for (const { body } of node.paragraphs) claims.push({ owner, piece: body });
    // The sections of a notice tell offices what to do; only a notice that prints 第N条 holds rules itself.
    const rule = node.kind === 'rule' && (instrument.kind !== 'notice' || /^第.+条/.test(node.label));
    return annotate(
      node,
      instrument.id,
      isRoster
        ? 'roster'
        : rows.length > 0 && node.label.startsWith('序号')
          ? 'task'
          : rule
            ? 'rule'
            : 'section',
    );
  });
  return { articles, claims, warnings };
}

/** Rows of a task table, with the lines that float between them, apart from the text that may stand around them. */
function splitTable(segment: Segment): { text: readonly Block[]; rows: readonly Block[] } {
  const isRow = (block: Block) => block.kind === 'row';
  const [first, last] = [segment.body.findIndex(isRow), segment.body.findLastIndex(isRow)];
  const numbered = segment.body.some((block) => isRow(block) && /^\d+\t/.test(block.body.text));
  if (!numbered) return { text: segment.body, rows: [] };
  return {
    text: [...segment.body.slice(0, first), ...segment.body.slice(last + 1)],
    rows: segment.body.slice(first, last + 1),
  };
}

/** @param prefix before row numbers in ids, where articles of the same text have plain numbers */
function tableTree(blocks: readonly Block[], prefix: string): Outline {
  const { rows, headings, warnings } = table(blocks);
  return { nodes: rows.map(({ node }) => ({ ...node, key: prefix + node.key })), headings, warnings };
}

/** Sentences above the first row open the text; they are no name of a chapter. */
function openedTable(blocks: readonly Block[]): Outline {
  const first = blocks.findIndex(({ kind }) => kind === 'row');
  const isOpening = ({ body }: Block, i: number) => i < first && /[。；]/.test(body.text);
  const tree = tableTree(
    blocks.filter((block, i) => !isOpening(block, i)),
    '',
  );
  const { nodes } = outline(blocks.filter(isOpening));
  return { ...tree, nodes: [...nodes, ...tree.nodes] };
}

function withTable(tree: Outline, rows: readonly Block[]): Outline {
  if (rows.length === 0) return tree;
  const below = tableTree(rows, 't');
  return {
    nodes: [...tree.nodes, ...below.nodes],
    headings: [...tree.headings, ...below.headings],
    warnings: [...tree.warnings, ...below.warnings],
  };
}

/** Task rows carry their own departments, and lend them to the articles of the same file that they repeat. */
function linkRows(
  segments: readonly Segment[],
  described: readonly Instrument[],
  articles: readonly Article[],
): readonly Article[] {
  const rows = segments.flatMap((segment, i) => {
    const { text, rows: printed } = splitTable(segment);
    const prefix = text.some((block) => block.marker !== undefined) ? 't' : '';
    const blocks = prefix === '' ? segment.body : printed;
    if (printed.length === 0) return [];
    return table(blocks).rows.map((row) => ({
      row,
      id: `${described[i]?.id ?? ''}/${prefix}${row.node.key}`,
    }));
  });
  if (rows.length === 0) return articles;
  const own = new Map(rows.map(({ row, id }) => [id, rowDepartments(row, id)]));
  const withOwn = articles.map((article) => ({
    ...article,
    departments: own.get(article.id) ?? article.departments,
  }));
  const rules = new Map(
    linkTasks(
      withOwn.filter((a) => a.kind === 'rule'),
      rows,
    ).map((article) => [article.id, article]),
  );
  return withOwn.map((article) => rules.get(article.id) ?? article);
}
