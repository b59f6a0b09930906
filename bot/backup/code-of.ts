import { z } from 'zod';

const codedSchema = z.object({ code: z.string() });

/** What the system calls its refusal, `ENOSPC`; undefined for an error of another kind. https://nodejs.org/api/errors.html */
export function codeOf(error: unknown): string | undefined {
  return codedSchema.safeParse(error).data?.code;
}
