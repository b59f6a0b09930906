import { describe, expect, it } from 'vitest';
import { findQuoteFault, publicText } from '#knowledge';
import { articlePassages } from '../../ingest/build/passages.ts';
import { article, articles, articlesOf, instruments, parseText, sentence } from '../policies.ts';

const CONTACT = 'shijiazhuang-plan/3.3';
const NAMES = [
  '梁建林',
  '孟宪明',
  '安冬梅',
  '郭立言',
  '扈传森',
  '赵玉民',
  '韩新山',
  '钱建军',
  '张瑞红',
  '张子云',
];

/** Every token that can be searched for in one article, in any field. */
function searchable(id: string): ReadonlySet<string> {
  const at = articles.findIndex((candidate) => candidate.id === id);
  return new Set([...articlePassages(articles, instruments, [])][at]?.flat());
}

describe('the contact person of the 石家庄 plan', () => {
  const words = (id: string) =>
    article(id).private.map(({ start, end }) => article(id).text.slice(start, end));

  it('the name and the mailbox are marked as private, and nothing else in any text is', () => {
    expect(words(CONTACT)).toEqual(['闫蕊', 'ldgx218@163.com']);
    const others = articles.filter(({ id, kind }) => id !== CONTACT && kind !== 'roster');
    expect(others.flatMap(({ id }) => words(id))).toEqual([]);
  });

  it('neither can be searched for', () => {
    const tokens = searchable(CONTACT);
    for (const token of ['闫', '蕊', '闫蕊', '：闫', 'ldgx', '218', '163', 'com'])
      expect(tokens.has(token), token).toBe(false);
    expect(tokens.has('总结')).toBe(true);
  });

  it('the sentence that holds them cannot be quoted, the one before it can', () => {
    const contact = sentence(CONTACT, '联系人').text;
    expect(findQuoteFault(article(CONTACT), contact)).toBe('personal particulars');
    expect(findQuoteFault(article(CONTACT), sentence(CONTACT, '2022年8月1日前').text)).toBeUndefined();
  });

  it('the public text has them blacked out and keeps every other character in its place', () => {
    const shown = publicText(article(CONTACT));
    expect(shown).not.toMatch(/闫蕊|ldgx|163/);
    expect(shown).toHaveLength(article(CONTACT).text.length);
    expect(shown).toContain('联系人：██，联系电话0311—86687721，联系邮箱：███');
  });

  it('an office and its telephone stay', () => {
    expect(article('shijiazhuang-notice/0').text).toContain('石家庄市人社局劳动关系科0311—86687721');
    expect(article('shijiazhuang-notice/0').private).toEqual([]);
  });
});

describe('the roster of persons', () => {
  it('is kept for coverage only: no article of it is a rule, a section or a task', () => {
    const roster = articlesOf('shijiazhuang-roster');
    expect(new Set(roster.map(({ kind }) => kind))).toEqual(new Set(['roster']));
    for (const name of NAMES)
      expect(
        roster.some(({ text }) => text.includes(name)),
        name,
      ).toBe(true);
  });

  it('its names stand in no other article, title or list of departments', () => {
    const rest = JSON.stringify([instruments, articles.filter(({ kind }) => kind !== 'roster')]);
    for (const name of NAMES) expect(rest, name).not.toContain(name);
  });
});

describe('contact persons of any other text', () => {
  const privateWords = (line: string) =>
    parseText(`关于报送情况的通知\n\n一、做好报送\n\n各地应当按时报送。${line}\n`).articles.flatMap(
      (parsed) => parsed.private.map(({ start, end }) => parsed.text.slice(start, end)),
    );

  it.each([
    ['联系人：王小明，联系电话0431—1234567。', ['王小明']],
    ['联系人:欧阳小明；电话：0431-1234567。', ['欧阳小明']],
    ['联系人：王小明（劳动关系处）。', ['王小明']],
    ['联系邮箱：xiao.ming-1@example.gov.cn。', ['xiao.ming-1@example.gov.cn']],
    ['联系人：王小明、李大力，电话0431-1234567。', ['王小明', '李大力']],
    ['联系人：王小明 电话：0431-1234567。', ['王小明']],
    ['联系人：王小明 李大力。', ['王小明', '李大力']],
  ])('%s', (line, names) => {
    const marked = privateWords(line).join('、');
    for (const name of names) expect(marked).toContain(name);
  });

  it.each(['联系单位：市人社局劳动关系处 0431-1234567。', '各地要加强与工会联系，人员要到位。'])(
    'nobody is named, so nothing is private: %s',
    (line) => {
      expect(privateWords(line)).toEqual([]);
    },
  );
});
