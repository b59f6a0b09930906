import type { Page } from 'playwright-core';
import { z } from 'zod';

/**
 * What keeps people from using a page, in words; [] when nothing does. After WCAG 2.2 AA, as far as a program can see it:
 * contrast of every text that is shown, names of all that can be pressed or filled in, headings, landmarks, ids, references.
 */
export async function auditPage(page: Page): Promise<readonly string[]> {
  return z.array(z.string()).parse(await page.evaluate(AUDIT));
}

/** Runs in the page. */
const AUDIT = `(() => {
  const faults = [];
  const name = (node) => '<' + node.tagName.toLowerCase() + '> ' + (node.textContent ?? '').trim().slice(0, 20);
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [r2, g2, b2]) => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];
  const backgroundOf = (node) => {
    const layers = [];
    for (let at = node; at !== null; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reduceRight((below, layer) => over(layer, below), rgba('Canvas'));
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const judge = (node, style, what) => {
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const background = backgroundOf(node);
    const ratio = contrast(over(rgba(style.color), background), background);
    if (ratio < (large ? 3 : 4.5)) faults.push('contrast ' + ratio.toFixed(2) + ' of ' + what + name(node));
  };
  let judged = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (text.data.trim() === '' || !shown(parent) || parent.closest('script, style, noscript')) continue;
    judged += 1;
    judge(parent, getComputedStyle(parent), '');
  }
  for (const box of document.querySelectorAll('[placeholder]'))
    judge(box, { ...fontOf(getComputedStyle(box)), color: getComputedStyle(box, '::placeholder').color }, 'placeholder ');
  function fontOf({ fontSize, fontWeight }) { return { fontSize, fontWeight }; }
  if (judged === 0) faults.push('no text is shown');

  for (const node of document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')) {
    const labels = [...(node.labels ?? [])].map((label) => label.textContent).join('');
    const own = node.matches('a, button, summary') ? node.textContent : '';
    if (((node.getAttribute('aria-label') ?? '') + labels + own).trim() === '') faults.push('no name: ' + node.outerHTML.slice(0, 80));
  }
  for (const node of document.querySelectorAll('a')) if (!node.getAttribute('href')) faults.push('a link to nowhere: ' + name(node));
  for (const node of document.querySelectorAll('img, svg'))
    if (!node.hasAttribute('alt') && node.getAttribute('aria-hidden') !== 'true') faults.push('a picture without words');
  for (const node of document.querySelectorAll('[tabindex]')) if (node.tabIndex > 0) faults.push('a focus order of its own: ' + name(node));

  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push('twice the id ' + id);
  for (const attribute of ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for'])
    for (const node of document.querySelectorAll('[' + attribute + ']'))
      for (const id of node.getAttribute(attribute).split(' ')) if (!ids.includes(id)) faults.push(attribute + ' of nothing: ' + id);

  if (document.documentElement.lang !== 'zh-CN') faults.push('no language');
  if (document.title.trim() === '') faults.push('no title');
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main part');
  if (document.querySelectorAll('h1').length !== 1) faults.push('not one first heading');
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1 && level > 0) faults.push('a heading skips a level: ' + name(heading));
    level = own;
  }
  const room = document.documentElement;
  if (room.scrollWidth > innerWidth) faults.push('wider than the screen: ' + room.scrollWidth);
  return faults;
})()`;
