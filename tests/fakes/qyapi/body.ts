import type { IncomingMessage } from 'node:http';

export type Upload = { readonly filename: string; readonly bytes: Buffer };

/** What came with a request: JSON, or a form with the one field `media`. */
export type Body = { readonly text: string; readonly json: unknown; readonly upload?: Upload };

export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const boundary = /multipart\/form-data;\s*boundary="?([^";]+)/.exec(
    request.headers['content-type'] ?? '',
  )?.[1];
  if (boundary === undefined) {
    const text = bytes.toString('utf8');
    return { text, json: text === '' ? {} : JSON.parse(text) };
  }
  const upload = uploadIn(bytes, boundary);
  return { text: '', json: {}, ...(upload !== undefined && { upload }) };
}

/** https://developer.work.weixin.qq.com/document/path/90253 wants the field's name, the file's name and its length. */
function uploadIn(bytes: Buffer, boundary: string): Upload | undefined {
  const start = bytes.indexOf('\r\n\r\n');
  const end = bytes.lastIndexOf(`\r\n--${boundary}--`);
  const head = bytes.subarray(0, start).toString('utf8');
  const filename = /name="media";\s*filename="([^"]*)"/.exec(head)?.[1];
  const length = Number(/filelength=(\d+)/.exec(head)?.[1]);
  if (!head.startsWith(`--${boundary}\r\n`) || filename === undefined || end < start) return undefined;
  const content = bytes.subarray(start + 4, end);
  return content.length === length ? { filename, bytes: content } : undefined;
}
