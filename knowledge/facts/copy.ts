import type { DeadlineName, OfficeRole } from './words.ts';

export const ROLE_NAMES: Readonly<Record<OfficeRole, string>> = {
  'labour-inspectorate': '劳动监察',
  arbitration: '劳动仲裁',
  mediation: '调解',
  court: '法院',
  'legal-aid': '法律援助',
  traffic: '交通运输',
  post: '邮政管理',
  'social-insurance': '社保',
};

export const DEADLINE_NAMES: Readonly<Record<DeadlineName, string>> = {
  'arbitration-limit': '多久内要申请劳动仲裁',
  'court-after-arbitration': '不服裁决，多久内要起诉',
  'inspection-limit': '多久内要向劳动监察投诉',
  'injury-report': '受伤后，单位多久内要报',
  'injury-claim': '单位不报，本人多久内能报',
};

/** Stands under every row that a worker sees. */
export const NOTE = {
  source: (source: string, year: string, month: number, day: number) =>
    `来源：${source}，核对日期：${year}年${month}月${day}日。`,
  stale: '这条一年多没核对了，请先问清楚再用。',
} as const;

const glossed = (names: Readonly<Record<string, string>>) =>
  Object.entries(names)
    .map(([name, gloss]) => `${name}（${gloss}）`)
    .join('、');

/** What an admin reads when a table cannot be used. */
export const PROBLEM = {
  heading: '自填的表有问题，改好再启动：',
  at: (file: string, line: number | null, text: string) =>
    line === null ? `${file}：${text}` : `${file} 第 ${line} 行：${text}`,
  field: (field: string, text: string) => `${field} ${text}`,

  unknownFile: (names: readonly string[]) =>
    `不认识这个文件。请改名，或者挪走。认识的是：${names.join('、')}。`,
  excelFile: '这是 Excel 文件，读不了。请另存为“CSV UTF-8”。',
  unreadable: '读不出文字。请另存为 UTF-8 的文字文件。',
  yaml: '写法不对。看看缩进、冒号和引号，冒号后面要有空格。',
  noList: '要写成一条一条的，每条用“- ”开头。',
  noRow: '这一条要写成“名字: 内容”，一行一个。',

  csv: {
    'text behind a quote': '引号后面还有字。一格里有引号的，要写两个引号。',
    'quote inside a cell': '格子里有引号，整格也要用引号包起来，里面的写两个。',
    'quote never closed': '引号只有开头，没有结尾。',
  },
  notCommas: '格子要用英文逗号隔开。请在 Excel 里另存为“CSV UTF-8（逗号分隔）”。',
  unknownColumn: (name: string, names: readonly string[]) =>
    `不认识“${name}”这一列。可以写的列：${names.join('、')}。`,
  repeatedColumn: (name: string) => `“${name}”这一列写了两次。`,
  tooManyCells: '格子比表头多。内容里有逗号的，整格要用引号包起来。',

  unknownField: (names: readonly string[]) => `不认识 ${names.join('、')}。请删掉，或者改对。`,
  missing: '没写，一定要写。',
  notText: '要写成一行字。',
  tooLong: (most: number) => `太长了，最多 ${most} 个字。`,
  day: '不是日期。请写成 2026-01-15 这样。',
  future: '是以后的日子。请写上次核对的日期。',
  untilFirst: '比 from 还早。请检查这两个日期。',
  yuan: '不是钱数。只写数字，比如 2100 或 21.5。',
  yuanRange: (least: number, most: number) => `看着不对，要在 ${least} 到 ${most} 元之间。`,
  noWage: 'month（一个月）和 hour（一小时）至少写一个。',
  noContact: 'address（地址）和 phone（电话）至少写一个。',
  excelNumber: '被 Excel 改坏了。请把这一列设成“文本”，再写一遍。',
  oneOf: (names: Readonly<Record<string, string>>) => `只能写这几个：${glossed(names)}。`,
  trades: (names: readonly string[]) => `只能写这几个，用顿号隔开：${names.join('、')}。都管就空着。`,
  region: (name: string, near: readonly string[]) =>
    near.length === 0
      ? `写的“${name}”找不到。请写全，比如 河北省/石家庄市，全国就写“全国”。`
      : `写的是“${name}”，要写全：${near.join(' 或者 ')}。`,
  twice: (line: number) => `和第 ${line} 行写的是同一件事。请删掉一条。`,
} as const;
