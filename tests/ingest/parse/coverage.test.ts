import { describe, expect, it } from 'vitest';
import { mapped, slice } from '#knowledge/build';
import { cover, coverageSvg } from '../../../ingest/parse/coverage.ts';
import { LostText } from '../../../ingest/parse/pipeline.ts';
import { files, parseText, policyBytes } from '../../policies.ts';

const nonBlank = (text: string) => text.replace(/\s/g, '').length;

describe('coverage of the five files', () => {
  it.each(files.map((file) => [file.file, file] as const))(
    '%s: every character is accounted for',
    (name, file) => {
      const { coverage } = file;
      const source = new TextDecoder().decode(policyBytes(name));
      const owned = Object.values(coverage.byOwner).reduce((sum, count) => sum + count, 0);
      expect(coverage.lost).toEqual([]);
      expect(coverage.total).toBe(nonBlank(source));
      expect(owned).toBe(coverage.total);
      expect(coverage.runs.reduce((sum, run) => sum + run.length, 0)).toBe(coverage.total);
    },
  );

  it.each(files.map((file) => [file.file, file] as const))(
    '%s: what is owned by articles is what articles say, and nothing is said twice',
    (_, { articles, coverage }) => {
      const said = articles.reduce((sum, { text, label, kind }) => {
        const marker = kind === 'rule' || kind === 'section' ? label.length : 0;
        return sum + nonBlank(text) + marker;
      }, 0);
      const owned = (coverage.byOwner.article ?? 0) + (coverage.byOwner.roster ?? 0);
      // Labels carry the markers of the headings above them, and headings of rows: near, but not to the character.
      expect(Math.abs(said - owned) / owned).toBeLessThan(0.02);
    },
  );

  it('furniture is counted by its reason', () => {
    const of = (name: string) => files.find(({ file }) => file.startsWith(name))?.coverage.byOwner;
    expect(of('yunnan')).toMatchObject({ 'page mark': 7 });
    expect(of('jilin')).toMatchObject({ 'list mark': 7 });
    expect(of('jilin')?.markup).toBeGreaterThan(400);
    expect(of('shijiazhuang')?.roster).toBeGreaterThan(900);
    expect(of('zibo')).not.toHaveProperty('page mark');
  });

  it('most of each file is article text', () => {
    for (const { file, coverage } of files)
      expect((coverage.byOwner.article ?? 0) / coverage.total, file).toBeGreaterThan(0.84);
  });
});

describe('text that nothing accounts for', () => {
  const source = '第一条 企业应当。\n第二条 完。';
  const kept = slice(mapped(source), 0, 10);

  it('is listed with its place and its words', () => {
    const { lost, total, byOwner } = cover('x.txt', source, [{ owner: 'article', piece: kept }]);
    expect(lost).toEqual([
      { start: 10, text: '第二条' },
      { start: 14, text: '完。' },
    ]);
    expect(total).toBe(13);
    expect(byOwner).toEqual({ article: 8 });
  });

  it('makes a refusal that names the file and shows the first lost words', () => {
    const error = new LostText(cover('某办法.txt', source, [{ owner: 'article', piece: kept }]));
    expect(error.message).toContain('某办法.txt');
    expect(error.message).toContain('"第二条"');
  });

  it('a character that two claims name is counted once, for the first', () => {
    const whole = mapped('工会');
    const { byOwner } = cover('x', '工会', [
      { owner: 'heading', piece: slice(whole, 0, 1) },
      { owner: 'article', piece: whole },
    ]);
    expect(byOwner).toEqual({ heading: 1, article: 1 });
  });

  it('blanks need no owner', () => {
    expect(cover('x', ' \n\t\u3000', [])).toMatchObject({ total: 0, lost: [], runs: [] });
  });
});

describe('the coverage picture', () => {
  it('has a bar for each file, in order, whose pieces are as wide as their share', () => {
    const svg = coverageSvg(files.map(({ coverage }) => coverage));
    expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
    const at = files.map(({ file }) => svg.indexOf(`>${file}<`));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at.every((index) => index > 0)).toBe(true);
    for (const { coverage } of files) {
      const bar = svg.slice(svg.indexOf(`>${coverage.file}<`)).split('</text>')[1] ?? '';
      const widths = [...bar.matchAll(/width="([\d.]+)" height="18"/g)].map((match) => Number(match[1]));
      expect(widths).toHaveLength(coverage.runs.length);
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(720, -1);
    }
  });

  it('shows lost text in a colour of its own', () => {
    const colour = (svg: string) => /height="18" fill="(#[0-9a-f]+)"/.exec(svg)?.[1];
    const lost = coverageSvg([cover('x', '工会', [])]);
    const kept = coverageSvg([cover('x', '工会', [{ owner: 'article', piece: mapped('工会') }])]);
    expect(colour(lost)).toMatch(/^#/);
    expect(colour(lost)).not.toBe(colour(kept));
    expect(lost).toContain('<title>lost 2</title>');
  });

  it('stays a picture when a file name holds & or <', () => {
    const { coverage } = parseText('第一条 完。', { file: 'R&D <新>.txt' });
    const svg = coverageSvg([coverage]);
    expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|#)/);
    expect(svg).not.toContain('<新>');
  });
});
