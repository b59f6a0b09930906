import { randomBytes } from 'node:crypto';
import { WecomCrypto as OfficialCrypto } from '@wecom/aibot-node-sdk';
import { getSignature, decrypt as oracleDecrypt, encrypt as oracleEncrypt } from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import { WecomCrypto } from '../../../../../bot/channels/wecom/sdk/index.ts';

/** In each direction and against each of the two packages half of them, so 10^5 messages cross over. */
const MESSAGES = 100_000;

/** mulberry32: the same messages in every run. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A long text of letters of one to four bytes, with what is awkward in XML and JSON, to cut messages from. */
const ALPHABET = [
  ...'abcXYZ019 \n\t<>&"\']]>{}',
  ...'劳动者工伤社保骑手平台',
  ...'éßñЖ',
  '𠮷',
  '🛵',
  '\ufeff',
  '\0',
];

function createTexts(dice: () => number): (length: number) => string {
  const letters = Array.from({ length: 40_000 }, () => ALPHABET[Math.floor(dice() * ALPHABET.length)] ?? 'a');
  const bytes = Buffer.from(letters.join(''));
  /** Exactly so many bytes of whole letters. */
  return (length) => {
    const start = Math.floor(dice() * (bytes.length - length - 8));
    const isInside = (at: number) => ((bytes[at] ?? 0) & 0xc0) === 0x80;
    let from = start;
    while (isInside(from)) from++;
    let to = Math.min(from + length, bytes.length);
    while (isInside(to)) to--;
    return bytes.toString('utf8', from, to) + '.'.repeat(Math.max(0, length - (to - from)));
  };
}

describe('the official packages and this one, on 10^5 messages', () => {
  it('read each other and sign alike, whatever the length', () => {
    const dice = createDice(20260115);
    const textOf = createTexts(dice);
    const paddings = new Set<number>();
    const parties = ['', 'ww1436e0e65a779aee', '企业'].map((receiveId) => {
      const key = randomBytes(32).toString('base64').slice(0, 43);
      const token = randomBytes(12).toString('hex');
      return {
        ...{ key, token, receiveId },
        ours: new WecomCrypto(token, key, receiveId),
        official: new OfficialCrypto(token, key, receiveId),
      };
    });

    for (let n = 0; n < MESSAGES; n++) {
      const party = parties[n % parties.length];
      if (party === undefined) throw new Error('no party');
      const { key, token, receiveId, ours, official } = party;
      // Short ones often: there every padding comes up.
      const length = n % 4 === 0 ? Math.floor(dice() * 4097) : Math.floor(dice() * 160);
      const text = textOf(length);
      const [timestamp, nonce] = [String(1_700_000_000 + n), String(Math.floor(dice() * 2 ** 32))];
      paddings.add(32 - ((20 + Buffer.byteLength(text) + Buffer.byteLength(receiveId)) % 32));

      if (n % 2 === 0) {
        const { encrypt, signature } = ours.encrypt(text, timestamp, nonce);
        const theirs =
          n % 4 === 0 ? oracleDecrypt(key, encrypt) : { message: official.decrypt(encrypt), id: receiveId };
        if (theirs.message !== text || theirs.id !== receiveId) expect.fail(`they read message ${n} wrongly`);
        if (!official.verifySignature(signature, timestamp, nonce, encrypt)) expect.fail(`they refuse ${n}`);
      } else {
        const encrypt =
          n % 4 === 1
            ? oracleEncrypt(key, text, receiveId)
            : official.encrypt(text, timestamp, nonce).encrypt;
        const signature = getSignature(token, timestamp, nonce, encrypt);
        if (ours.decrypt(encrypt) !== text) expect.fail(`message ${n} is read wrongly`);
        if (!ours.verifySignature(signature, timestamp, nonce, encrypt))
          expect.fail(`message ${n} is refused`);
      }
    }
    expect(paddings.size).toBe(32);
  }, 400_000);
});
