import type { Release } from '../library/open.ts';
import type { Instrument } from '../policy/instrument.ts';
import { type DayReading, monthSpan } from '../time/calendar.ts';
import { NOTE } from './copy.ts';

/**
 * Day of issue, trial or interim, from when and to when, whether it has ended, a campaign and whether it is over, and every
 * fact that the print does not carry.
 * @param today ISO day
 * @param then ISO day of what happened before: what began after it is said to have
 */
export function noteOf(release: Release, instrument: Instrument, today: string, then = today): string {
  const { date, status, period } = instrument;
  const parts = [
    date === null ? NOTE.dayUnknown : NOTE.issued(dayText(date.value)),
    ...(status === 'trial' ? [NOTE.trial] : []),
    ...(status === 'interim' ? [NOTE.interim] : []),
    ...timeNotes(release, instrument, today, then),
  ];
  if (period !== null) {
    parts.push(NOTE.campaign(monthText(period.from), monthText(period.to)));
    if (period.to < today.slice(0, 7)) parts.push(NOTE.over);
  }
  const outside = [
    ...(instrument.number?.source === 'outside the text' ? [NOTE.number] : []),
    ...(date?.source === 'outside the text' ? [NOTE.day] : []),
    ...(instrument.region?.source === 'outside the text' ? [NOTE.region] : []),
  ];
  if (outside.length > 0) parts.push(NOTE.outside(outside));
  return parts.join('，');
}

function timeNotes(
  release: Release,
  { from, date, to, ended }: Instrument,
  today: string,
  then: string,
): string[] {
  const notes: string[] = [];
  const first = from?.value ?? date?.value;
  if (first !== undefined && first > then) notes.push(NOTE.from(dayText(first)));
  if (ended !== null) {
    const instead = ended.instead === null ? undefined : release.instrument(ended.instead);
    const day = dayText(ended.on);
    if (ended.how === 'withdrawn') notes.push(ended.on > today ? NOTE.willEnd(day) : NOTE.withdrawn(day));
    else notes.push(NOTE.superseded(day, instead?.title, ended.on > today));
  } else if (to !== null)
    notes.push(to.value < today ? NOTE.expired(dayText(to.value)) : NOTE.until(dayText(to.value)));
  return notes;
}

/** 2022年3月1日. @param day ISO */
export function dayText(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}

/** 2021年8月, 2021年, 2021年8月15日, or from a day to a day. */
export function timeText({ from, to }: DayReading): string {
  const [year = '', month = '', day = ''] = from.split('-');
  if (from === to) return dayText(from);
  const whole = day === '01' && to === monthSpan(Number(to.slice(0, 4)), Number(to.slice(5, 7))).to;
  if (whole && from.slice(0, 7) === to.slice(0, 7)) return `${year}年${Number(month)}月`;
  if (whole && from === `${year}-01-01` && to === `${year}-12-31`) return `${year}年`;
  if (whole) return `${year}年${Number(month)}月到${monthText(to)}`;
  return `${dayText(from)}到${dayText(to)}`;
}

function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${year}年${Number(number)}月`;
}
