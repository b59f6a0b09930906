import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../../bot/http/html.ts';

/** What a browser makes of text that has no markup in it. */
function textOf(text: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name] ?? '');
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[<>&"'`=/a-z\s-]{0,40}$/),
  fc.constantFrom('</p><script>alert(1)</script>', '" onload="x', '&lt;', '<!--', ']]>', '\u2028'),
);

describe('html', () => {
  it('keeps any text text: it stays within its element and reads as it was', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const markup = `${html`<p title="${text}">${text}</p>`}`;
        const [, title = '', body = ''] = /^<p title="([^"<>']*)">([^<>"']*)<\/p>$/.exec(markup) ?? [];
        expect(textOf(title)).toBe(text);
        expect(textOf(body)).toBe(text);
      }),
    );
  });

  it('keeps what is Html already, alone or in lists', () => {
    const items = ['甲', '<乙>'].map((item) => html`<li>${item}</li>`);
    expect(`${html`<ul>${items}</ul>`}`).toBe('<ul><li>甲</li><li>&lt;乙&gt;</li></ul>');
    expect(`${html`<b>${3}</b>${''}`}`).toBe('<b>3</b>');
  });

  it('escapes the five signs', () => {
    expect(escapeHtml(`<a href="x">&'`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&#39;');
  });
});
