import { describe, expect, it } from 'vitest';
import { departmentsOf } from '../../../ingest/parse/departments.ts';
import { article, articlesOf } from '../../policies.ts';

const roles = (id: string) => article(id).departments.map(({ role, names }) => `${role} ${names.join('、')}`);
const read = (text: string) =>
  departmentsOf(text, 'x/1').map(({ role, names }) => `${role} ${names.join('|')}`);

describe('departments with their role as printed', () => {
  it('云南 names who leads, who supports and who carries out', () => {
    expect(roles('yunnan-opinions/1')).toEqual([
      'lead 省人力资源社会保障厅',
      'support 省交通运输厅、省市场监管局、省法院',
      'carry-out 各州、市人民政府',
    ]);
    expect(roles('yunnan-opinions/4')[0]).toBe('shared 省人力资源社会保障厅、省交通运输厅、省市场监管局');
    expect(roles('yunnan-opinions/20')[0]).toBe('lead 省教育厅');
  });

  it('各州、市人民政府 is one name, not an office called 各州', () => {
    for (const { departments } of articlesOf('yunnan-opinions'))
      for (const { names } of departments) expect(names).not.toContain('各州');
    expect(article('yunnan-opinions/17').departments.at(-1)?.names).toEqual(['各州、市人民政府']);
  });

  it('淄博 names who leads and who joins, also where its colon is missing', () => {
    expect(roles('zibo-opinions/5')).toEqual([
      'lead 市人力资源社会保障局、市法院',
      'join 市直各行业主管部门',
    ]);
    expect(roles('zibo-opinions/1')).toEqual(roles('zibo-opinions/5'));
    expect(roles('zibo-opinions/11')).toEqual(['lead 市人力资源社会保障局、市医保局']);
  });

  it('a bracket on a line of its own still belongs to its article', () => {
    expect(roles('zibo-opinions/15')).toEqual(['lead 市人力资源社会保障局、市直各有关部门']);
  });

  it('石家庄 names 责任单位 and no lead', () => {
    expect(roles('shijiazhuang-plan/2.3')).toEqual(['responsible 市总工会、市人社局']);
    for (const { departments } of articlesOf('shijiazhuang-plan'))
      for (const { role } of departments) expect(role).toBe('responsible');
  });

  it('南昌 prints 按职责分工负责 throughout: nobody is made a lead', () => {
    for (let n = 1; n <= 23; n++) {
      const { departments } = article(`nanchang-plan/${n}`);
      expect(
        departments.map(({ role }) => role),
        `${n}`,
      ).toEqual(['shared']);
    }
    expect(article('nanchang-plan/1').departments[0]?.names).toEqual([
      '市人社局',
      '各县（区）人民政府',
      '开发区管委会',
      '湾里管理局',
    ]);
  });

  it('a slip of the print (、before 按职责分工) makes no empty name', () => {
    expect(article('nanchang-plan/10').departments[0]?.names.at(-1)).toBe('人民法院');
  });

  it('河北 prints no departments, so there are none', () => {
    for (const { departments } of articlesOf('hebei-measures')) expect(departments).toEqual([]);
  });

  it('no name is empty or holds a mark of the list', () => {
    for (const instrument of ['jilin-measures', 'yunnan-opinions', 'zibo-opinions', 'nanchang-plan'])
      for (const { id, departments } of articlesOf(instrument))
        for (const name of departments.flatMap(({ names }) => names))
          expect(name, id).toMatch(/^[^，；：。\s]{2,20}$/);
  });
});

describe('the bracket of any other text', () => {
  it.each([
    ['甲。（市人社局牵头，市总工会配合）', ['lead 市人社局', 'support 市总工会']],
    ['甲。（市人社局牵头负责，市总工会、市法院按职责配合）', ['lead 市人社局', 'support 市总工会|市法院']],
    ['甲。（责任单位：市人社局、市总工会）。', ['responsible 市人社局|市总工会']],
    ['甲。（市人社局、市总工会按职责分工负责）', ['shared 市人社局|市总工会']],
    ['甲。（牵头单位：市人社局；配合单位：市总工会）', ['lead 市人社局', 'support 市总工会']],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    '企业应当依法用工（国家有新规定的，从其规定）。',
    '平台企业（以下简称企业）',
    '本办法（试行）',
    '各市（含定州、辛集市）',
    '企业不得收取押金。',
  ])('a bracket that names no offices, or none at all, yields none: %s', (text) => {
    expect(read(text)).toEqual([]);
  });
});
