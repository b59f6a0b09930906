import type { Article, Part } from './article.ts';
import { formatNumeral } from './numerals.ts';

/** A range of an article's text that is quoted. */
export type Range = { readonly start: number; readonly end: number };

/**
 * The place of a quote in the words of a citation: 第四十四条第（三）项, 第三条第二款, 三、（二）6. The paragraph is named only
 * where the article has more than one and the whole quote stands in it.
 */
export function placeLabel(article: Article, ranges: readonly Range[]): string {
  const paragraph = only(article.paragraphs.filter((part) => ranges.some((range) => overlaps(part, range))));
  const items = article.items.filter((part) =>
    ranges.some((range) => range.start >= part.start && range.end <= part.end),
  );
  const many = article.paragraphs.length > 1 && /条/.test(article.label);
  const section = many && paragraph ? `第${formatNumeral(paragraph.paragraph)}款` : '';
  const item = items.length === 1 && items[0] ? `第${items[0].label}项` : '';
  return `${article.label}${section}${item}`;
}

/** 《title》（number）label. A title inside the title takes the inner marks: 《关于印发〈…〉的通知》. */
export function formatCitation(title: string, number: string | null, label: string): string {
  const inner = title.replaceAll('《', '〈').replaceAll('》', '〉');
  return `《${inner}》${number === null ? '' : `（${number}）`}${label}`;
}

function overlaps(part: Part, range: Range): boolean {
  return range.start < part.end && range.end > part.start;
}

function only<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}
