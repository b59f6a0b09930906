import type { ReadLimits } from '../limits.ts';
import type { ReadText } from '../read-file.ts';
import { refuse } from '../refuse.ts';

/** Not yet. @throws UnreadableFile */
export async function readPdf(_bytes: Uint8Array, file: string, _limits: ReadLimits): Promise<ReadText> {
  throw refuse(file, 'unknown-format', 'PDF');
}
