/** What a reader sees of markdown; `plain` by those rules of CommonMark that an answer may meet. */
export type ShownMarkdown = {
  /** Text without marks; lines as they are shown. */
  readonly text: string;
  /** The words of each quotation. */
  readonly quotes: readonly string[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
};

const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/;

/** @throws Error at a mark that an answer has no use for: a heading, a table, emphasis, HTML, an entity, code */
export function showMarkdown(markdown: string): ShownMarkdown {
  const links: { label: string; url: string }[] = [];
  const quotes: string[] = [];
  const lines = markdown.split('\n').map((line, at, all) => {
    const quoted = /^ {0,3}> ?(.*)$/.exec(line);
    const item = quoted === null ? /^ {0,3}- (.*)$/.exec(line) : null;
    const body = quoted?.[1] ?? item?.[1] ?? line;
    if (quoted === null && item === null) refuseBlocks(line, all[at - 1] ?? '');
    const words = showInline(body, links);
    if (quoted !== null) quotes.push(words);
    return words;
  });
  return { text: lines.join('\n'), quotes, links };
}

function refuseBlocks(line: string, before: string): void {
  const found = [
    /^ {0,3}#{1,6}(?:\s|$)/,
    /^ {0,3}[-+*](?:\s|$)/,
    /^ {0,3}\d{1,9}[.)](?:\s|$)/,
    /^ {0,3}(?:[-*_]\s*){3,}$/,
    /^ {0,3}(?:```|~~~)/,
  ].find((mark) => mark.test(line));
  if (found !== undefined) throw new Error(`${found} in ${JSON.stringify(line)}`);
  if (before.trim() !== '' && /^ {0,3}(?:=+|-+)\s*$/.test(line))
    throw new Error(`a heading underlined: ${line}`);
  if (before.trim() === '' && /^(?: {4}| *\t)/.test(line) && line.trim() !== '')
    throw new Error(`a program: ${JSON.stringify(line)}`);
}

function showInline(line: string, links: { label: string; url: string }[]): string {
  let shown = '';
  let bold = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line.charAt(at);
    const next = line.charAt(at + 1);
    if (sign === '\\' && ASCII_PUNCTUATION.test(next)) {
      shown += next;
      at++;
    } else if (line.startsWith('**', at)) {
      const open: boolean = !bold;
      if (open ? /^\s|^$/.test(line.slice(at + 2)) : /\s$/.test(line.slice(0, at)))
        throw new Error(`no emphasis beside a blank: ${line}`);
      bold = open;
      at++;
    } else if (sign === '[') {
      const link = /^\[([^\\[\]]*)\]\((https?:[^\s()]*)\)/.exec(line.slice(at));
      if (link?.[1] === undefined || link[2] === undefined) throw new Error(`a bracket: ${line}`);
      links.push({ label: link[1], url: link[2] });
      shown += link[1];
      at += link[0].length - 1;
    } else if (/[*_`<>|~\]]/.test(sign)) throw new Error(`${sign} in ${line}`);
    else if (sign === '&' && /^&(?:#\w+|\w+);/.test(line.slice(at))) throw new Error(`an entity: ${line}`);
    else shown += sign;
  }
  if (bold) throw new Error(`emphasis without an end: ${line}`);
  return shown;
}
