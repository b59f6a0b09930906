import type { Part } from '../message.ts';

/** Types that a browser may be told of; whatever else a file is, it is bytes. */
const TYPES =
  /^(?:application\/(?:json|pdf|zip|vnd\.openxmlformats-officedocument\.[a-z.]+)|text\/(?:plain|csv)|image\/(?:png|jpeg))$/;

/** A file as a download that is never opened in the page. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Disposition */
export function fileResponse({ name, mime, base64 }: Extract<Part, { kind: 'file' }>): Response {
  const type = TYPES.test(mime) ? mime : 'application/octet-stream';
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return new Response(new Uint8Array(Buffer.from(base64, 'base64')), {
    headers: {
      'content-type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
      'content-disposition': `attachment; filename="download"; filename*=UTF-8''${encoded}`,
    },
  });
}
