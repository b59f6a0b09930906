import { randomBytes } from 'node:crypto';

/**
 * A form with the one field that WeCom takes files in. Made by hand because WeCom wants `filelength` in the head and the
 * file's name in plain UTF-8.
 * https://developer.work.weixin.qq.com/document/path/90253
 */
export function formatMultipart(file: { filename: string; bytes: Buffer }): {
  contentType: string;
  bytes: Buffer;
} {
  const boundary = `----wecom${randomBytes(16).toString('hex')}`;
  const filename = file.filename.replace(/[\r\n"\\/\0]/g, '_');
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="media"; filename="${filename}"; filelength=${file.bytes.length}`,
    'Content-Type: application/octet-stream',
    '',
    '',
  ].join('\r\n');
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
