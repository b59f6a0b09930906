import type { Answer } from './answer.ts';
import { type Block, layoutAnswer, quoted } from './layout.ts';

/** An answer as plain text, the same in every face that has no layout of its own. */
export function renderPlain(answer: Answer): string {
  return layoutAnswer(answer).map(renderBlock).join('\n\n');
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'citation': {
      const place = block.place === '' ? '' : `【${block.place}】`;
      return `${place}${quoted(block.citation)}\n——${[block.head, ...block.notes].join(block.brief ? ' · ' : '\n')}`;
    }
    case 'choices':
      return block.prompt + block.choices.join('、');
    case 'next':
      return block.items.map((step) => `· ${step}`).join('\n');
    default:
      return block.text;
  }
}
