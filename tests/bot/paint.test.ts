import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createAssistant, renderPlain } from '#knowledge';
import { createPaint, paintAnswer } from '../../bot/channels/terminal/paint.ts';
import { tinyRelease } from '../fixtures.ts';
import { MADE_UP } from '../made-up.ts';

const assistant = createAssistant({ release: await tinyRelease(MADE_UP), today: () => '2026-01-15' });
const answers = ['入职收押金合法吗', '大热天有没有高温费', '你好呀', '第一条'].map(
  (question) =>
    assistant.ask({ question, region: question === '大热天有没有高温费' ? '戊原省' : '甲川省' }).answer,
);

describe('paintAnswer', () => {
  it('changes no word: without its colours an answer is the plain rendering', () => {
    for (const answer of answers) {
      expect(stripVTControlCharacters(paintAnswer(answer, createPaint(true)))).toBe(renderPlain(answer));
    }
  });

  it('has no escape at all when colours are off, as for NO_COLOR and pipes', () => {
    for (const answer of answers) expect(paintAnswer(answer, createPaint(false))).toBe(renderPlain(answer));
  });

  it('colours a quote and ends the colour behind it', () => {
    const painted = paintAnswer(answers[0] ?? expect.fail(), createPaint(true));
    expect(painted).toContain('\u001b[32m“企业不得收取押金。”\u001b[39m');
  });
});
