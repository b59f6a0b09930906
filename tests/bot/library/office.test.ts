import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryOffice } from '../../../bot/library/office.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import {
  bytesOf,
  ended,
  inProcess,
  LI,
  NEW_FILE,
  NEW_TEXT,
  type OfficeScene,
  officeScene,
  WANG,
} from './office-scene.ts';

const PLAN = 'shijiazhuang-plan';
const NEW = 'zhengding-measures';

let store: Store;
let scene: OfficeScene;
let office: LibraryOffice;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  scene = await officeScene(store);
  office = scene.office;
});
afterEach(async () => {
  await scene.close();
  await store.close();
});

describe('the office of the library', () => {
  it('says what it understood of each file, and puts what it cannot read nowhere', async () => {
    const outcome = await office.addFiles(WANG, [
      { name: NEW_FILE, bytes: bytesOf(NEW_TEXT) },
      { name: '空.txt', bytes: bytesOf('') },
      { name: '照片.jpg', bytes: Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]) },
    ]);
    expect(outcome).toMatchObject({
      version: 1,
      files: [
        {
          kind: 'added',
          file: NEW_FILE,
          understood: [
            {
              kind: 'measures',
              nth: 1,
              title: '正定县新就业形态劳动者权益保障办法',
              number: '正政规〔2025〕3号',
              region: '河北省/石家庄市/正定县',
              articles: 3,
            },
          ],
        },
        { kind: 'refused', file: '空.txt', code: 'empty' },
        { kind: 'refused', file: '照片.jpg', code: 'picture' },
      ],
    });
    const { draft } = await office.state();
    expect(draft).toMatchObject({ version: 1, changed: true, by: WANG.name });
    expect(draft.sources.files.map(({ file, shipped }) => [file, shipped]).slice(1)).toEqual([
      [NEW_FILE, false],
    ]);
  });

  it.each([
    ['王芳13812345678的材料.txt', /^王芳〔.+〕的材料\.txt$/],
    [`${'长'.repeat(400)}.txt`, /^长{100}\.txt$/],
    ['..', /^未命名$/],
    ['一\u0000二.txt', /^一 二\.txt$/],
  ])('keeps a name without numbers of anybody, and no longer than is read: %j', async (name, kept) => {
    await scene.add(name);
    expect((await office.state()).draft.sources.files.at(-1)?.file).toMatch(kept);
    expect((await scene.audit()).join()).not.toContain('13812345678');
  });

  it('takes the same bytes once, and other bytes of the same name beside them', async () => {
    await scene.add();
    expect(await office.addFiles(LI, [{ name: '又.txt', bytes: bytesOf(NEW_TEXT) }])).toMatchObject({
      version: 1,
      files: [{ kind: 'refused', code: 'already-there' }],
    });
    const other = NEW_TEXT.replace('3号', '4号');
    expect(await office.addFiles(LI, [{ name: NEW_FILE, bytes: bytesOf(other) }])).toMatchObject({
      version: 2,
      files: [{ kind: 'added', file: '正定办法 (2).txt' }],
    });
    expect(await office.removeFile(LI, 1, NEW_FILE)).toEqual({ refused: 'stale' });
    expect(await office.removeFile(LI, 2, '没有.txt')).toEqual({ refused: 'no-such-file' });
    expect(await office.removeFile(LI, 2, NEW_FILE)).toEqual({ version: 3 });
    expect(await scene.audit()).toEqual([
      `${WANG.name} console library-file-added ${NEW_FILE}`,
      `${LI.name} telegram library-file-added 正定办法 (2).txt`,
      `${LI.name} telegram library-file-removed ${NEW_FILE}`,
    ]);
  });

  it('remembers which files of the program were taken out: the next program does not bring them back', async () => {
    await scene.add();
    const { draft } = await office.state();
    const shipped = draft.sources.files.find((one) => one.shipped)?.file ?? '';
    await office.removeFile(WANG, 1, shipped);
    await office.removeFile(WANG, 2, NEW_FILE);
    expect((await office.state()).draft.sources).toMatchObject({ files: [], removed: [shipped] });
  });

  it('keeps what people enter beside what is printed, and takes it back', async () => {
    const version = await scene.add();
    const place = { file: NEW_FILE, kind: 'measures' as const, nth: 1 };
    const enter = (at: number, facts: Parameters<LibraryOffice['enterFacts']>[3], where = place) =>
      office.enterFacts(LI, at, where, facts);
    expect(await enter(version, { date: '2025-02-30' })).toEqual({ refused: 'bad-day' });
    expect(await enter(version, { from: '2025-03-01', to: '2025-02-01' })).toEqual({ refused: 'bad-day' });
    expect(await enter(version, { title: ' ' })).toEqual({ refused: 'bad-fact' });
    expect(await enter(version, { region: '月球' })).toEqual({ refused: 'no-such-place' });
    expect(await enter(version, { title: '甲'.repeat(201) })).toEqual({ refused: 'too-much' });
    expect(await enter(version, { title: '甲' }, { ...place, nth: 2 })).toEqual({
      refused: 'no-such-instrument',
    });
    expect(await enter(version, { title: '甲' }, { ...place, file: '无.txt' })).toEqual({
      refused: 'no-such-file',
    });
    expect(await enter(version, { number: '正政规〔2025〕8号', from: '2025-03-01' })).toEqual({ version: 2 });
    expect(await enter(2, { number: '正政规〔2025〕8号' })).toEqual({ refused: 'unchanged' });
    const pressed = await scene.prepared();
    const facts = (await office.report(pressed.release))?.instruments.find(({ id }) => id === NEW)?.facts;
    expect(facts?.number).toEqual({ value: '正政规〔2025〕8号', source: 'entered', by: LI.name });
    expect(facts?.from).toEqual({ value: '2025-03-01', source: 'entered', by: LI.name });
    expect(await enter(2, { number: null, from: null })).toEqual({ version: 3 });
    expect((await office.state()).draft.sources.files.at(-1)?.facts).toEqual([]);
  });

  it('ends a text on a day in favour of another, and puts it back in force', async () => {
    const version = await scene.add();
    await scene.prepared();
    const ending = { on: '2026-02-01', how: 'superseded' as const, instead: NEW, why: '新办法代替' };
    const end = (more: Partial<typeof ending>, id = PLAN) =>
      office.endInstrument(WANG, version, id, { ...ending, ...more });
    expect(await end({ on: '二月' })).toEqual({ refused: 'bad-day' });
    expect(await end({ why: '' })).toEqual({ refused: 'no-why' });
    expect(await end({ instead: 'nothing' })).toEqual({ refused: 'no-such-instrument' });
    expect(await end({ instead: PLAN })).toEqual({ refused: 'no-such-instrument' });
    expect(await end({}, 'nothing')).toEqual({ refused: 'no-such-instrument' });
    expect(await end({})).toEqual({ version: 2 });
    const pressed = await scene.prepared();
    expect((await office.report(pressed.release))?.diff.instruments).toMatchObject([
      { kind: 'ended', id: PLAN },
      { kind: 'replaced', id: NEW, was: PLAN },
    ]);
    expect(await office.reinstate(WANG, 2, PLAN)).toEqual({ version: 3 });
    expect(await office.reinstate(WANG, 3, PLAN)).toEqual({ refused: 'unchanged' });
    // Another file under the name of the one that was looked at.
    await office.removeFile(WANG, 3, NEW_FILE);
    await scene.add(NEW_FILE, NEW_TEXT.replace('权益保障办法', '权益保障通知'));
    const withdrawn = { ...ending, how: 'withdrawn' as const, instead: null };
    expect(await office.endInstrument(WANG, 5, NEW, withdrawn)).toEqual({ refused: 'no-such-instrument' });
  });

  it('proposes matters for new articles, and takes what a person approves', async () => {
    const version = await scene.add();
    const before = await scene.prepared();
    const proposal = (await office.report(before.release))?.proposals.find(
      ({ article }) => article === `${NEW}/2`,
    );
    expect(proposal).toMatchObject({
      matter: 'report-arrears',
      words: expect.stringContaining('劳动保障监察'),
    });
    const answer = { article: `${NEW}/2`, matter: 'report-arrears' };
    const approve = (more: object) => office.approveAnswer(WANG, version, { ...answer, ...more });
    expect(await approve({ matter: 'nothing' })).toEqual({ refused: 'no-such-matter' });
    expect(await approve({ article: `${NEW}/9`, words: ['甲'] })).toEqual({ refused: 'no-such-article' });
    expect(await approve({ article: `${NEW}/3` })).toEqual({ refused: 'no-such-proposal' });
    expect(await approve({ words: ['没有的话'] })).toEqual({ refused: 'not-its-words' });
    expect(await approve({})).toEqual({ version: 2 });
    expect((await office.report(before.release))?.proposals).not.toContainEqual(proposal);
    const after = await scene.prepared();
    const outline = (await office.report(after.release))?.instruments.find(({ id }) => id === NEW)?.outline;
    expect(outline?.map(({ hasQuestions }) => hasQuestions)).toEqual([false, true, false]);
    expect(await office.withdrawAnswer(WANG, 2, answer)).toEqual({ version: 3 });
    expect(await office.dropProposal(WANG, 3, answer)).toEqual({ version: 3 });
    const last = await scene.prepared();
    expect((await office.report(last.release))?.proposals).not.toContainEqual(proposal);
  });

  it('takes lay questions for an article, but none that the gate asks', async () => {
    const version = await scene.add();
    await scene.prepared();
    const given = {
      article: `${NEW}/3`,
      words: ['不得以任何名义向劳动者收取押金'],
      questions: ['交了三百押金要不要得回来', '手机13800000000登记的押金'],
    };
    await office.addOwnQuestion(WANG, {
      question: '押金问题怎么算',
      region: null,
      expect: 'answer',
      gold: [`${NEW}/3`],
      mustQuote: [],
    });
    const add = (more: object) => office.addQuestions(WANG, version, { ...given, ...more });
    expect(await add({ questions: ['押金问题，怎么算？'] })).toEqual({ refused: 'known-question' });
    expect(await add({ words: [] })).toEqual({ refused: 'not-its-words' });
    expect(await add({ questions: ['押'] })).toEqual({ refused: 'bad-question' });
    expect(await add({})).toEqual({ version: 2 });
    const { draft } = await office.state();
    expect(JSON.stringify(draft.sources.questions)).not.toContain('13800000000');
    const pressed = await scene.prepared();
    expect((await office.report(pressed.release))?.counts.matters).toBe(3);
    expect(await office.addQuestions(WANG, 2, { ...given, questions: [] })).toEqual({ version: 3 });
  });

  it('makes the sources in force anew, and publishes nothing that is the same', async () => {
    const over = ended(office);
    expect(await office.reindex(WANG)).toEqual({ started: true });
    await over;
    const { prepared, inForce } = await office.state();
    expect(prepared).toMatchObject({ kind: 'reindex', release: inForce.release, isCurrent: true });
    const pressed = { version: prepared?.version ?? -1, release: inForce.release };
    expect(await office.publish(WANG, pressed, '重建')).toEqual({ refused: 'unchanged' });
    expect(await office.prepare(WANG, 0)).toEqual({ refused: 'unchanged' });
  });

  it('is not busy for ever when not even a process can be begun', async () => {
    const version = await scene.add();
    const poor = scene.another({ ...inProcess, prepare: () => Promise.reject(new Error('spawn ENOMEM')) });
    const over = ended(poor);
    expect(await poor.prepare(WANG, version)).toEqual({ started: true });
    await over;
    expect(await office.state()).toMatchObject({ preparing: null, failed: { kind: 'broken' } });
    expect(await scene.prepared()).toMatchObject({ version });
  });

  it('needs no second yes while nothing got worse', async () => {
    await scene.add();
    const pressed = await scene.prepared();
    expect(await office.secondYes(LI, pressed, '好')).toEqual({ refused: 'second-not-needed' });
  });

  it('says which clocks and guides stand on an article', async () => {
    expect(await office.citersOf(['hebei-measures/29'])).toMatchObject({
      ...{ tickets: [], canned: [], drafts: [], cards: [] },
      clocks: ['hebei-measures/29'],
    });
  });
});
