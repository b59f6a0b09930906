import type { WecomConfig } from './config.ts';

/** How qyapi is reached: its address, and what stands between. */
export function wayOut({ apiRoot, proxy }: Pick<WecomConfig, 'apiRoot' | 'proxy'>): {
  readonly baseURL: string;
  readonly proxy?: string;
} {
  return { baseURL: apiRoot, ...(proxy !== undefined && { proxy }) };
}
