import { z } from 'zod';
import type { Row } from '../store/carry-rows.ts';

const cellSchema = z.union([
  z.string(),
  z.number(),
  z.null(),
  z
    .strictObject({ base64: z.base64() })
    .transform(({ base64 }) => new Uint8Array(Buffer.from(base64, 'base64'))),
]);
const lineSchema = z.record(z.string(), cellSchema);

/** A row as a line of JSON; bytes as base64. */
export function formatRow(row: Row): string {
  const cells = Object.entries(row).map(([column, value]) => [
    column,
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  ]);
  return `${JSON.stringify(Object.fromEntries(cells))}\n`;
}

/** @throws SyntaxError, ZodError */
export function parseRow(line: string): Row {
  return lineSchema.parse(JSON.parse(line));
}
