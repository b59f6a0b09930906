/**
 * Text in Telegram's HTML: the few tags that we use, and everything else escaped.
 * https://core.telegram.org/bots/api#html-style
 */

const NAMED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' } as const;

/** Safe as text and within a quoted attribute. Half surrogate pairs, which Telegram refuses, become U+FFFD. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>"]/g, (char) =>
      char === '&' || char === '<' || char === '>' || char === '"' ? NAMED[char] : char,
    );
}

/** A piece of a message: its HTML, and what is left of it when Telegram has read the tags. */
export type Rich = { readonly html: string; readonly plain: string };

export function plain(text: string): Rich {
  return { html: escapeHtml(text), plain: text };
}

export function bold({ html, plain }: Rich): Rich {
  return { html: `<b>${html}</b>`, plain };
}

export function quotation({ html, plain }: Rich): Rich {
  return { html: `<blockquote>${html}</blockquote>`, plain };
}

/** `href` undefined: the words alone. */
export function linked({ html, plain }: Rich, href: string | undefined): Rich {
  return href === undefined ? { html, plain } : { html: `<a href="${escapeHtml(href)}">${html}</a>`, plain };
}

export function joined(pieces: readonly Rich[], between: string): Rich {
  return {
    html: pieces.map((piece) => piece.html).join(between),
    plain: pieces.map((piece) => piece.plain).join(between),
  };
}

/** What we wrote, read back as plain text, for a server that could not read it. */
export function plainOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
