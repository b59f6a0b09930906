/** Markup that is safe to send: whatever was put into it has been escaped. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

type Value = string | number | Html | readonly Value[];

/**
 * A template whose values are text unless they are Html: html`<p>${words}</p>`. Attributes must stand in double quotes.
 * Whatever a person or a policy wrote, it stays text.
 */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(literals.reduce((markup, literal, i) => markup + markupOf(values[i - 1] ?? '') + literal));
}

function markupOf(value: Value): string {
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
