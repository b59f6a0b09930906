import type { Publication } from '#knowledge';
import { conversationLibraryCopy as copy } from '../copy/conversation-library.ts';
import type { Pressed } from '../library/press.ts';
import type { LibraryView } from './library-desk.ts';
import { changeLines, gateLines, libraryButton, nameOf, preparingLines, timeOf } from './library-say.ts';
import { type LibraryTurn, looked, outcome, pendingOf, shown } from './library-turn.ts';
import { sayLines, sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/**
 * /发布: what would be other than now, whether the answers got worse, and the press.
 * @param why '' for none given @param before what is said first
 */
export function offerPublish(at: LibraryTurn, why: string, before: readonly string[] = []): Reply {
  const { turn, by } = at;
  return looked(at, (view) => {
    const prepared = publishable(view);
    if (prepared === undefined) return nothingToPublish(turn, view);
    const { version, release, second, summary } = prepared;
    const lines = [...before, ...changeLines(view), ...gateLines(view)];
    if (summary.fell && second === null) {
      const other = prepared.by !== by.name;
      const row = other ? [[libraryButton(copy.agree.go, 'agree', version, release)]] : [];
      lines.push(copy.gate.fell, ...(other ? [] : [copy.gate.how]));
      return replyTo(turn, { person: shown(turn, null), say: [sayLines(lines, row)] });
    }
    if (summary.fell && second?.by === by.name)
      return replyTo(turn, { person: shown(turn, null), say: [sayLines([...lines, copy.gate.yours])] });
    const row = [libraryButton(copy.publish.go, 'publish', version, release)];
    lines.push(copy.publish.sure, ...(why === '' ? [copy.publish.why] : [copy.state.why(why)]));
    if (!turn.channel.capabilities.buttons) lines.push(copy.publish.type);
    return replyTo(turn, {
      person: shown(turn, { kind: 'publish', version, release, why }),
      say: [sayLines(lines, [row])],
    });
  });
}

/** What can be put in force as it is. */
function publishable({ state: { prepared, preparing, inForce } }: LibraryView) {
  if (preparing !== null || prepared === null || !prepared.isCurrent) return undefined;
  return prepared.release === inForce.release ? undefined : prepared;
}

function nothingToPublish(turn: Turn, { state }: LibraryView): Reply {
  const { preparing, prepared, draft } = state;
  const say = (lines: readonly string[], isCheckable = false) =>
    replyTo(turn, {
      person: shown(turn, null),
      say: [sayLines(lines, isCheckable ? [[libraryButton(copy.state.check, 'check', draft.version)]] : [])],
    });
  if (preparing !== null) return say(preparingLines(preparing));
  if (prepared?.isCurrent === true) return say([copy.publish.same]);
  if (!draft.changed) return say([prepared === null ? copy.publish.nothing : copy.publish.oldReindex]);
  return say([prepared === null ? copy.publish.unchecked : copy.state.old], true);
}

/** The press under what was shown. One that comes later is shown anew: nobody knows any more what they saw. */
export function publish(at: LibraryTurn, pressed: Pressed): Reply {
  const { turn, act } = at;
  const pending = pendingOf(turn);
  if (pending?.kind !== 'publish' || pending.release !== pressed.release)
    return pressedLate(at, pressed.release, () => offerPublish(at, '', [copy.late]));
  const why = pending.why === '' ? copy.publish.noWhy : pending.why;
  return outcome(turn, act({ kind: 'publish', pressed, why }), 'published', ({ publication, already }) =>
    already
      ? sayAlready(turn, publication)
      : replyTo(turn, {
          person: shown(turn, null),
          say: [sayLines([copy.publish.done(publication.seq), copy.publish.undo])],
        }),
  );
}

/** The same press again, perhaps after a crash, finds what it wanted in force. */
function pressedLate(at: LibraryTurn, release: string, offer: () => Reply): Reply {
  return looked(at, ({ state: { inForce } }) =>
    inForce.release === release ? sayAlready(at.turn, inForce) : offer(),
  );
}

function sayAlready(turn: Turn, { at, by }: Publication): Reply {
  return replyTo(turn, {
    person: shown(turn, null),
    say: [sayText(copy.already(timeOf(at), nameOf(by)))],
  });
}

/**
 * /同意: somebody else's yes to worse answers. The reason comes with the command: words after it are often for a worker.
 * @param why '' for none given
 */
export function offerAgree(at: LibraryTurn, why: string): Reply {
  const { turn } = at;
  return looked(at, (view) => {
    const prepared = publishable(view);
    if (prepared?.summary.fell !== true || prepared.second !== null)
      return replyTo(turn, { person: shown(turn, null), say: [sayText(copy.agree.notNeeded)] });
    const { version, release } = prepared;
    const lines = [...changeLines(view), ...gateLines(view)];
    if (why === '')
      return replyTo(turn, { person: shown(turn, null), say: [sayLines([...lines, copy.agree.ask])] });
    const person = shown(turn, { kind: 'agree', version, release, why });
    lines.push(copy.state.why(why), ...(turn.channel.capabilities.buttons ? [] : [copy.agree.type]));
    const row = [libraryButton(copy.agree.go, 'agree', version, release)];
    return replyTo(turn, { person, say: [sayLines(lines, [row])] });
  });
}

/** The press under what was shown counts with the reason that was shown there. */
export function agreePressed(at: LibraryTurn, pressed: Pressed): Reply {
  const { turn } = at;
  const pending = pendingOf(turn);
  if (pending?.kind === 'agree' && pending.release === pressed.release)
    return agree(at, pressed, pending.why);
  return offerAgree(at, '');
}

export function agree({ turn, act }: LibraryTurn, pressed: Pressed, why: string): Reply {
  return outcome(turn, act({ kind: 'agree', pressed, why }), 'agreed', () =>
    replyTo(turn, { person: shown(turn, null), say: [sayText(copy.agree.done)] }),
  );
}

/** /回滚: what can be gone back to. @param why '' for none given */
export function offerReleases(at: LibraryTurn, why: string): Reply {
  const { turn } = at;
  return looked(at, ({ kept, state }) => {
    if (kept.length === 0)
      return replyTo(turn, { person: shown(turn, null), say: [sayText(copy.rollback.none)] });
    const inForce = state.inForce.seq;
    const lines = kept.map(({ seq, at: when, by }, index) =>
      copy.rollback.one(index + 1, seq, timeOf(when), nameOf(by)),
    );
    const rows = kept.map(({ release }, index) => [
      libraryButton(copy.rollback.button(index + 1), 'back', release, inForce),
    ]);
    const typed = turn.channel.capabilities.buttons ? [] : [copy.rollback.typed];
    const releases = kept.map(({ release }) => release);
    return replyTo(turn, {
      person: shown(turn, { kind: 'choose', releases, inForce, why }),
      say: [sayLines([copy.rollback.list, ...lines, ...typed], rows)],
    });
  });
}

/** One of them was chosen: what it is, and the press. @param before what is said first */
export function offerRollback(
  at: LibraryTurn,
  release: string,
  inForce: number,
  before: readonly string[] = [],
): Reply {
  const { turn } = at;
  const pending = pendingOf(turn);
  const why = pending?.kind === 'choose' ? pending.why : '';
  return looked(at, ({ kept, state }) => {
    const chosen = kept.find((one) => one.release === release);
    if (state.inForce.seq !== inForce || chosen === undefined)
      return replyTo(turn, { person: shown(turn, null), say: [sayText(copy.rollback.moved)] });
    const { seq, at: when, by } = chosen;
    const lines = [
      ...before,
      copy.rollback.to(seq, timeOf(when), nameOf(by)),
      `${copy.rollback.sure}${state.draft.changed ? copy.rollback.draftStays : ''}`,
      ...(why === '' ? [] : [copy.state.why(why)]),
      ...(turn.channel.capabilities.buttons ? [] : [copy.rollback.type]),
    ];
    return replyTo(turn, {
      person: shown(turn, { kind: 'rollback', release, inForce, why }),
      say: [sayLines(lines, [[libraryButton(copy.rollback.go, 'backYes', release, inForce)]])],
    });
  });
}

export function rollback(at: LibraryTurn, release: string, inForce: number): Reply {
  const { turn, act } = at;
  const pending = pendingOf(turn);
  if (pending?.kind !== 'rollback' || pending.release !== release || pending.inForce !== inForce)
    return pressedLate(at, release, () => offerRollback(at, release, inForce, [copy.late]));
  const why = pending.why === '' ? copy.rollback.noWhy : pending.why;
  const told = act({ kind: 'rollback', release, inForce, why });
  if (told.kind === 'refused' && told.refused === 'moved-on')
    return replyTo(turn, { person: shown(turn, null), say: [sayText(copy.rollback.moved)] });
  return outcome(turn, told, 'published', ({ publication, already }) =>
    already
      ? sayAlready(turn, publication)
      : replyTo(turn, {
          person: shown(turn, null),
          say: [sayText(copy.rollback.done(publication.seq))],
        }),
  );
}
