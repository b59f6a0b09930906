import { type Article, bare } from '#knowledge/build';
import type { Row } from './table.ts';

/**
 * Gives an article the departments that the task table of the same file prints for the same words. Rows are matched by
 * their text, never by number: row 31 of the 吉林 table is 第三十三条.
 */
export function linkTasks(
  articles: readonly Article[],
  rows: readonly { row: Row; id: string }[],
): readonly Article[] {
  const grams = rows.map(({ row }) => bigrams(row.node.paragraphs[0]?.body.text ?? ''));
  return articles.map((article) => {
    const own = bigrams(article.text);
    let best = -1;
    let bestShare = 0.6;
    grams.forEach((set, i) => {
      const share = [...set].filter((gram) => own.has(gram)).length / Math.max(1, set.size);
      if (share > bestShare) [best, bestShare] = [i, share];
    });
    const match = rows[best];
    if (match === undefined || article.departments.length > 0) return article;
    return { ...article, departments: rowDepartments(match.row, match.id) };
  });
}

/** A damaged row's cells run into one another: the names are kept, the roles are not asserted. */
export function rowDepartments(row: Row, id: string): Article['departments'] {
  if (row.damaged)
    return [
      {
        role: 'unclear',
        names: [...new Set([...row.lead, ...row.support, ...row.responsible])].filter((n) => n.length > 2),
        source: id,
      },
    ];
  return [
    { role: 'lead' as const, names: [...row.lead], source: id },
    { role: 'support' as const, names: [...row.support], source: id },
    { role: 'responsible' as const, names: [...row.responsible], source: id },
  ].filter((entry) => entry.names.length > 0);
}

function bigrams(text: string): Set<string> {
  const plain = bare(text);
  const set = new Set<string>();
  for (let i = 0; i + 2 <= plain.length; i++) set.add(plain.slice(i, i + 2));
  return set;
}
