import { formatChinaTime } from '../china-time.ts';
import { deadLettersCopy as copy } from '../copy/dead-letters.ts';
import { operatorCopy } from '../copy/operator.ts';
import { formatTable } from '../format-table.ts';
import type { DeadLetter } from '../store/dead-letters.ts';
import { formatReason } from './reason.ts';

/** A line per dead letter under a line of headings, in columns. */
export function formatDeadLetters(letters: readonly DeadLetter[]): string {
  const names = operatorCopy.channel.names;
  const rows = letters.map((letter) => [
    copy.direction[letter.direction],
    `${letter.id}`,
    names[letter.channel] ?? letter.channel,
    formatChinaTime(letter.at),
    copy.attempts(letter.attempts),
    formatReason(letter),
    copy.retriable(letter.retriable),
  ]);
  return formatTable([copy.columns, ...rows]);
}
