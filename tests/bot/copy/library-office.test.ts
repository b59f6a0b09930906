import { describe, expect, it } from 'vitest';
import { libraryOfficeCopy } from '../../../bot/copy/library-office.ts';
import { OFFICE_REFUSALS } from '../../../bot/library/refused.ts';
import { UNREADABLE_CODES } from '../../../knowledge/text/read-text.ts';

const short = (text: string) => text.split(/[。？]/).every((sentence) => [...sentence].length < 40);

describe('what the office of the library says', () => {
  it.each(OFFICE_REFUSALS)('has a short sentence for %s', (refusal) => {
    expect(libraryOfficeCopy.refused(refusal)).toMatch(/。$/);
    expect(short(libraryOfficeCopy.refused(refusal))).toBe(true);
  });

  it.each(UNREADABLE_CODES)('has a sentence of its own for a file that is %s', (code) => {
    const said = libraryOfficeCopy.file({ kind: 'refused', file: '甲.pdf', code, detail: '' });
    expect(said).toMatch(/^甲\.pdf：.+。$/);
    expect(said).not.toBe('甲.pdf：没有收。');
  });

  it('names the file for which no release could be made', () => {
    const refused = { kind: 'refused' as const, file: '甲.pdf', code: 'lost-text', detail: '' };
    expect(libraryOfficeCopy.failed(refused)).toContain('甲.pdf');
    expect(libraryOfficeCopy.failed({ ...refused, kind: 'time' })).not.toContain('甲.pdf');
  });
});
