import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Offer } from './offer.ts';

/** What the run shares, made now if nobody asked before. */
export async function askFor({ port, word }: Offer): Promise<unknown> {
  const socket = connect(port, '127.0.0.1');
  socket.write(word);
  return JSON.parse(await text(socket));
}
