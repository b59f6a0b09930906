// @ts-check
/**
 * Reads the page anew from the server and puts the parts in that changed. What a page looks like is written once, by the
 * server; markup of the same page is parsed, never run, and holds nothing that the server did not escape.
 */

/**
 * Parts are marked by `data-live`. In those marked `data-keep` nothing is exchanged while somebody writes there.
 * @returns {Promise<'done' | 'signed-out' | 'failed'>}
 */
export async function refresh() {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(location.href, { headers: { accept: 'text/html' } });
  } catch {
    return 'failed';
  }
  if (response.status === 401 || new URL(response.url).pathname === '/console/enter') return 'signed-out';
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (!response.ok && fresh.querySelector('[data-live]') === null) {
    location.reload();
    return 'done';
  }
  for (const part of document.querySelectorAll('[data-live]')) {
    const name = CSS.escape(part.getAttribute('data-live') ?? '');
    const next = fresh.querySelector(`[data-live="${name}"]`);
    if (next === null) continue;
    exchange(part, next);
  }
  return 'done';
}

/**
 * @param {Element} part
 * @param {Element} next
 */
function exchange(part, next) {
  if (part.hasAttribute('data-keep') && isWriting(part)) {
    // What was seen is the new number; what may be done now is asked of the server when it is sent.
    const seq = next.querySelector('input[name=seq]');
    if (seq instanceof HTMLInputElement)
      for (const field of part.querySelectorAll('input[name=seq]'))
        if (field instanceof HTMLInputElement) field.value = seq.value;
    return;
  }
  if (part.innerHTML === next.innerHTML) return;
  const focus = focusIn(part);
  const open = new Set([...part.querySelectorAll('details[open] > summary')].map((node) => node.textContent));
  part.replaceChildren(...next.childNodes);
  for (const summary of part.querySelectorAll('summary'))
    if (open.has(summary.textContent)) summary.parentElement?.setAttribute('open', '');
  if (focus !== undefined) {
    const again = part.querySelector(focus);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }
}

/** @param {Element} part */
function isWriting(part) {
  return [...part.querySelectorAll('textarea, input:not([type=hidden])')].some(
    (field) =>
      field === document.activeElement ||
      ((field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) &&
        field.value !== field.defaultValue),
  );
}

/**
 * Where the focus stands within, so that it is found again.
 * @param {Element} part
 * @returns {string | undefined}
 */
function focusIn(part) {
  const focused = document.activeElement;
  if (focused === null || !part.contains(focused)) return undefined;
  if (focused.id !== '') return `#${CSS.escape(focused.id)}`;
  const row = focused.closest('[data-ticket]')?.getAttribute('data-ticket');
  if (row != null) return `[data-ticket="${CSS.escape(row)}"] h2 a`;
  const href = focused.getAttribute('href');
  return href === null ? undefined : `a[href="${CSS.escape(href)}"]`;
}
