import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotPrepared } from '#ingest/office';
import { readDraft } from '../../bot/library/draft.ts';
import type { LibraryOffice } from '../../bot/library/office.ts';
import { changeStaff } from '../../bot/store/staff.ts';
import type { Store } from '../../bot/store/store.ts';
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
  ZHANG,
} from '../bot/library/office-scene.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const PLAN = 'shijiazhuang-plan';
const NEW = 'zhengding-measures';
const OWN = {
  question: '站长拖着工钱不发能找谁举报',
  region: '河北省/石家庄市',
  expect: 'answer' as const,
  gold: [`${NEW}/2`],
  mustQuote: [],
};

await describeEveryDatabase('the office of the library', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let scene: OfficeScene;
  let office: LibraryOffice;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
    scene = await officeScene(store);
    office = scene.office;
  });
  afterEach(async () => {
    await scene.close();
    await database.drop();
  });

  it('begins with what is in force', async () => {
    const { inForce, draft, prepared, preparing, failed } = await office.state();
    expect(inForce).toMatchObject({ seq: 1, kind: 'first' });
    expect(draft).toMatchObject({ version: 0, changed: false, by: null });
    expect(draft.sources.files).toMatchObject([{ shipped: true }]);
    expect([prepared, preparing, failed]).toEqual([null, null, null]);
  });

  it('lets only admins act, as the registry is at that moment', async () => {
    const press = { version: 0, release: '000000000000' };
    const place = { file: NEW_FILE, kind: 'measures' as const, nth: 1 };
    const acts: readonly ((by: typeof WANG) => Promise<object>)[] = [
      (by) => office.addFiles(by, [{ name: NEW_FILE, bytes: bytesOf(NEW_TEXT) }]),
      (by) => office.removeFile(by, 0, NEW_FILE),
      (by) => office.enterFacts(by, 0, place, { title: '甲' }),
      (by) =>
        office.endInstrument(by, 0, PLAN, { on: '2026-01-01', how: 'withdrawn', instead: null, why: '废' }),
      (by) => office.reinstate(by, 0, PLAN),
      (by) => office.approveAnswer(by, 0, { article: `${NEW}/2`, matter: 'report-arrears' }),
      (by) => office.withdrawAnswer(by, 0, { article: `${NEW}/2`, matter: 'report-arrears' }),
      (by) => office.dropProposal(by, 0, { article: `${NEW}/2`, matter: 'report-arrears' }),
      (by) => office.addQuestions(by, 0, { article: `${NEW}/2`, words: ['甲'], questions: ['乙乙'] }),
      (by) => office.discard(by, 0),
      (by) => office.addOwnQuestion(by, OWN),
      (by) => office.removeOwnQuestion(by, 'x'),
      (by) => office.prepare(by, 0),
      (by) => office.reindex(by),
      (by) => office.cancel(by),
      (by) => office.secondYes(by, press, '看过'),
      (by) => office.publish(by, press, '看过'),
      (by) => office.rollback(by, { release: press.release, inForce: 1 }, '看过'),
    ];
    await store.transaction((tx) => changeStaff(tx, LI.name, { role: 'agent' }));
    for (const by of [ZHANG, LI, { name: '没有这人', via: 'console' }])
      for (const act of acts) expect(await act(by)).toEqual({ refused: 'not-admin' });
    expect(await scene.audit()).toEqual([]);
    expect((await office.state()).draft.version).toBe(0);
  });

  it('prepares, publishes what was seen and nothing else, and takes it back', async () => {
    await scene.add();
    const first = (await office.state()).inForce.release;
    const pressed = await scene.prepared();
    expect((await office.state()).inForce.seq).toBe(1);
    const report = await office.report(pressed.release);
    expect(report?.diff.instruments).toMatchObject([{ kind: 'added', id: NEW }]);
    expect(report?.diff.articles.map(({ kind, id }) => [kind, id])).toEqual([
      ['added', `${NEW}/1`],
      ['added', `${NEW}/2`],
      ['added', `${NEW}/3`],
    ]);
    expect(report?.instruments.find(({ id }) => id === NEW)?.facts.number).toEqual({
      value: '正政规〔2025〕3号',
      source: 'printed',
      by: null,
    });
    const publish = (more: Partial<typeof pressed>, why = '新文件') =>
      office.publish(WANG, { ...pressed, ...more }, why);
    expect(await publish({ version: 0 })).toEqual({ refused: 'stale' });
    expect(await publish({ release: first })).toEqual({ refused: 'other-release' });
    expect(await publish({}, ' ')).toEqual({ refused: 'no-why' });
    expect(await publish({})).toMatchObject({
      ...{ seq: 2, release: pressed.release, by: WANG.name, why: '新文件', kind: 'publish', second: null },
      gate: { fell: false },
    });
    expect(await publish({})).toEqual({ refused: 'stale' });
    const { draft, prepared } = await office.state();
    expect(draft).toMatchObject({ version: 2, changed: false });
    expect(prepared).toBeNull();

    const back = (release: string, inForce: number) => office.rollback(LI, { release, inForce }, '印错了');
    expect(await back(first, 1)).toEqual({ refused: 'moved-on' });
    expect(await back(pressed.release, 2)).toEqual({ refused: 'unchanged' });
    expect(await back('0123456789ab', 2)).toEqual({ refused: 'no-such-release' });
    expect(await back(first, 2)).toMatchObject({ seq: 3, kind: 'rollback', by: LI.name });
    expect((await office.state()).draft.sources.files).toHaveLength(1);
    expect((await office.publications()).map(({ seq, kind }) => [seq, kind])).toEqual([
      [3, 'rollback'],
      [2, 'publish'],
      [1, 'first'],
    ]);
    expect((await scene.audit()).slice(1)).toEqual([
      `${WANG.name} console library-prepare draft 1`,
      `${WANG.name} console library-published ${pressed.release}`,
      `${LI.name} telegram library-rolled-back ${first}`,
    ]);
  });

  it('publishes nothing that was prepared before the draft changed, or before somebody else published', async () => {
    await scene.add();
    const first = (await office.state()).inForce.release;
    const pressed = await scene.prepared();
    await scene.add('又.txt', NEW_TEXT.replace('3号', '5号'));
    expect((await office.state()).prepared).toMatchObject({ version: 1, isCurrent: false });
    expect(await office.publish(WANG, pressed, '发')).toEqual({ refused: 'stale' });
    expect(await office.publish(WANG, { ...pressed, version: 2 }, '发')).toEqual({
      refused: 'none-prepared',
    });

    const second = await scene.prepared();
    expect(await office.publish(WANG, second, '发')).toMatchObject({ seq: 2 });
    await scene.add('三.txt', NEW_TEXT.replace('3号', '6号'));
    const third = await scene.prepared();
    await office.rollback(LI, { release: first, inForce: 2 }, '退');
    expect(await office.publish(WANG, third, '发')).toEqual({ refused: 'moved-on' });
    expect((await office.state()).prepared).toMatchObject({ isCurrent: false });
  });

  it('lets one of two who press at once publish', async () => {
    await scene.add();
    const pressed = await scene.prepared();
    const outcomes = await Promise.all([
      office.publish(WANG, pressed, '我发'),
      scene.another().publish(LI, pressed, '我也发'),
    ]);
    expect(outcomes.filter((one) => 'seq' in one)).toHaveLength(1);
    expect(outcomes.filter((one) => 'refused' in one)).toEqual([{ refused: 'stale' }]);
    expect(await office.publications()).toHaveLength(2);
  });

  it('asks for a second admin with a reason when the answers get worse', async () => {
    await scene.add();
    await office.publish(WANG, await scene.prepared(), '新文件');
    expect(await office.addOwnQuestion(LI, { ...OWN, gold: ['hebei-measures/29'] })).toHaveProperty('id');
    const { draft } = await office.state();
    const shipped = draft.sources.files.find((file) => file.shipped)?.file ?? '';
    await office.removeFile(WANG, draft.version, shipped);
    const pressed = await scene.prepared();
    const { prepared } = await office.state();
    expect(prepared?.summary).toMatchObject({ fell: true, worse: 1 });
    expect((await office.report(pressed.release))?.gate.worse).toMatchObject([
      { set: 'own', question: OWN.question, before: { status: 'answer' } },
    ]);
    expect(await office.publish(WANG, pressed, '换')).toEqual({ refused: 'needs-second' });
    expect(await office.secondYes(LI, pressed, '')).toEqual({ refused: 'no-why' });
    // Through another account they are the same person.
    expect(await office.secondYes({ ...WANG, via: 'telegram' }, pressed, '我自己')).toEqual(pressed);
    expect(await office.publish(WANG, pressed, '换')).toEqual({ refused: 'same-person' });
    expect(await office.secondYes(LI, pressed, '原文件已废止')).toEqual(pressed);
    expect(await office.publish(LI, pressed, '换')).toEqual({ refused: 'same-person' });
    expect(await office.publish(WANG, pressed, '换')).toMatchObject({
      gate: { fell: true },
      second: { by: LI.name, why: '原文件已废止' },
    });
  });

  it('keeps questions of its own, none twice and none that the bank has', async () => {
    await scene.add();
    await scene.prepared();
    expect(await office.addOwnQuestion(WANG, { ...OWN, gold: [] })).toEqual({ refused: 'bad-question' });
    expect(await office.addOwnQuestion(WANG, { ...OWN, gold: ['x/1'] })).toEqual({
      refused: 'no-such-article',
    });
    expect(await office.addOwnQuestion(WANG, { ...OWN, region: '月球' })).toEqual({
      refused: 'no-such-place',
    });
    expect(await office.addOwnQuestion(WANG, { ...OWN, question: '欠了俩月工资咋办' })).toEqual({
      refused: 'known-question',
    });
    const added = await office.addOwnQuestion(WANG, OWN);
    expect(await office.addOwnQuestion(LI, OWN)).toEqual({ refused: 'unchanged' });
    expect(await office.ownQuestions()).toMatchObject([{ ...OWN, by: WANG.name }]);
    const id = 'id' in added ? added.id : '';
    expect(await office.removeOwnQuestion(LI, id)).toEqual({ id });
    expect(await office.removeOwnQuestion(LI, id)).toEqual({ refused: 'no-such-question' });
    expect(await office.ownQuestions()).toEqual([]);
  });

  it('drops a draft', async () => {
    expect(await office.discard(WANG, 0)).toEqual({ refused: 'unchanged' });
    await scene.add();
    expect(await office.discard(WANG, 1)).toEqual({ version: 2 });
    expect((await office.state()).draft).toMatchObject({ version: 2, changed: false });
  });

  describe('one preparation at a time', () => {
    it('in all processes together; what came of it stands for all of them', async () => {
      const version = await scene.add();
      let go = () => {};
      const waiting = new Promise<void>((resolve) => (go = resolve));
      const slow = scene.another({
        ...inProcess,
        prepare: async (job, options) => {
          await waiting;
          return await inProcess.prepare(job, options);
        },
      });
      const over = ended(slow);
      expect(await slow.prepare(LI, version)).toEqual({ started: true });
      expect(await slow.prepare(LI, version)).toEqual({ refused: 'busy' });
      expect(await office.prepare(WANG, version)).toEqual({ refused: 'busy' });
      expect((await office.state()).preparing).toMatchObject({ by: LI.name, progress: null });
      go();
      await over;
      expect(await office.state()).toMatchObject({ preparing: null, prepared: { by: LI.name, version } });
      await slow.close();
    });

    it('whoever dies while preparing lets others in when its lease is over', async () => {
      const version = await scene.add();
      const dead = scene.another({ ...inProcess, prepare: () => new Promise(() => undefined) });
      await dead.prepare(LI, version);
      expect(await office.prepare(WANG, version)).toEqual({ refused: 'busy' });
      await store.transaction((tx) => tx.updateTable('leases').set({ until: 0 }).execute());
      const died = { preparing: null, failed: { kind: 'died' }, prepared: null };
      expect(await office.state()).toMatchObject(died);
      // Written down by whoever looks first, and by nobody else.
      const ending = new AbortController();
      const looking = [office, scene.another()].map((one) => one.run(ending.signal));
      await expect
        .poll(async () => (await store.transaction(readDraft)).body)
        .toMatchObject({ preparing: null, failed: { kind: 'died' } });
      ending.abort();
      await Promise.all(looking);
      expect(await office.state()).toMatchObject(died);
      await scene.prepared();
      expect((await office.state()).failed).toBeNull();
    });

    it.each([
      ['time', new NotPrepared('time'), { kind: 'time', code: '' }],
      [
        'a refused file',
        new NotPrepared('refused', { file: NEW_FILE, code: 'lost-text', detail: '…' }),
        { kind: 'refused', file: NEW_FILE, code: 'lost-text' },
      ],
    ])('says why it failed: %s', async (_, error, failed) => {
      const version = await scene.add();
      const failing = scene.another({ ...inProcess, prepare: () => Promise.reject(error) });
      const over = ended(failing);
      await failing.prepare(WANG, version);
      await over;
      expect(await office.state()).toMatchObject({ failed, preparing: null, prepared: null });
      await scene.prepared();
      expect((await office.state()).failed).toBeNull();
    });

    it('ends when somebody says so', async () => {
      const version = await scene.add();
      const held = scene.another({
        ...inProcess,
        prepare: (_, { signal } = {}) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => reject(new NotPrepared('cancelled')));
          }),
      });
      const over = ended(held);
      await held.prepare(WANG, version);
      expect(await held.cancel(LI)).toEqual({ cancelled: true });
      await over;
      expect(await office.state()).toMatchObject({ failed: { kind: 'cancelled' }, preparing: null });
      expect(await held.cancel(LI)).toEqual({ cancelled: false });
      expect(await office.cancel(LI)).toEqual({ cancelled: false });
      await held.close();
    });

    it('ends also when somebody says so in another process', async () => {
      const version = await scene.add();
      const held = scene.another({
        ...inProcess,
        prepare: (_, { signal } = {}) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => reject(new NotPrepared('cancelled')));
          }),
      });
      const over = ended(held);
      await held.prepare(WANG, version);
      expect(await office.cancel(LI)).toEqual({ cancelled: true });
      const cancelled = { failed: { kind: 'cancelled' }, preparing: null };
      expect(await office.state()).toMatchObject(cancelled);
      // It looks when it renews its lease.
      scene.clock.advance(20_000);
      await over;
      expect(await office.state()).toMatchObject(cancelled);
      await scene.prepared();
      await held.close();
    });
  });
});
