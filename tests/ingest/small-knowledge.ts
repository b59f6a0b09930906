/** A knowledge folder of its own, small enough to be ingested in a moment, that a test may spoil. */

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KNOWLEDGE, policyBytes } from '../policies.ts';

export const SHIJIAZHUANG = 'shijiazhuang-2022-4.txt';

const QUESTIONS = `- matter: report-arrears
  name: 举报欠薪
  answers:
    hebei-measures/29: 加大劳动保障监察力度
    shijiazhuang-plan/2.5: 鼓励新就业形态劳动者举报投诉
  related: [hebei-measures/12]
  questions: [站长拖着钱不发找谁举报, 欠了俩月工资咋办]
- matter: weather-today
  name: 天气
  reason: chitchat
  questions: [明儿下不下雨]
`;

/** Writes the folder below `at`: the 石家庄 file with its real sha256, one matter and one small talk. */
export function writeKnowledge(at: string, more: { questions?: string; policies?: string } = {}): string {
  const folder = join(at, 'knowledge');
  for (const name of ['policies', 'questions/voices', 'lexicon', 'region'])
    mkdirSync(join(folder, name), { recursive: true });
  const bytes = policyBytes(SHIJIAZHUANG);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(folder, 'policies', SHIJIAZHUANG), bytes);
  writeFileSync(
    join(folder, 'policies/policies.yaml'),
    more.policies ?? `files:\n  - file: ${SHIJIAZHUANG}\n    sha256: ${sha256}\n`,
  );
  writeFileSync(join(folder, 'questions/all.yaml'), more.questions ?? QUESTIONS);
  writeFileSync(
    join(folder, 'questions/voices/all.yaml'),
    '- matter: report-arrears\n  questions: [工钱要不回来了]\n',
  );
  writeFileSync(
    join(folder, 'lexicon/lexicon.yaml'),
    '- { say: [工钱], mean: [劳动报酬], example: 工钱没给 }\n',
  );
  copyFileSync(join(KNOWLEDGE, 'region/divisions.yaml'), join(folder, 'region/divisions.yaml'));
  return folder;
}
