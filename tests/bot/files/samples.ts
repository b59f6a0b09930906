import type { FileSource, Inbound } from '../../../bot/channels/message.ts';
import type { Person } from '../../core.ts';

/** The smallest bytes that are what they say. */
export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 60 }, (_, i) => i)]);
export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
export const PDF = Buffer.from('%PDF-1.7\nmade up');

export const sourceOf = (source: FileSource['source'], more: Partial<FileSource> = {}): FileSource => ({
  source,
  name: '',
  mime: '',
  size: null,
  ...more,
});

/** A picture with what it is fetched by. */
export const photo = (person: Person, sources: readonly FileSource[], more: Partial<Inbound> = {}) =>
  person.inbound({ kind: 'media', media: 'photo', caption: '', files: [...sources] }, more);
