import { describe, expect, it } from 'vitest';
import { conversationLibraryCopy as copy } from '../../../bot/copy/conversation-library.ts';

const CALLED = [
  copy.state.inForce(12, '2026-01-15 09:30', '王主任', 'publish'),
  copy.state.changed(120),
  copy.state.by('王主任', '2026-01-15 09:30'),
  copy.state.preparing('王主任', '2026-01-15 09:30'),
  copy.state.stage({ stage: 'check', done: 120, total: 1200 }),
  copy.state.prepared('王主任', '2026-01-15 09:30'),
  copy.changes.counts(12, 340),
  copy.changes.more(12),
  copy.changes.noPlace(12),
  copy.changes.lost(12),
  copy.file.place('河北省石家庄市正定县'),
  copy.gate.answers(3, 4),
  copy.gate.set('own', 120, 0.912, 0.9),
  copy.gate.fall('built-in', 'abstain', 0.991, 0.95),
  copy.publish.done(12),
  copy.rollback.one(8, 12, '2026-01-15 09:30', '王主任'),
  copy.rollback.to(12, '2026-01-15 09:30', '王主任'),
  copy.rollback.done(12),
  copy.already('2026-01-15 09:30', '王主任'),
  copy.busy('王主任', '2026-01-15 09:30'),
  copy.file.got(['通知.pdf', '办法.docx'], 3),
  copy.file.look(3),
  copy.file.more(3),
  copy.file.moreRefused(3),
];

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

describe('what admins hear of the library', () => {
  it('is said in short sentences', () => {
    const all = [...stringsIn(copy), ...CALLED];
    expect(all.length).toBeGreaterThan(60);
    for (const text of all)
      for (const sentence of text.split(/[。？]/)) expect([...sentence].length, sentence).toBeLessThan(40);
  });

  it('names the commands that there are', () => {
    const named = stringsIn(copy).flatMap((text) =>
      [...text.matchAll(/\/([\p{Script=Han}a-z]+)/gu)].map(([, name]) => name),
    );
    expect(new Set(named)).toEqual(new Set(['状态', '发布', '同意', '回滚', 'reindex']));
  });
});
