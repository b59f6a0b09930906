import type { IncomingMessage } from 'node:http';
import type { Call } from './methods.ts';
import type { SentFile } from './world.ts';

/** The parameters of a call, in any of the forms that the Bot API takes. https://core.telegram.org/bots/api#making-requests */
export async function readCall(request: IncomingMessage, query: URLSearchParams): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const params: Record<string, unknown> = Object.fromEntries(query);
  const files = new Map<string, SentFile>();
  if (body.length === 0) return { params, files };
  const boundary = /multipart\/form-data;\s*boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary !== undefined) {
    for (const { name, file, value } of partsOf(body, boundary)) {
      if (file === undefined) params[name] = value.toString();
      else files.set(name, { name: file, bytes: value.length, text: value.toString() });
    }
  } else if (type.includes('application/json')) Object.assign(params, JSON.parse(body.toString()));
  else Object.assign(params, Object.fromEntries(new URLSearchParams(body.toString())));
  return { params, files };
}

type FormPart = { readonly name: string; readonly file: string | undefined; readonly value: Buffer };

/** Written for bots: names and file names with or without quotes, as their libraries send them. */
function partsOf(body: Buffer, boundary: string): FormPart[] {
  const parts: FormPart[] = [];
  const line = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(line); at >= 0; ) {
    const start = at + line.length + 2;
    const next = body.indexOf(line, start);
    const headEnd = body.indexOf('\r\n\r\n', start);
    if (next < 0 || headEnd < 0) break;
    const head = body.subarray(start, headEnd).toString();
    const [, name = ''] = /[;\s]name="?([^";\r\n]*)/i.exec(head) ?? [];
    const [, file] = /filename="?([^"\r\n;]*)/i.exec(head) ?? [];
    parts.push({ name, file, value: body.subarray(headEnd + 4, next - 2) });
    at = next;
  }
  return parts;
}
