import { existsSync, readFileSync, statSync } from 'node:fs';
import { expect } from 'vitest';
import { WECOM_SECRETS } from '../../../bot/channels/wecom/config.ts';
import { runBeside } from '../../run.ts';
import { type Installation, photograph } from '../installation.ts';

export const TOKEN = '7001:test-token-that-nobody-may-see';

/** Never to be seen, whatever the doctor says. */
const SECRET = ['DATA_KEY', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET', ...WECOM_SECRETS];

export type Visit = { readonly code: number | null; readonly said: string };

/**
 * Runs the doctor as a person would, and holds what must always hold: no secret is printed and, unless a server works
 * there meanwhile, no byte, mode or time of any file changed.
 */
export async function doctor(
  { home, data, key }: Installation,
  env: Record<string, string> = {},
  { working = false } = {},
): Promise<Visit> {
  const secrets = SECRET.flatMap((name) => env[name] ?? []);
  const password = URL.parse(env.DATABASE_URL ?? '')?.password ?? '';
  if (password !== '') secrets.push(password);
  if (existsSync(key) && statSync(key).isFile()) secrets.push(readFileSync(key, 'utf8').trim());
  const before = [photograph(home), photograph(data)];
  const { code, stdout, stderr } = await runBeside('bot/doctor.ts', [], {
    folder: home,
    env: { DATA_DIR: data, PORT: '0', ...env },
  });
  if (!working) expect([photograph(home), photograph(data)]).toEqual(before);
  for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
  expect(stderr).toBe('');
  return { code, said: stdout };
}

/** The lines of one section, by its title. */
export function sectionOf({ said }: Visit, title: string): string {
  const [, rest = ''] = said.split(`【${title}】\n`);
  return rest.split('\n\n')[0] ?? '';
}
