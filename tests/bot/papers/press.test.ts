import { afterEach, describe, expect, it } from 'vitest';
import { createPaperPress, type PaperPress, type PressLimits } from '../../../bot/papers/press.ts';
import { readPdf, wordsIn } from './read-pdf.ts';
import { FULL, frame, LETTERS, wordsOf } from './samples.ts';

const paper = LETTERS['inspection-complaint'](FULL, frame());
const open: PaperPress[] = [];

/** A press that this file closes. @param script of this folder, in place of the real one */
function press(limits: Partial<PressLimits> = {}, script?: string): PaperPress {
  const made =
    script === undefined
      ? createPaperPress(limits)
      : createPaperPress(limits, new URL(script, import.meta.url));
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.close()));
});

describe('the press', () => {
  it('makes files with names and types', async () => {
    const made = press();
    expect(made.running()).toBe(false);
    const [pdf, docx] = await Promise.all([made.render(paper, 'pdf'), made.render(paper, 'docx')]);
    expect(pdf).toMatchObject({ name: '投诉信-20261122.pdf', mime: 'application/pdf' });
    expect(docx.name).toBe('投诉信-20261122.docx');
    expect(docx.mime).toMatch(/wordprocessingml/);
    expect(wordsIn(await readPdf(pdf.bytes))).toBe(wordsOf(paper));
    expect(Buffer.from(docx.bytes.subarray(0, 2)).toString()).toBe('PK');
  });

  it('ends its thread when nothing comes, and starts another for the next paper', async () => {
    const made = press({ idle: 1 });
    await made.render(paper, 'docx');
    await expect.poll(() => made.running()).toBe(false);
    expect((await made.render(paper, 'docx')).name).toBe('投诉信-20261122.docx');
  });

  it('gives up a paper that takes too long, and makes the next', async () => {
    // Long enough for a thread to start on a machine that does much else.
    const made = press({ time: 15_000 }, './press-script.ts');
    await expect(made.render({ ...paper, title: 'for ever' }, 'pdf')).rejects.toMatchObject({
      reason: 'time',
    });
    expect((await made.render(paper, 'pdf')).bytes).toEqual(new Uint8Array([1]));
  });

  it('survives a paper that eats the memory', async () => {
    const made = press({ memory: 32 }, './press-script.ts');
    await expect(made.render({ ...paper, title: 'memory' }, 'pdf')).rejects.toMatchObject({
      reason: 'memory',
    });
    expect((await made.render(paper, 'pdf')).bytes).toEqual(new Uint8Array([1]));
  });

  it.each(['throw', 'exit', 'another answer'])('survives a thread that breaks: %s', async (title) => {
    const made = press({}, './press-script.ts');
    const failed = await made.render({ ...paper, title }, 'pdf').catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'PaperNotMade', reason: 'broken' });
    expect(String(failed)).not.toContain('张三');
    expect((await made.render(paper, 'pdf')).bytes).toEqual(new Uint8Array([1]));
  });

  it('refuses what is no printable paper', async () => {
    await expect(press().render({ ...paper, title: '\u0000' }, 'pdf')).rejects.toMatchObject({
      reason: 'broken',
    });
  });

  it('stops when it is told to', async () => {
    const made = press({}, './press-script.ts');
    const controller = new AbortController();
    const waiting = made.render({ ...paper, title: 'for ever' }, 'pdf', controller.signal);
    await expect.poll(() => made.running()).toBe(true);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ reason: 'aborted' });
    await expect(made.render(paper, 'pdf', AbortSignal.abort())).rejects.toMatchObject({ reason: 'aborted' });
  });

  it('refuses everything once it is closed', async () => {
    const made = press({}, './press-script.ts');
    const all = [made.render({ ...paper, title: 'for ever' }, 'pdf'), made.render(paper, 'pdf')].map((file) =>
      file.catch((error: unknown) => error),
    );
    await expect.poll(() => made.running()).toBe(true);
    await made.close();
    for (const failed of await Promise.all(all)) expect(failed).toMatchObject({ reason: 'closed' });
    await expect(made.render(paper, 'pdf')).rejects.toMatchObject({ reason: 'closed' });
    expect(made.running()).toBe(false);
  });
});
