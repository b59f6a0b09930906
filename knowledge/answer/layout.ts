import { formatCitation } from '../policy/citation.ts';
import { shortName } from '../region/region.ts';
import type { Answer, Citation } from './answer.ts';
import * as copy from './copy.ts';

/** An answer in reading order, for faces that give its pieces a form of their own. The words are the same in all. */
export type Block =
  | { readonly kind: 'lead'; readonly text: string }
  /** Stands over the citations that follow it. */
  | { readonly kind: 'heading'; readonly text: string }
  | {
      readonly kind: 'citation';
      readonly citation: Citation;
      readonly head: string;
      /** Strength, addressee, day, departments: one line each, some in one. */
      readonly notes: readonly string[];
      /** Whose text, when it is another place's; '' otherwise. */
      readonly place: string;
      /** Something else to read, said in fewer lines. */
      readonly brief: boolean;
    }
  | { readonly kind: 'choices'; readonly prompt: string; readonly choices: readonly string[] }
  | { readonly kind: 'next'; readonly items: readonly string[] }
  | { readonly kind: 'disclaimer'; readonly text: string };

export function layoutAnswer(answer: Answer): readonly Block[] {
  const blocks: Block[] = [{ kind: 'lead', text: answer.lead }];
  blocks.push(...answer.citations.filter((citation) => citation.main).map(layoutCitation));
  const also = answer.citations.filter((citation) => !citation.main);
  if (also.length > 0)
    blocks.push(
      { kind: 'heading', text: answer.status === 'answer' ? copy.ALSO : copy.BESIDE },
      ...also.map((citation) => brief(citation, '')),
    );
  if (answer.elsewhere.length > 0) {
    const here = answer.region.map((id) => shortName(id.split('/').at(-1) ?? id)).join('、');
    blocks.push(
      { kind: 'heading', text: copy.ELSEWHERE_HEAD(here) },
      ...answer.elsewhere.map((citation) => brief(citation, citation.place)),
    );
  }
  if (answer.choices.length > 0)
    blocks.push({ kind: 'choices', prompt: copy.PLACE_PROMPT, choices: answer.choices });
  if (answer.next.length > 0) blocks.push({ kind: 'next', items: answer.next });
  if (answer.status !== 'ask_region')
    blocks.push({
      kind: 'disclaimer',
      text: answer.citations.length + answer.elsewhere.length > 0 ? copy.DISCLAIMER : copy.NO_TEXT_DISCLAIMER,
    });
  return blocks;
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

/** A citation on its own, with all that is said beside it. */
export function layoutCitation(citation: Citation): Block & { readonly kind: 'citation' } {
  const to = copy.ADDRESSEE[citation.addressee];
  const notes = [
    [copy.STRENGTH[citation.strength], to, citation.note].filter((part) => part !== '').join(' · '),
  ];
  const offices = citation.departments
    .filter((entry) => entry.role !== 'unclear')
    .map((entry) => `${copy.ROLE[entry.role]}：${entry.names.join('、')}`)
    .join('；');
  if (offices !== '') notes.push(`${copy.DEPARTMENTS_HEAD}：${offices}`);
  return { kind: 'citation', citation, head: citationHead(citation), notes, place: '', brief: false };
}

function brief(citation: Citation, place: string): Block {
  const notes = [`${copy.STRENGTH[citation.strength]} · ${citation.note}`];
  return { kind: 'citation', citation, head: citationHead(citation), notes, place, brief: true };
}
