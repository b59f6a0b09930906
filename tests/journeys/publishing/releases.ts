/** Releases that answer the load's questions, each in words of its own. */
import { crc32 } from 'node:zlib';
import { buildRelease } from '../../../ingest/build/release.ts';
import { KINDS, LIBRARY } from '../../crash/questions.ts';
import { anArticle, anInstrument } from '../../fixtures.ts';

export const VERSIONS = 6;
/** Texts that nobody asks for: a release that is kept in memory by mistake shall be felt. */
const OTHERS = 1_000;
/** Articles from this one on are the same in every release. */
const ALIKE = KINDS - 2;

/** One file stands in every draft, so that there is something to take out of it. */
export const FILE = '甲川办法.txt';

/** What the article that answers a kind of question says in a release. */
export function textOf(version: number, kind: number): string {
  const text = LIBRARY.articles[kind]?.text ?? '';
  return kind < ALIKE ? text.replace('。', `（第${version}版）。`) : text;
}

/** As a link carries it: `PolicyPages.sum`, by other means. */
export const sumOf = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/** Builds them all beside one another; nothing is in force by that. @returns their ids, by version */
export async function buildReleases(root: string): Promise<readonly string[]> {
  const others = Array.from({ length: OTHERS }, (_, i) => `other-${i}`);
  const ids: string[] = [];
  for (let version = 0; version < VERSIONS; version++) {
    const { id } = await buildRelease(root, {
      ...LIBRARY,
      instruments: [...LIBRARY.instruments, ...others.map((other) => anInstrument(other))],
      articles: [
        ...LIBRARY.articles.map(({ id: article }, kind) => anArticle(article, textOf(version, kind))),
        ...others.map((other, i) => anArticle(`${other}/1`, `第${i}号仓库的机器每${i}天检修一次。`)),
      ],
      sources: {
        files: [{ file: FILE, sha256: '0'.repeat(64), format: 'txt', shipped: false, facts: [] }],
        answers: [],
        questions: [],
      },
    });
    ids.push(id);
  }
  return ids;
}
