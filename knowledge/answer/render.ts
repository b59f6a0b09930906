import { formatCitation } from '../policy/citation.ts';
import type { Answer, Citation } from './answer.ts';
import * as copy from './copy.ts';

/** An answer as plain text, the same in every face that has no layout of its own. */
export function renderPlain(answer: Answer): string {
  const blocks = [answer.lead];
  blocks.push(...answer.citations.filter((citation) => citation.main).map(fullCitation));
  const also = answer.citations.filter((citation) => !citation.main);
  if (also.length > 0)
    blocks.push(answer.status === 'answer' ? copy.ALSO : copy.BESIDE, ...also.map(shortCitation));
  if (answer.elsewhere.length > 0) {
    const here = answer.region.map((id) => id.split('/').at(-1) ?? id).join('、');
    blocks.push(
      copy.ELSEWHERE_HEAD(here),
      ...answer.elsewhere.map((citation) => `【${citation.place}】${shortCitation(citation)}`),
    );
  }
  if (answer.choices.length > 0) blocks.push(copy.PLACE_PROMPT + answer.choices.join('、'));
  if (answer.next.length > 0) blocks.push(answer.next.map((step) => `· ${step}`).join('\n'));
  if (answer.status !== 'ask_region')
    blocks.push(
      answer.citations.length + answer.elsewhere.length > 0 ? copy.DISCLAIMER : copy.NO_TEXT_DISCLAIMER,
    );
  return blocks.join('\n\n');
}

/** 《title》（number）第二十九条第一款 */
export function citationHead({ title, number, label }: Pick<Citation, 'title' | 'number' | 'label'>): string {
  return formatCitation(title, number, label);
}

/** Each piece of the quote in quotation marks, character for character. */
export function quoted(citation: Pick<Citation, 'quote'>): string {
  return citation.quote
    .split('\n')
    .map((piece) => `“${piece}”`)
    .join('\n');
}

function fullCitation(citation: Citation): string {
  const to = copy.ADDRESSEE[citation.addressee];
  const lines = [
    quoted(citation),
    `——${citationHead(citation)}`,
    [copy.STRENGTH[citation.strength], to, citation.note].filter((part) => part !== '').join(' · '),
  ];
  const offices = citation.departments
    .filter((entry) => entry.role !== 'unclear')
    .map((entry) => `${copy.ROLE[entry.role]}：${entry.names.join('、')}`)
    .join('；');
  if (offices !== '') lines.push(`${copy.DEPARTMENTS_HEAD}：${offices}`);
  return lines.join('\n');
}

function shortCitation(citation: Citation): string {
  return `${quoted(citation)}\n——${citationHead(citation)} · ${copy.STRENGTH[citation.strength]} · ${citation.note}`;
}
