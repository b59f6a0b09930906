import { consoleCopy } from '../../copy/console.ts';
import type { CannedReply } from '../../desk/canned.ts';
import { decide, isIllegal } from '../../desk/decide.ts';
import type { ShownTicket } from '../../desk/staff.ts';
import type { Command, Ticket } from '../../desk/ticket.ts';
import type { Viewer } from '../../desk/view.ts';
import { type Html, html } from '../../http/html.ts';
import type { Act } from './act.ts';

const copy = consoleCopy.act;

export type FormParts = {
  readonly id: string;
  readonly shown: ShownTicket;
  readonly viewer: Viewer;
  readonly csrf: string;
  /** Others of the staff, to hand it to. */
  readonly colleagues: readonly string[];
  /** What they wrote and what was not taken, or what is put before them, by form. */
  readonly kept: Readonly<Record<string, string>>;
  /** Answers that staff give often. */
  readonly canned: readonly Pick<CannedReply, 'id' | 'title'>[];
};

const ANY_WORDS = 'x';
export const DRAFT_KINDS = ['lay-question', 'gap'] as const;

/** What this viewer may do now, as the ticket itself decides it: what is refused is not offered. */
export function mayDo({ shown, viewer }: Pick<FormParts, 'shown' | 'viewer'>): ReadonlySet<Act> {
  const ticket: Ticket = { ...shown.view.ticket, draft: null };
  const by = { kind: 'staff' as const, name: viewer.name };
  const wishes: readonly Command[] = [
    { kind: 'claim' },
    { kind: 'take' },
    { kind: 'hand-back' },
    { kind: 'reopen' },
    { kind: 'reply', words: ANY_WORDS, asks: false },
    { kind: 'note', words: ANY_WORDS },
    { kind: 'resolve', words: ANY_WORDS },
    { kind: 'transfer', to: null, words: '' },
    { kind: 'merge', into: '' },
    ...(viewer.role === 'agent' ? [] : [{ kind: 'reassign' as const, to: null, words: '' }]),
  ];
  const legal = wishes.filter((wish) => !isIllegal(decide(ticket, wish, by, { at: 0, via: 'console' })));
  return new Set(legal.map(({ kind }) => kind as Act));
}

/** Always in sight: what is done with one press, and the way to the forms. */
export function barHtml(parts: FormParts): Html {
  const may = mayDo(parts);
  const handOver = may.has('transfer') || may.has('reassign');
  const ways = [
    ...(may.has('reply') ? [{ to: 'reply', label: copy.reply }] : []),
    ...(may.has('resolve') ? [{ to: 'resolve', label: copy.resolve }] : []),
    ...(handOver ? [{ to: 'transfer', label: copy.transfer }] : []),
    ...(may.has('note') ? [{ to: 'note', label: copy.noteShort }] : []),
    { to: 'more', label: copy.more },
  ];
  return html`${(['claim', 'reopen'] as const).filter((act) => may.has(act)).map((act) => pressHtml(parts, act))}${ways.map(
    ({ to, label }) =>
      html`<a href="#to-${to}"${to === 'reply' ? html` class="primary"` : ''} data-to="${to}">${label}</a>`,
  )}`;
}

/** Who speaks with the worker from now on: the holder, or the bot again. */
export function wordHtml(parts: FormParts): Html {
  const may = mayDo(parts);
  const acts = (['take', 'hand-back'] as const).filter((act) => may.has(act));
  return html`${acts.map(
    (act) => html`<div class="word">${pressHtml(parts, act)}<p class="small">${copy.after[act]}</p></div>`,
  )}`;
}

function pressHtml(parts: FormParts, act: 'claim' | 'take' | 'hand-back' | 'reopen'): Html {
  const look = act === 'claim' ? 'primary' : 'plain';
  return formHtml(parts, act, html`<button class="${look}" id="do-${act}">${copy[act]}</button>`, 'press');
}

/** Words to the worker, and words between staff, which look different. */
export function writeHtml(parts: FormParts): Html {
  const may = mayDo(parts);
  const { kept } = parts;
  const box = (act: 'reply' | 'note', label: string) =>
    html`<label for="${act}-words">${label}</label><textarea id="${act}-words" name="words" rows="3" maxlength="4000" required>${
      kept[act] ?? ''
    }</textarea>`;
  return html`${
    may.has('reply')
      ? html`<div id="to-reply">${cannedHtml(parts)}${formHtml(
          parts,
          'reply',
          html`${box('reply', copy.replyWords)}<div class="send"><label class="check"><input type="checkbox" name="asks" value="1"> ${copy.asks}</label>
<span class="small hint">${copy.replyHint}</span><button class="primary">${copy.send}</button></div>`,
          'write',
        )}</div>`
      : ''
  }${
    may.has('note')
      ? html`<details class="more note-form" id="to-note"${kept.note === undefined ? '' : html` open`}><summary>${copy.note}</summary>${formHtml(
          parts,
          'note',
          html`${box('note', copy.noteWords)}<div class="send"><button class="plain">${copy.note}</button></div>`,
          'write note',
        )}</details>`
      : ''
  }`;
}

