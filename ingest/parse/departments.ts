import type { Departments, Role } from '#knowledge/build';

/** A closing bracket that prints who is responsible, at the end of an article. */
const BRACKET = /（([^（）]*(?:（[^（）]*）[^（）]*)*)）[。；]?$/;

const ROLE_WORDS: readonly (readonly [RegExp, Role])[] = [
  [/牵头(负责)?$/, 'lead'],
  [/(按照?职能职责|按照?职责)?配合$/, 'support'],
  [/落实$/, 'carry-out'],
  [/、?(按照|依|按)?(职能职责|职责分工|职责)负责$|(按|依)职责分工负责$/, 'shared'],
];
const ROLE_LABELS: readonly (readonly [RegExp, Role])[] = [
  [/^牵头(单位|部门)[：:]?/, 'lead'],
  [/^(参加|参与)单位[：:]?/, 'join'],
  [/^配合单位[：:]?/, 'support'],
  [/^责任(单位|部门)[：:]?/, 'responsible'],
];

/**
 * Reads the departments that the text prints behind an article, with the role it prints for them. Nothing printed,
 * nothing returned: a lead is never inferred.
 */
export function departmentsOf(text: string, source: string): Departments[] {
  const inside = BRACKET.exec(text.trim())?.[1];
  if (inside === undefined) return [];
  const found: Departments[] = [];
  let plain = '';
  for (const clause of inside.split(/[，；](?=[^（）]*(?:（|$))/)) {
    const labelled = ROLE_LABELS.find(([pattern]) => pattern.test(clause));
    if (labelled) {
      found.push({ role: labelled[1], names: names(clause.replace(labelled[0], '')), source });
      continue;
    }
    const roled = ROLE_WORDS.find(([pattern]) => pattern.test(clause));
    if (roled) {
      found.push({ role: roled[1], names: names(plain + clause.replace(roled[0], '')), source });
      plain = '';
    } else if (found.length > 0 && plain === '') {
      found.push({ role: found.at(-1)?.role ?? 'unclear', names: names(clause), source });
    } else {
      plain += `${clause}、`;
    }
  }
  return found.filter((entry) => entry.names.length > 0);
}

/** Splits at 、 and 和. 各州、市人民政府 is one name: its first half is no office by itself. */
function names(list: string): string[] {
  const out: string[] = [];
  let half = '';
  for (const part of list.split(/、|(?<=局|院|委|会|协会|办|厅)和(?=各|市|省)/)) {
    const name = half + part.trim().replace(/^和/, '');
    half = /^各.{0,2}$/.test(name) ? `${name}、` : '';
    if (half === '' && name !== '') out.push(name);
  }
  return out;
}
