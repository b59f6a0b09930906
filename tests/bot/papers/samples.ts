import type { Citation } from '#knowledge';
import { arbitration } from '../../../bot/papers/letters/arbitration.ts';
import { evidenceList } from '../../../bot/papers/letters/evidence-list.ts';
import type { Frame } from '../../../bot/papers/letters/facts.ts';
import { helpRequest } from '../../../bot/papers/letters/help-request.ts';
import { inspectionComplaint } from '../../../bot/papers/letters/inspection-complaint.ts';
import { membership } from '../../../bot/papers/letters/membership.ts';
import { platformAppeal } from '../../../bot/papers/letters/platform-appeal.ts';
import type { Paper, PaperBlock, PaperKind } from '../../../bot/papers/paper.ts';
import {
  formatCell,
  formatItems,
  formatQuote,
  formatSignature,
  formatSource,
  formatSpans,
  formatTo,
  formatValue,
} from '../../../bot/papers/words.ts';

/** A made-up person. */
export const FULL = {
  name: '张三',
  phone: '13800000000',
  trade: '外卖骑手',
  platform: '某某外卖',
  company: '某某配送有限公司',
  station: '人民路站',
  place: '某市南关区',
  when: '2026年10月15日',
  amount: '2000元',
  matter: '押金不退',
  decision: '罚款50元，停单三天',
  story:
    '3月1日我来站里跑单，站长让我先交2000元“押金”，说不干了就退。\n10月15日我不干了，问了三次——每次都让我等通知（有录音）。',
  wants: ['退还押金2000元。', '给我开一张收据。'],
  proof: [
    { name: '交押金的转账记录', have: true },
    { name: '站里的排班表', have: false },
  ],
  office: '某市劳动保障监察支队',
  union: '某市外卖行业工会联合会',
  organiser: '站点',
  hours: '10小时',
  since: '2026年3月1日',
  member: '没有',
  household: '一家4口，靠我一个人跑单。',
  need: '生病',
  help: '看病的钱。',
  documents: [{ name: '病历', have: true }],
} as const;

type Everything = { readonly [Key in keyof typeof FULL]: null };

export const EMPTY: Everything = {
  name: null,
  phone: null,
  trade: null,
  platform: null,
  company: null,
  station: null,
  place: null,
  when: null,
  amount: null,
  matter: null,
  decision: null,
  story: null,
  wants: null,
  proof: null,
  office: null,
  union: null,
  organiser: null,
  hours: null,
  since: null,
  member: null,
  household: null,
  need: null,
  help: null,
  documents: null,
};

export const DAY = '2026-11-22';

export function frame(...citations: readonly Citation[]): Frame {
  return { day: DAY, citations };
}

/** Every letter. Each takes its own part of the facts. */
export const LETTERS = {
  'inspection-complaint': inspectionComplaint,
  'platform-appeal': platformAppeal,
  arbitration,
  membership,
  'help-request': helpRequest,
  'evidence-list': evidenceList,
} satisfies Record<PaperKind, unknown>;

export const KINDS = [
  'inspection-complaint',
  'platform-appeal',
  'arbitration',
  'membership',
  'help-request',
  'evidence-list',
] as const satisfies readonly PaperKind[];

/** Without white space, which a layout may put anywhere. */
export function bareWords(text: string): string {
  return text.replace(/\s/g, '');
}

/** Every word that a file of the paper must show, in reading order. */
export function wordsOf(paper: Paper): string {
  return bareWords(
    [
      paper.title,
      formatTo(paper),
      ...paper.blocks.map(wordsOfBlock),
      ...formatSignature(paper),
      ...paper.footer,
    ].join(''),
  );
}

function wordsOfBlock(block: PaperBlock): string {
  switch (block.kind) {
    case 'heading':
      return block.text;
    case 'paragraph':
      return formatSpans(block.text);
    case 'space':
      return `（请填写${block.hint}）`;
    case 'fields':
      return block.rows.map(({ label, value }) => label + formatValue(value)).join('');
    case 'table':
      return [...block.columns.map((column) => column.label), ...block.rows.flat().map(formatCell)].join('');
    case 'list':
      return formatItems(block).join('');
    case 'citation':
      return [...formatQuote(block.quote), ...formatSource(block)].join('');
  }
}
