import { autoRetry } from '@grammyjs/auto-retry';
import type { Api } from './grammy.ts';

/**
 * For calls whose loss nobody would see and nothing on disk remembers: they wait in memory. Never for messages, which wait
 * in the outbox. Without `rethrowHttpErrors` a call would be repeated for ever on a lost network.
 * https://grammy.dev/plugins/auto-retry
 */
export function retrying(api: Api): Api {
  api.config.use(autoRetry({ rethrowHttpErrors: true, maxRetryAttempts: 3, maxDelaySeconds: 60 }));
  return api;
}
