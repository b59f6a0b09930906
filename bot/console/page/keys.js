// @ts-check
/**
 * Single letters that do something, unless somebody writes, or has switched them off.
 * https://www.w3.org/TR/WCAG22/#character-key-shortcuts
 */
const OFF = 'gongyou.console.keys-off';

/** @param {Readonly<Record<string, () => void>>} does */
export function listenToKeys(does) {
  const dialog = document.getElementById('keys');
  const opener = document.getElementById('keys-open');
  const off = document.getElementById('keys-off');
  const help = () => {
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  };
  if (opener !== null) {
    opener.hidden = false;
    opener.addEventListener('click', help);
  }
  if (off instanceof HTMLInputElement) {
    off.checked = localStorage.getItem(OFF) !== null;
    off.addEventListener('change', () => {
      if (off.checked) localStorage.setItem(OFF, '1');
      else localStorage.removeItem(OFF);
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (localStorage.getItem(OFF) !== null || isWriting(event.target)) return;
    if (dialog instanceof HTMLDialogElement && dialog.open) return;
    const act = event.key === '?' ? help : does[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

/** @param {EventTarget | null} target */
function isWriting(target) {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox')
  );
}
