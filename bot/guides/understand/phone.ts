import { plainWords } from './plain-words.ts';
import { type Heard, offer, problem } from './understood.ts';

/** `number`: digits; a landline with its area code before a dash: 0533-2345678. */
export type PhoneReading = { readonly kind: 'mobile' | 'landline'; readonly number: string };
export type PhoneProblem = 'not-a-phone';

const DIGIT = '〇零一二三四五六七八九';
const RUN = /\+?\d(?:[\d\s\-()·.]{0,2}\d){2,24}/g;

/** 138 1234 5678, +86-138…, (0533)2345678, 幺三八…; undefined where there are no numbers. */
export function parsePhone(words: string): Heard<PhoneReading, PhoneProblem> {
  const text = plainWords(words).replace(/[〇零一幺二两三四五六七八九\s-]{7,40}/g, (run) =>
    [...run].map((char) => digitOf(char)).join(''),
  );
  const runs = [...text.matchAll(RUN)].map(([run]) => run);
  const found = runs.flatMap((run) => readPhone(run.replace(/\D/g, '')) ?? []);
  if (found.length > 0) return offer(found, ({ number }) => number);
  return runs.some((run) => run.replace(/\D/g, '').length >= 5) ? problem('not-a-phone') : undefined;
}

function digitOf(char: string): string {
  if (char === '幺') return '1';
  if (char === '两') return '2';
  const at = DIGIT.indexOf(char);
  return at < 0 ? char : String(Math.max(0, at - 1));
}

function readPhone(digits: string): PhoneReading | undefined {
  const own = digits.replace(/^(?:00)?86(?=1[3-9]\d{9}$|0?[1-9]\d{8,10}$)/, '');
  if (/^1[3-9]\d{9}$/.test(own)) return { kind: 'mobile', number: own };
  const area = /^(0(?:10|2\d|[3-9]\d\d))([2-9]\d{6,7})$/.exec(own);
  if (area !== null) return { kind: 'landline', number: `${area[1]}-${area[2]}` };
  return /^[2-9]\d{6,7}$/.test(own) ? { kind: 'landline', number: own } : undefined;
}
