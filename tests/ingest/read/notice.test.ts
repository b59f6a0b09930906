import { describe, expect, it } from 'vitest';
import { parseFile } from '../../../ingest/parse/pipeline.ts';
import { findFurniture } from '../../../ingest/read/pdf/furniture.ts';
import { regions } from '../../policies.ts';
import { readFixture } from './fixtures.ts';

/** A city's notice with letterhead, lists of three levels, attachments on pages of their own and a last page of few lines. */
describe('a notice as LibreOffice prints it', () => {
  const parsed = async (format: string) => {
    const { text } = await readFixture(`own/notice.${format}`);
    return parseFile(text, '', { file: 'x', facts: [] }, regions, new Set());
  };

  it.each(['docx', 'html', 'pdf'])('is three texts with their facts in %s', async (format) => {
    const { instruments, warnings } = await parsed(format);
    expect(instruments.map(({ title }) => title)).toEqual([
      '关于做好快递外卖从业人员夏季劳动保护工作的通知',
      '高温天气平台企业自查表',
      '劳动者权利告知书',
    ]);
    expect(instruments[0]).toMatchObject({
      number: { value: '长人社发〔2025〕17号' },
      date: { value: '2025-06-12' },
      issuers: ['长春市人力资源和社会保障局'],
      region: { value: '吉林省/长春市' },
    });
    expect(warnings).toEqual([]);
  });

  it.each(['html', 'pdf'])('says in %s what it says in docx', async (format) => {
    const said = async (of: string) =>
      (await parsed(of)).articles.map(({ id, label, path, text }) => [id, label, path, text]);
    expect(await said(format)).toEqual(await said('docx'));
  });
});

describe('headers and footers of a PDF', () => {
  const line = (text: string, y: number) => ({ text, x: 80, right: 400, y, size: 16, pieces: [] });
  const dropped = (...pages: readonly string[]) => {
    const lines = pages.map((text) => ({ lines: [line(text, 60), line('中间的正文。', 400)], height: 842 }));
    return findFurniture(lines).flatMap((page) => [...page].map(({ text }) => text));
  };

  it('are the same words on several pages, also with numbers that count the pages', () => {
    expect(dropped('甲省公报', '甲省公报')).toHaveLength(2);
    expect(dropped('甲省公报 2031年 第 3 页', '甲省公报 2031年 第 4 页')).toHaveLength(2);
  });

  it('are not what only looks alike: attachments that are counted, days, amounts', () => {
    expect(dropped('附件 1', '附件 2')).toEqual([]);
    expect(dropped('附件', '附件')).toEqual([]);
    expect(dropped('2031年3月1日', '2032年7月9日')).toEqual([]);
    expect(dropped('罚款500元', '罚款2000元')).toEqual([]);
  });
});
