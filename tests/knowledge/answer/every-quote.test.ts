import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Answer, binds, type Citation, citationHead, findQuoteFault, renderPlain } from '#knowledge';
import { answerSchema } from '../../../knowledge/answer/answer.ts';
import { realLibrary } from '../../real-release.ts';
import { ROOT } from '../../shared.ts';

const { release, assistant } = await realLibrary();
const lineSchema = z.object({ question: z.string(), region: z.string().nullable() });

/** The article that a citation names, and the place its text binds in. */
function sourceOf(citation: Citation) {
  const position = release.positionOf(citation.id);
  if (position === undefined) throw new Error(`no article ${citation.id}`);
  const article = release.article(position);
  return { article, region: release.instrument(article.instrument)?.region?.value ?? null };
}

const FILES = readdirSync(join(ROOT, 'knowledge/checks')).filter((name) => /^dev-.*\.jsonl$/.test(name));

describe.each(FILES)('every answer to %s', (file) => {
  let answers: Answer[] = [];
  beforeAll(() => {
    const lines = readFileSync(join(ROOT, 'knowledge/checks', file), 'utf8')
      .trim()
      .split('\n');
    answers = lines.map((text) => {
      const { question, region } = lineSchema.parse(JSON.parse(text));
      const place = region === null ? null : (assistant.placeOf(region)?.id ?? null);
      return assistant.ask({ question, region: place }).answer;
    });
  });
  const citations = () => answers.flatMap((answer) => [...answer.citations, ...answer.elsewhere]);

  it('cites something: the tests below are not about nothing', () => {
    expect(citations().length).toBeGreaterThan(answers.length);
  });

  it('quotes only what passes the verifier', () => {
    for (const citation of citations()) {
      expect(findQuoteFault(sourceOf(citation).article, citation.quote), citation.id).toBeUndefined();
    }
  });

  it('shows every piece of every quote, literally, and the citation beside it', () => {
    for (const answer of answers) {
      const text = renderPlain(answer);
      for (const citation of [...answer.citations, ...answer.elsewhere]) {
        for (const piece of citation.quote.split('\n')) expect(text).toContain(`“${piece}”`);
        expect(text).toContain(citationHead(citation));
        expect(text).toContain(citation.note);
      }
    }
  });

  it('labels a citation with the article’s own label, and nothing else’s', () => {
    for (const citation of citations()) {
      expect(citation.label.startsWith(sourceOf(citation).article.label), citation.label).toBe(true);
    }
  });

  it('cites only texts that bind in the places it speaks for, and others only as others’', () => {
    for (const answer of answers) {
      for (const citation of answer.citations) {
        const { region } = sourceOf(citation);
        expect(
          answer.region.some((place) => binds(region, place)),
          citation.id,
        ).toBe(true);
      }
      for (const citation of answer.elsewhere) {
        const { region } = sourceOf(citation);
        expect(
          answer.region.every((place) => !binds(region, place)),
          citation.id,
        ).toBe(true);
      }
    }
  });

  it('says of the ended campaign that it has ended, wherever it is cited', () => {
    const plan = citations().filter((citation) => citation.id.startsWith('shijiazhuang-plan/'));
    expect(plan.length).toBeGreaterThan(0);
    for (const citation of plan) expect(citation.note).toContain('已经结束');
  });

  it('shows nothing private and no black bars', () => {
    for (const answer of answers) {
      const text = renderPlain(answer);
      expect(text).not.toContain('█');
      for (const citation of [...answer.citations, ...answer.elsewhere]) {
        const { article } = sourceOf(citation);
        for (const { start, end } of article.private) {
          expect(citation.quote).not.toContain(article.text.slice(start, end));
        }
      }
    }
  });

  it('is an object of the agreed shape, with a disclaimer unless it only asks for the place', () => {
    for (const answer of answers) {
      expect(answerSchema.safeParse(answer).success).toBe(true);
      expect(/不是律师意见/.test(renderPlain(answer))).toBe(answer.status !== 'ask_region');
    }
  });
});
