import type { Article, ArticleKind, Part, Sentence } from '#knowledge/build';
import { departmentsOf } from './departments.ts';
import { type Node, nodeText } from './outline.ts';
import { addresseeOf, strengthOf } from './strength.ts';

/** Turns a node of the outline into an article with everything that readers need to quote it rightly. */
export function annotate(node: Node, instrument: string, kind: ArticleKind): Article {
  const text = nodeText(node).text;
  const id = `${instrument}/${node.key}`;
  const { paragraphs, items } = parts(node, text);
  return {
    id,
    instrument,
    kind,
    label: node.label,
    path: [...node.path],
    text,
    paragraphs,
    items,
    sentences: sentencesOf(text),
    departments: departmentsOf(text, id),
    private: privateRanges(text),
  };
}

/** 款 are counted without their items: an item belongs to the paragraph that introduces it. */
function parts(node: Node, text: string): { paragraphs: Part[]; items: Part[] } {
  const paragraphs: Part[] = [];
  const items: Part[] = [];
  let start = 0;
  for (const paragraph of node.paragraphs.filter((p) => p.body.text !== '')) {
    const end = start + paragraph.body.text.length;
    const last = paragraphs.at(-1);
    if (paragraph.item !== '' && last !== undefined) {
      items.push({ start, end, label: paragraph.item, paragraph: last.paragraph });
      last.end = end;
    } else {
      paragraphs.push({ start, end, label: '', paragraph: paragraphs.length + 1 });
    }
    start = end + 1;
  }
  if (start > text.length + 1) throw new Error(`${node.key}: parts do not fit their text`);
  return { paragraphs, items };
}

/** Whole sentences, to their 。！？ with closing quotes, or to the end of the line. Brackets do not end a sentence. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  let depth = 0;
  const cut = (end: number) => {
    const raw = text.slice(start, end);
    const from = start + raw.length - raw.trimStart().length;
    if (raw.trim() !== '')
      sentences.push({
        start: from,
        end: from + raw.trim().length,
        ...read(raw.trim(), sentences.at(-1)?.addressee),
      });
    start = end;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') {
      cut(i);
      depth = 0;
    } else if (char === '“' || char === '《') depth++;
    else if (char === '”' || char === '》') depth = Math.max(0, depth - 1);
    else if (depth === 0 && (char === '。' || char === '！' || char === '？')) cut(i + 1);
  }
  cut(text.length);
  return sentences;
}

function read(
  sentence: string,
  before: Sentence['addressee'] | undefined,
): Pick<Sentence, 'strength' | 'addressee'> {
  if (/^（.*(单位|牵头|负责|配合|落实).*）$/s.test(sentence))
    return { strength: 'informational', addressee: 'unspecified' };
  return { strength: strengthOf(sentence), addressee: addresseeOf(sentence, before) };
}

/** Names and mailboxes of contact persons. An office's name and telephone are public and stay. */
const PERSONAL =
  /(?<=(?:联系人|经办人|负责人)(?:及电话)?[：:]\s*)[\p{Script=Han}·、\s]{2,24}?(?=电话|联系|手机|邮箱|传真|地址|[，,；;。（(0-9]|$)|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}/gu;

function privateRanges(text: string): { start: number; end: number }[] {
  return [...text.matchAll(PERSONAL)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
