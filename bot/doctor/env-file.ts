import { doctorCopy } from '../copy/doctor.ts';
import { type Finding, warn } from './finding.ts';

const copy = doctorCopy.config;
const LINE = /^\s*(?:export\s+)?([^\s=#][^=]*?)\s*=(.*)$/;

/** What of an .env file is not read as its writer meant it. Names and numbers of lines only: values may be secret. */
export function checkEnvFile(text: string): readonly Finding[] {
  const values = new Map<string, Set<string>>();
  const unread: number[] = [];
  for (const [at, line] of withoutBreaksInValues(text).split(/\r?\n/).entries()) {
    if (/^[\s\uFEFF]*(?:#|$)/.test(line)) continue;
    const [, name, value = ''] = LINE.exec(line) ?? [];
    if (name === undefined) unread.push(at + 1);
    else values.set(name, (values.get(name) ?? new Set()).add(value.trim()));
  }
  const repeated = [...values].flatMap(([name, { size }]) => (size > 1 ? [name] : []));
  return [
    ...(unread.length === 0 ? [] : [warn(copy.unreadLines(unread.join('、')), copy.unreadLinesAdvice)]),
    ...repeated.map((name) => warn(copy.repeated(name), copy.repeatedAdvice)),
  ];
}

/** A value in quotation marks may have several lines; they stay as many, and empty. */
function withoutBreaksInValues(text: string): string {
  return text.replace(
    /^([^\S\n]*[^\s=#][^=\n]*=[^\S\n]*)(["'`])(?:(?!\2)[^\n])*\n[\s\S]*?\2/gm,
    (whole, head: string) => `${head}…${'\n'.repeat(whole.split('\n').length - 1)}`,
  );
}
