import type { Mapped } from '#knowledge/build';

/** Where a character of the source went. */
export type Owner =
  | 'article'
  | 'heading'
  | 'title'
  | 'front matter'
  | 'back matter'
  | 'roster'
  | 'page mark'
  | 'markup'
  | 'list mark'
  | 'invisible character';

export type Coverage = {
  readonly file: string;
  /** Non-blank UTF-16 units in the source. */
  readonly total: number;
  readonly byOwner: Readonly<Partial<Record<Owner, number>>>;
  /** Runs that nothing accounts for; ingest refuses a file that has any. */
  readonly lost: readonly { readonly start: number; readonly text: string }[];
  /** Owner per slice of the file, in order, for the picture. */
  readonly runs: readonly { readonly owner: Owner | 'lost'; readonly length: number }[];
};

export type Claim = { readonly owner: Owner; readonly piece: Mapped };

/** Accounts for every non-blank unit of `source`. A unit claimed twice keeps its first owner. */
export function cover(file: string, source: string, claims: readonly Claim[]): Coverage {
  const owners: (Owner | undefined)[] = new Array(source.length).fill(undefined);
  for (const { owner, piece } of claims) for (const at of piece.at) owners[at] ??= owner;
  const byOwner: Partial<Record<Owner, number>> = {};
  const runs: { owner: Owner | 'lost'; length: number }[] = [];
  const lost: { start: number; text: string }[] = [];
  let total = 0;
  let lostEnd = -1;
  for (let i = 0; i < source.length; i++) {
    const char = source[i] ?? '';
    if (/\s/.test(char)) continue;
    total++;
    const owner = owners[i] ?? 'lost';
    if (owner === 'lost') {
      const open = lost.at(-1);
      if (open !== undefined && lostEnd === i - 1) open.text += char;
      else lost.push({ start: i, text: char });
      lostEnd = i;
    } else byOwner[owner] = (byOwner[owner] ?? 0) + 1;
    const run = runs.at(-1);
    if (run?.owner === owner) run.length++;
    else runs.push({ owner, length: 1 });
  }
  return { file, total, byOwner, lost, runs };
}

const COLOURS: Readonly<Record<Owner | 'lost', string>> = {
  article: '#2f6f4f',
  heading: '#7fb069',
  title: '#1d3557',
  'front matter': '#457b9d',
  'back matter': '#a8c5da',
  roster: '#8d6a9f',
  'page mark': '#c9ada7',
  markup: '#d8d2c4',
  'list mark': '#d8d2c4',
  'invisible character': '#d8d2c4',
  lost: '#d00000',
};

/** One bar per file, in reading order, as an SVG picture. */
export function coverageSvg(reports: readonly Coverage[]): string {
  const width = 720;
  const rows = reports.map((report, row) => {
    let x = 170;
    const y = 24 + row * 30;
    const bars = report.runs.map(({ owner, length }) => {
      const w = (length / report.total) * width;
      const bar = `<rect x="${x.toFixed(2)}" y="${y}" width="${w.toFixed(2)}" height="18" fill="${COLOURS[owner]}"><title>${owner} ${length}</title></rect>`;
      x += w;
      return bar;
    });
    return `<text x="0" y="${y + 14}">${escapeXml(report.file)}</text>${bars.join('')}`;
  });
  const legend = (Object.keys(COLOURS) as (Owner | 'lost')[]).map((owner, i) => {
    const x = 170 + (i % 6) * 120;
    const y = 34 + reports.length * 30 + Math.floor(i / 6) * 18;
    return `<rect x="${x}" y="${y}" width="10" height="10" fill="${COLOURS[owner]}"/><text x="${x + 14}" y="${y + 9}">${owner}</text>`;
  });
  const height = 80 + reports.length * 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Where every character of each file went" viewBox="0 0 ${170 + width} ${height}" font-family="sans-serif" font-size="11">${rows.join('')}${legend.join('')}</svg>\n`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