/** Without a script the page comes back with the words in the box. */
function cannedHtml({ id, canned }: FormParts): Html {
  const { choose, none, put } = consoleCopy.canned;
  if (canned.length === 0) return html``;
  return html`<form method="get" action="/console/tickets/${id}" class="canned" id="canned"><label for="canned-id">${choose}</label>
<select id="canned-id" name="canned"><option value="">${none}</option>${canned.map(
    (one) => html`<option value="${one.id}">${one.title}</option>`,
  )}</select><button class="plain">${put}</button></form>`;
}

/** What somebody learnt here, for those who keep the questions and the texts. */
function draftHtml({ id, csrf, shown }: FormParts): Html {
  const draft = consoleCopy.draft;
  const cited = (shown.view.draft?.citations.length ?? 0) > 0;
  return html`<details class="more"><summary>${draft.heading}</summary><form method="post" action="/console/tickets/${id}/drafts" class="write" data-act>
<input type="hidden" name="csrf" value="${csrf}"><label for="draft-kind">${draft.kind}</label>
<select id="draft-kind" name="kind">${DRAFT_KINDS.map((kind) => html`<option value="${kind}">${draft.kinds[kind]}</option>`)}</select>
<label for="draft-words">${draft.words}</label><textarea id="draft-words" name="words" rows="2" maxlength="4000" required></textarea>
${cited ? html`<label class="check"><input type="checkbox" name="cites" value="1" checked> ${draft.cites}</label>` : ''}
<div class="send"><button class="plain">${draft.save}</button></div></form></details>`;
}

/** Ends, hand-overs and mergers. */
export function closeHtml(parts: FormParts): Html {
  const may = mayDo(parts);
  const handOver = may.has('transfer') ? 'transfer' : may.has('reassign') ? 'reassign' : undefined;
  return html`${may.has('resolve') ? resolveHtml(parts) : ''}${handOver === undefined ? '' : transferHtml(parts, handOver)}${
    may.has('merge') ? mergeHtml(parts) : ''
  }${draftHtml(parts)}`;
}

function resolveHtml(parts: FormParts): Html {
  const kept = parts.kept.resolve;
  const fields = html`<label for="resolve-words">${copy.resolveWords}</label>
<textarea id="resolve-words" name="words" rows="3" maxlength="4000" required>${kept ?? ''}</textarea>
<div class="send"><button class="primary">${copy.resolve}</button></div>`;
  return html`<details class="more" id="to-resolve"${kept === undefined ? '' : html` open`}><summary>${copy.resolve}</summary>${formHtml(parts, 'resolve', fields, 'write')}</details>`;
}

function transferHtml(parts: FormParts, act: 'transfer' | 'reassign'): Html {
  const kept = parts.kept[act];
  const fields = html`<label for="transfer-to">${copy.transferTo}</label>
<select id="transfer-to" name="to"><option value="">${consoleCopy.ticket.anybody}</option>${parts.colleagues.map(
    (name) => html`<option>${name}</option>`,
  )}</select>
<label for="transfer-words">${copy.transferWords}</label><textarea id="transfer-words" name="words" rows="2" maxlength="4000">${kept ?? ''}</textarea>
<div class="send"><button class="plain">${copy.transfer}</button></div>`;
  return html`<details class="more" id="to-transfer"${kept === undefined ? '' : html` open`}><summary>${copy.transfer}</summary>${formHtml(parts, act, fields, 'write')}</details>`;
}

function mergeHtml(parts: FormParts): Html {
  const fields = html`<label for="merge-into">${copy.mergeInto}</label><input id="merge-into" name="into" maxlength="20" required autocomplete="off">
<div class="send"><button class="plain">${copy.merge}</button></div>`;
  return html`<details class="more"><summary>${copy.merge}</summary>${formHtml(parts, 'merge', fields, 'write')}</details>`;
}

/** `seq`: the last event that whoever presses has seen. */
function formHtml({ id, csrf, shown }: FormParts, act: Act, fields: Html, look: string): Html {
  return html`<form method="post" action="/console/tickets/${id}" class="${look}" data-act>
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="${act}"><input type="hidden" name="seq" value="${shown.view.ticket.seq}">
${fields}</form>`;
}
