import { consoleCopy } from '../../copy/console.ts';
import { type Html, html } from '../../http/html.ts';

/**
 * What the script of a page has to know.
 * @param since the last change that the page shows
 * @param ticket the one that it shows; '' for a list
 */
export function liveHtml({ since, ticket, csrf }: { since: number; ticket: string; csrf: string }): Html {
  const words = JSON.stringify(consoleCopy.live);
  return html`<div id="live-data" hidden data-since="${since}" data-ticket="${ticket}" data-csrf="${csrf}" data-words="${words}"></div>`;
}
