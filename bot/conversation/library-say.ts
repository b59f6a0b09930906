import type { Button, Outbound } from '../channels/message.ts';
import { formatChinaTime } from '../china-time.ts';
import { conversationLibraryCopy as copy } from '../copy/conversation-library.ts';
import { libraryCopy } from '../copy/library.ts';
import { libraryOfficeCopy } from '../copy/library-office.ts';
import type { FileOutcome } from '../library/intake.ts';
import type { OfficeState } from '../library/state.ts';
import { formatAction, type LibraryOp } from './actions.ts';
import type { LibraryView } from './library-desk.ts';
import { sayLines } from './say.ts';

/** As many are named; who wants to see all of them has the console. */
const MOST_CHANGES = 5;
const MOST_FILES = 10;
const MOST_TEXTS = 3;

export function libraryButton(label: string, op: LibraryOp, ...args: readonly (string | number)[]): Button {
  const action = formatAction({ kind: 'library', op, args: args.map(String) });
  return { label, does: { kind: 'action', action } };
}

/** Who did it; the first release is made by the program. */
export const nameOf = (by: string): string => (by === '' ? copy.program : by);
/** @param at ISO time */
export const timeOf = (at: string): string => formatChinaTime(Date.parse(at));

/** /状态: what is in force, the draft, what is being made, what was made. */
export function sayState(view: LibraryView): Outbound {
  const { inForce, draft, preparing, failed, prepared } = view.state;
  const { seq, at, by, kind, why, release } = inForce;
  const lines = [
    copy.state.inForce(seq, timeOf(at), nameOf(by), kind),
    copy.state.release(release),
    ...(why === '' ? [] : [copy.state.why(why)]),
    draft.changed ? copy.state.changed(draft.sources.files.length) : copy.state.same,
    ...(draft.changed && draft.by !== null && draft.at !== null
      ? [copy.state.by(draft.by, formatChinaTime(draft.at))]
      : []),
  ];
  if (preparing !== null) return sayLines([...lines, ...preparingLines(preparing)]);
  if (failed !== null) lines.push(copy.state.failed(libraryOfficeCopy.failed(failed)));
  if (prepared !== null) {
    lines.push(copy.state.prepared(prepared.by, formatChinaTime(prepared.at)));
    if (prepared.isCurrent && prepared.release === release) lines.push(copy.publish.same);
    else if (prepared.isCurrent) lines.push(...changeLines(view), ...gateLines(view));
    else lines.push(copy.state.old);
  }
  return sayLines(
    lines,
    [nextButtons(view)].filter((row) => row.length > 0),
  );
}

/** What can be done next from a chat. */
function nextButtons({ state: { draft, prepared, inForce } }: LibraryView): Button[] {
  if (prepared?.isCurrent === true)
    return prepared.release === inForce.release ? [] : [libraryButton(copy.state.see, 'show')];
  return draft.changed ? [libraryButton(copy.state.check, 'check', draft.version)] : [];
}

export function preparingLines({ by, since, progress }: NonNullable<OfficeState['preparing']>): string[] {
  return [
    copy.state.preparing(by, formatChinaTime(since)),
    progress === null ? copy.state.elsewhere : copy.state.stage(progress),
  ];
}

/** What would be other than now. */
export function changeLines({ state: { prepared }, report }: LibraryView): string[] {
  if (prepared === null) return [];
  const { instruments, articles } = prepared.summary;
  const named = report?.diff.instruments ?? [];
  const shown = named.slice(0, MOST_CHANGES).map(({ kind, title }) => copy.changes.one(kind, title));
  const rest = named.length - shown.length;
  const changed = new Set(named.map(({ id }) => id));
  const lost = new Set((report?.broken ?? []).flatMap(({ own, article }) => (own ? [article] : [])));
  const placeless = (report?.instruments ?? []).filter(
    ({ id, level }) => level === 'unknown' && changed.has(id),
  );
  return [
    copy.changes.counts(instruments, articles),
    ...shown,
    ...(rest > 0 ? [copy.changes.more(rest)] : []),
    ...(lost.size > 0 ? [copy.changes.lost(lost.size)] : []),
    ...(placeless.length > 0 ? [copy.changes.noPlace(placeless.length)] : []),
  ];
}

/** Whether the answers got better or worse. */
export function gateLines({ state: { prepared } }: LibraryView): string[] {
  if (prepared === null) return [];
  const { figures, worse, better, falls, fell } = prepared.summary;
  return [
    ...figures.map(({ name, before, after }) =>
      copy.gate.set(name, after.questions, before?.hit1 ?? null, after.hit1),
    ),
    worse + better === 0 ? copy.gate.fine : copy.gate.answers(worse, better),
    ...(fell
      ? falls.map(({ set, figure, before, after }) => copy.gate.fall(set, figure, before, after))
      : []),
    ...(prepared.second === null ? [] : [copy.gate.seconded(prepared.second.by, prepared.second.why)]),
  ];
}

/** What whoever began a preparation hears when it is over. */
export function sayOver(view: LibraryView): Outbound {
  const { failed, prepared, inForce } = view.state;
  if (failed !== null) return sayLines([copy.overFailed, libraryOfficeCopy.failed(failed)]);
  if (prepared === null || !prepared.isCurrent) return sayLines([copy.over, copy.state.old]);
  if (prepared.release === inForce.release) return sayLines([copy.over, copy.overSame]);
  const lines = [copy.over, ...changeLines(view), ...gateLines(view), copy.overNext];
  return sayLines(lines, [[libraryButton(copy.state.see, 'show')]]);
}

/** What became of each file that was handed over. @param version of the draft from now on */
export function sayFiles(files: readonly FileOutcome[], version: number): Outbound {
  // First: what was refused stands nowhere else.
  const ordered = files.toSorted((a, b) => Number(a.kind === 'added') - Number(b.kind === 'added'));
  const rest = ordered.slice(MOST_FILES);
  const refused = rest.filter(({ kind }) => kind === 'refused').length;
  const lines = ordered.slice(0, MOST_FILES).flatMap(fileLines);
  if (refused > 0) lines.push(copy.file.moreRefused(refused));
  if (rest.length > refused) lines.push(copy.file.more(rest.length - refused));
  if (!files.some(({ kind }) => kind === 'added')) return sayLines(lines);
  const row = [libraryButton(copy.file.check, 'check', version), libraryButton(copy.file.state, 'state')];
  return sayLines([...lines, copy.file.next], [row]);
}

function fileLines(outcome: FileOutcome): string[] {
  if (outcome.kind === 'refused') return [libraryOfficeCopy.file(outcome)];
  const { file, understood, notes } = outcome;
  const warnings = understood.reduce((sum, one) => sum + one.warnings, 0);
  return [
    copy.file.added(file),
    ...(understood.length === 0 ? [copy.file.nothing] : []),
    ...understood
      .slice(0, MOST_TEXTS)
      .flatMap(({ title, articles, number, date, region, level }) => [
        copy.file.text(title, articles),
        copy.file.fact(number ?? copy.file.unknown, date ?? copy.file.unknown),
        level === 'unknown'
          ? copy.file.noPlace
          : copy.file.place(region?.replaceAll('/', '') ?? copy.file.national),
      ]),
    ...notes.map(({ code, detail }) => libraryCopy.reader.note(code, detail)),
    ...(warnings > 0 ? [copy.file.look(warnings)] : []),
  ];
}
