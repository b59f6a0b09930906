import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPolicyPages } from '#knowledge';
import { type BotLetter, botLetter, personLetter } from '../../../../bot/channels/web/page/letter.js';
import { ownPath } from '../../../../bot/channels/web/page/tree.js';
import { articlePage } from '../../../../bot/channels/web/policy-pages.ts';
import { treeHtml } from '../../../../bot/channels/web/tree-html.ts';
import { webCopy } from '../../../../bot/copy/web.ts';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../../fixtures.ts';
import { createWebWorld } from './web-world.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.stringMatching(/^[<>&"'`=/a-z\s:;()-]{1,60}$/),
  fc.constantFrom(
    '</p><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    'javascript:alert(1)',
    '//evil.example/x',
    '/\\evil.example',
    '&lt;script&gt;',
    '</textarea><svg onload=alert(1)>',
    '<!--',
  ),
);

type Tag = { readonly name: string; readonly attrs: Readonly<Record<string, string>> };

/** The start tags of our own markup, as strictly as it is written. @throws when anything else looks like a tag */
function tagsOf(markup: string): Tag[] {
  const tags: Tag[] = [];
  const rest = markup.replace(
    /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>/g,
    (_, close, name, attrs) => {
      if (close === '')
        tags.push({
          name,
          attrs: Object.fromEntries(
            [...attrs.matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, key, value]) => [key ?? '', value ?? '']),
          ),
        });
      return '';
    },
  );
  if (/[<>"]/.test(rest)) throw new Error(`something broke out: ${rest}`);
  return tags;
}

const ALLOWED = [
  'article',
  'p',
  'ul',
  'li',
  'figure',
  'figcaption',
  'blockquote',
  'a',
  'span',
  'form',
  'div',
  'input',
  'button',
];

const letters: fc.Arbitrary<BotLetter> = fc.record({
  from: fc.constant('bot' as const),
  id: fc.nat(),
  place: fc.string(),
  parts: fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('text' as const),
        text: nasty,
        style: fc.constantFrom('plain' as const, 'strong' as const, 'quiet' as const),
      }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(nasty, { maxLength: 3 }) }),
      fc.record({
        kind: fc.constant('citation' as const),
        id: nasty,
        place: nasty,
        quote: nasty,
        head: nasty,
        notes: fc.array(nasty, { maxLength: 3 }),
        path: nasty,
      }),
      fc.record({ kind: fc.constant('file' as const), name: nasty, caption: nasty, path: nasty }),
    ),
    { maxLength: 4 },
  ),
  buttons: fc.array(
    fc.array(fc.oneof(fc.record({ label: nasty, action: nasty }), fc.record({ label: nasty, path: nasty })), {
      minLength: 1,
      maxLength: 2,
    }),
    { maxLength: 2 },
  ),
});

describe('nothing that a person or a policy wrote becomes markup', () => {
  it('in a letter of the bot’s: only our tags, only links of this site', () => {
    fc.assert(
      fc.property(letters, (letter) => {
        const tags = tagsOf(`${treeHtml(botLetter(letter, webCopy.page, { csrf: 'c', id: 'i' }))}`);
        expect(tags.map(({ name }) => name).filter((name) => !ALLOWED.includes(name))).toEqual([]);
        for (const { attrs } of tags) {
          expect(Object.keys(attrs).filter((name) => name.startsWith('on') || name === 'style')).toEqual([]);
          if (attrs.href !== undefined)
            expect(new URL(attrs.href, 'https://own.example').host).toBe('own.example');
        }
      }),
    );
  });

  it('in a letter of the person’s', () => {
    fc.assert(
      fc.property(nasty, nasty, (event, text) => {
        const tags = tagsOf(`${treeHtml(personLetter({ from: 'person', event, text }, webCopy.page))}`);
        expect(tags.map(({ name }) => name)).toEqual(['article', 'p']);
      }),
    );
  });

  it('in the whole page, with the words in the box', async () => {
    const world = await createWebWorld({ rateLimit: { burst: 1e6, perMinute: 1e6 } });
    const one = await world.visit();
    const tagsOfPage = (page: string) => [...page.matchAll(/<([a-z!][a-z0-9]*)/g)].map(([, name]) => name);
    const plain = await (await one.get('/')).text();
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const chat = await one.submit('/chat/messages', { id: 'not an id', text });
        const page = await chat.text();
        expect(tagsOfPage(page)).toEqual([
          ...tagsOfPage(plain).slice(0, tagsOfPage(page).indexOf('footer') + 1),
          'p',
          ...tagsOfPage(plain).slice(tagsOfPage(plain).indexOf('footer') + 1),
        ]);
      }),
      { numRuns: 40 },
    );
    expect(world.mail.accepted).toEqual([]);
  });

  it('in an article’s page, its title, headings, offices and marks', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (wild) => {
        // What ingest lets into a release has no line feed in it.
        const words = wild.replace(/[\n\r]/g, '').toWellFormed() || 'x';
        const text = `${words}应当。`;
        const pages = createPolicyPages(
          await tinyRelease({
            instruments: [anInstrument('a', { title: words, issuers: [words] })],
            articles: [
              anArticle('a/1', text, {
                label: words,
                path: [words],
                departments: [{ role: 'lead', names: [words], source: 'a/1' }],
                sentences: [{ start: 0, end: text.length, strength: 'required', addressee: 'enterprise' }],
              }),
            ],
            matters: [aMatter('m', ['押金不退怎么办'], { answers: { 'a/1': ['应当'] } })],
          }),
        );
        const [document, article] = [pages.instrument('a'), pages.article('a/1')];
        if (document === undefined || article === undefined) throw new Error('nothing to show');
        const { body } = articlePage(
          document,
          article,
          { kind: 'same', marks: [{ start: 0, end: text.length }] },
          '2026-01-15',
        );
        const names = tagsOf(`${body}`.replace(/\n/g, '')).map(({ name }) => name);
        expect(names).not.toContain('script');
        expect(names.filter((name) => name === 'mark')).toHaveLength(1);
        expect(names.filter((name) => ['img', 'svg', 'textarea', 'iframe'].includes(name))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('in a link’s path', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.webPath(), fc.webUrl()), (path) => {
        expect(new URL(ownPath(path), 'https://own.example').host).toBe('own.example');
      }),
    );
    expect(ownPath('/policies/jilin-measures/5?mark=0-9#mark')).toBe(
      '/policies/jilin-measures/5?mark=0-9#mark',
    );
  });

  it('in the words that the page’s script reads', async () => {
    const { visit } = await createWebWorld();
    const page = await (await (await visit()).get('/')).text();
    const words = /data-words="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(
      JSON.parse(words.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'")),
    ).toEqual(webCopy.page);
  });
});
