/** Takes the secret out of the address, where it would stay in the history, and into the form. */
const form = document.querySelector('#enter');
const field = document.querySelector('#token');
const secret = location.hash.slice(1);
if (form instanceof HTMLFormElement && field instanceof HTMLInputElement && secret !== '') {
  field.value = secret;
  field.readOnly = true;
  history.replaceState(null, '', location.pathname + location.search);
  form.querySelector('button')?.focus();
}
