import { createCipheriv } from 'node:crypto';

export type Raw = {
  /** 16 bytes */
  readonly random?: Buffer;
  /** What the four bytes of length say; the message's own when left out. */
  readonly length?: number;
  readonly message: Buffer;
  readonly receiveId?: string;
  /** The padding; as it should be when left out. */
  readonly padding?: Buffer;
};

/** Encrypts by the letter of the documentation, or as wrongly as asked. https://developer.work.weixin.qq.com/document/path/90968 */
export function encryptRaw(encodingAESKey: string, raw: Raw): string {
  const { random = Buffer.alloc(16, 'r'), message, receiveId = '' } = raw;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(raw.length ?? message.length);
  const body = Buffer.concat([random, length, message, Buffer.from(receiveId)]);
  const missing = 32 - (body.length % 32);
  return encryptBlocks(encodingAESKey, Buffer.concat([body, raw.padding ?? Buffer.alloc(missing, missing)]));
}

/** @param blocks a whole number of blocks of 16 bytes, padding included */
export function encryptBlocks(encodingAESKey: string, blocks: Buffer): string {
  const key = Buffer.from(`${encodingAESKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(blocks), cipher.final()]).toString('base64');
}
