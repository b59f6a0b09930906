import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sayFiles, sayOver } from '../../../bot/conversation/library-say.ts';
import { conversationCopy } from '../../../bot/copy/conversation.ts';
import { conversationLibraryCopy as copy } from '../../../bot/copy/conversation-library.ts';
import { filesCopy } from '../../../bot/copy/files.ts';
import { libraryOfficeCopy } from '../../../bot/copy/library-office.ts';
import { StoreUnavailable } from '../../../bot/store/store.ts';
import type { Person } from '../../core.ts';
import type { Shown } from '../../fakes/scripted-channel.ts';
import { bytesOf, NEW_FILE, NEW_TEXT, WANG } from '../library/office-scene.ts';
import { type LibraryChat, labels, libraryChat, words } from './library-chat.ts';

const COMMANDS = ['/状态', '/发布', '/同意', '/回滚', '/reindex', '/发布 新办法', '／状态'];
const NEW = 'zhengding-measures';

let chat: LibraryChat;
beforeEach(async () => {
  chat = await libraryChat();
});
afterEach(() => chat.end());

const publications = () => chat.scene.office.publications();
/** One text more than the first release, in force. */
const published = async () => {
  await chat.scene.add();
  const outcome = await chat.scene.office.publish(WANG, await chat.scene.prepared(), '新文件');
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome;
};

describe('the commands of the library', () => {
  it('are no commands for workers, agents and supervisors, nor in groups', async () => {
    await chat.scene.add();
    const pressed = await chat.scene.prepared();
    const before = await chat.scene.audit();
    for (const person of [chat.worker, chat.zhang])
      for (const command of COMMANDS)
        expect(words(await person.say(command)), command).toBe(conversationCopy.unknownCommand);
    for (const admin of [false, true]) {
      const inGroup = chat.core.person('wang', { group: 'g', admin });
      for (const command of COMMANDS)
        expect(words(await inGroup.say(command)), command).toBe(words(await inGroup.say('/没有这个')));
    }
    const press = (action: string, person: Person) =>
      person.send(person.inbound({ kind: 'button', action }, { message: 'm' }));
    for (const op of [`publish:${pressed.version}:${pressed.release}`, 'state', 'show', 'take:1', 'check:1'])
      for (const person of [chat.worker, chat.zhang, chat.core.person('wang', { group: 'g' })])
        expect(words(await press(`library:${op}`, person)), op).toBe(conversationCopy.button.unknown);
    expect(await chat.scene.audit()).toEqual(before);
    expect(await publications()).toHaveLength(1);
  });

  it('tell what is in force, the draft, and what was prepared', async () => {
    const first = words(await chat.wang.say('/状态'));
    expect(first).toContain('第1次');
    expect(first).toContain(copy.state.same);
    await chat.scene.add();
    const drafted = await chat.wang.say('/状态');
    expect(words(drafted)).toContain(copy.state.changed(2));
    expect(labels(drafted)).toEqual([copy.state.check]);
    await chat.scene.prepared();
    const prepared = await chat.wang.say('/状态');
    expect(words(prepared)).toContain('新加：《正定县新就业形态劳动者权益保障办法》');
    expect(labels(prepared)).toEqual([copy.state.see]);
    expect(labels(await chat.wang.press(copy.state.see))).toEqual([copy.publish.go]);
  });
});

describe('/发布', () => {
  it('shows what changes, and puts it in force at the press, with its reason and once', async () => {
    expect(words(await chat.wang.say('/发布'))).toBe(copy.publish.nothing);
    await chat.scene.add();
    expect(words(await chat.wang.say('/发布'))).toBe(copy.publish.unchecked);
    const { release } = await chat.scene.prepared();
    const shown = await chat.wang.say('/发布 县里发了新办法');
    expect(words(shown)).toContain('新加：《正定县新就业形态劳动者权益保障办法》');
    expect(words(shown)).toContain(copy.state.why('县里发了新办法'));
    expect(await publications()).toHaveLength(1);
    expect(words(await chat.wang.press(copy.publish.go))).toContain(copy.publish.done(2));
    expect(await publications()).toMatchObject([
      { seq: 2, release, by: WANG.name, why: '县里发了新办法', kind: 'publish' },
      { seq: 1 },
    ]);
    expect(await chat.scene.audit()).toContain(`${WANG.name} telegram library-published ${release}`);
    expect(words(await chat.wang.press(copy.publish.go))).toMatch(/^这一版已经在用了：.*王主任换上的。$/);
    expect(await publications()).toHaveLength(2);
  });

  it('tells of approved answers that the new words do not hold', async () => {
    await chat.scene.add();
    const { release } = await chat.scene.prepared();
    const [state, report] = [await chat.scene.office.state(), await chat.scene.office.report(release)];
    if (report === undefined) throw new Error('no report is kept');
    const one = { matter: 'm', article: 'a/1', reason: 'gone' };
    const said = (own: boolean) =>
      JSON.stringify(sayOver({ state, report: { ...report, broken: [{ ...one, own }] }, kept: [] }));
    expect(said(true)).toContain(copy.changes.lost(1));
    expect(said(false)).not.toContain(copy.changes.lost(1));
  });

  it('publishes nothing that was not shown', async () => {
    await chat.scene.add();
    await chat.scene.prepared();
    await chat.wang.say('/发布');
    await chat.scene.add('二.txt', NEW_TEXT.replace('3号', '5号'));
    expect(words(await chat.wang.press(copy.publish.go))).toContain('草稿刚刚改过');
    expect(words(await chat.wang.say('/发布'))).toContain(copy.state.old);
    expect(await publications()).toHaveLength(1);
  });

  it('is typed where nothing can be pressed, and can be left', async () => {
    await chat.scene.add();
    await chat.scene.prepared();
    expect(words(await chat.wangTypes.say('/发布'))).toContain(copy.publish.type);
    expect(words(await chat.wangTypes.say(copy.cancel))).toBe(copy.cancelled);
    await chat.wangTypes.say(copy.publish.typed);
    expect(await publications()).toHaveLength(1);
    await chat.wangTypes.say('/发布');
    expect(words(await chat.wangTypes.say(`${copy.publish.typed}。`))).toContain(copy.publish.done(2));
    expect(await publications()).toMatchObject([{ why: copy.publish.noWhy }, { seq: 1 }]);
  });

  it('is shown anew at a press that comes a day later, and put in force at the next', async () => {
    await chat.scene.add();
    await chat.scene.prepared();
    await chat.wang.say('/发布 县里发了新办法');
    chat.core.clock.advance(24 * 3_600_000);
    const again = await chat.wang.press(copy.publish.go);
    expect(words(again)).toMatch(new RegExp(`^${copy.late}\n`));
    expect(words(again)).toContain('新加：《正定县新就业形态劳动者权益保障办法》');
    expect(await publications()).toHaveLength(1);
    expect(words(await chat.wang.press(copy.publish.go))).toContain(copy.publish.done(2));
  });

  it('forgets what was shown after a while', async () => {
    await chat.scene.add();
    await chat.scene.prepared();
    await chat.wangTypes.say('/发布');
    expect(words(await chat.wangTypes.say(copy.rollback.typedYes))).toBe(copy.nothingShown);
    chat.core.clock.advance(16 * 60_000);
    expect(words(await chat.wangTypes.say(copy.publish.typed))).toBe(copy.nothingShown);
    expect(words(await chat.worker.say(copy.publish.typed))).not.toBe(copy.nothingShown);
    expect(await publications()).toHaveLength(1);
  });

  it('says right after a crash between the publication and its answer that it is done', async () => {
    await chat.end();
    let dies = false;
    chat = await libraryChat((desk) => async (order) => {
      const told = await desk(order);
      if (dies) throw new StoreUnavailable('unreachable', null);
      return told;
    });
    await chat.scene.add();
    await chat.scene.prepared();
    await chat.wang.say('/发布');
    dies = true;
    expect(await chat.wang.press(copy.publish.go)).toEqual([]);
    expect(await publications()).toHaveLength(2);
    dies = false;
    const before = chat.telegram.texts('wang').length;
    await chat.core.app.settle();
    expect(chat.telegram.texts('wang').slice(before).join()).toMatch(/^这一版已经在用了：.*王主任换上的。$/);
    expect(await publications()).toHaveLength(2);
  });
});

describe('/同意', () => {
  /** A draft whose answers are worse than those in force. */
  const fallen = async () => {
    await published();
    const { office } = chat.scene;
    await office.addOwnQuestion(WANG, {
      question: '站长拖着工钱不发能找谁举报',
      region: '河北省/石家庄市',
      expect: 'answer',
      gold: ['hebei-measures/29'],
      mustQuote: [],
    });
    const { draft } = await office.state();
    await office.removeFile(
      WANG,
      draft.version,
      draft.sources.files.find((file) => file.shipped)?.file ?? '',
    );
    await chat.scene.prepared();
  };

  it('is for a second admin, with a reason', async () => {
    expect(words(await chat.li.say('/同意'))).toBe(copy.agree.notNeeded);
    await fallen();
    const shown = await chat.wang.say('/发布');
    expect(words(shown)).toContain(`${copy.gate.fell}\n${copy.gate.how}`);
    // Whoever had it checked is the one to publish: their own yes would take that from them.
    expect(labels(shown)).toEqual([]);
    expect(words(await chat.li.say('/同意'))).toContain(copy.agree.ask);
    // What is typed next is for somebody else until it says that it is the reason.
    await chat.li.say('王师傅，明天带工资条来');
    expect((await chat.scene.office.state()).prepared?.second).toBeNull();
    expect(words(await chat.li.say('/同意。'))).toContain(copy.agree.ask);
    await chat.li.say('/同意：原文件已经废止');
    expect(words(await chat.li.say('确认同意'))).toBe(copy.agree.done);
    expect(words(await chat.li.say('/同意 再说一次'))).toBe(copy.agree.notNeeded);
    expect(words(await chat.li.say('/发布'))).toContain(copy.gate.yours);
    expect(words(await chat.wang.say('/发布'))).toContain(copy.gate.seconded('李姐', '原文件已经废止'));
    expect(words(await chat.wang.press(copy.publish.go))).toContain(copy.publish.done(3));
    expect((await publications())[0]).toMatchObject({
      by: WANG.name,
      second: { by: '李姐', why: '原文件已经废止' },
    });
  });

  it('is pressed under what was shown, with the reason that was shown', async () => {
    await fallen();
    expect(labels(await chat.li.say('/发布'))).toEqual([copy.agree.go]);
    expect(words(await chat.li.press(copy.agree.go))).toContain(copy.agree.ask);
    expect((await chat.scene.office.state()).prepared?.second).toBeNull();
    await chat.li.say('/同意 换新的了');
    expect(words(await chat.li.press(copy.agree.go))).toBe(copy.agree.done);
    expect(words(await chat.li.press(copy.agree.go))).toBe(copy.agree.notNeeded);
    expect((await chat.scene.office.state()).prepared?.second).toEqual({ by: '李姐', why: '换新的了' });
  });
});

describe('/回滚', () => {
  it('goes back to one that is kept, at the second press', async () => {
    expect(words(await chat.wang.say('/回滚'))).toBe(copy.rollback.none);
    const [first] = await publications();
    await published();
    expect(labels(await chat.wang.say('/回滚'))).toEqual([copy.rollback.button(1)]);
    expect(labels(await chat.wang.press(copy.rollback.button(1)))).toEqual([copy.rollback.go]);
    expect(await publications()).toHaveLength(2);
    expect(words(await chat.wang.press(copy.rollback.go))).toBe(copy.rollback.done(3));
    expect((await publications())[0]).toMatchObject({ kind: 'rollback', release: first?.release });
    chat.core.clock.advance(1_000);
    expect(words(await chat.wang.press(copy.rollback.go))).toMatch(/^这一版已经在用了/);
    expect(await publications()).toHaveLength(3);
  });

  it('is shown anew at a press that comes a day later', async () => {
    await published();
    await chat.wang.say('/回滚 发错了');
    await chat.wang.press(copy.rollback.button(1));
    chat.core.clock.advance(24 * 3_600_000);
    expect(words(await chat.wang.press(copy.rollback.go))).toMatch(new RegExp(`^${copy.late}\n`));
    expect(await publications()).toHaveLength(2);
    expect(words(await chat.wang.press(copy.rollback.go))).toBe(copy.rollback.done(3));
  });

  it('tells of a draft only where there is one', async () => {
    await published();
    await chat.wang.say('/回滚');
    expect(words(await chat.wang.press(copy.rollback.button(1)))).not.toContain(copy.rollback.draftStays);
    await chat.scene.add('二.txt', NEW_TEXT.replace('3号', '5号'));
    await chat.wang.say('/回滚');
    expect(words(await chat.wang.press(copy.rollback.button(1)))).toContain(copy.rollback.draftStays);
  });

  it('is typed where nothing can be pressed, and is not done once another is in force', async () => {
    await published();
    expect(words(await chat.wangTypes.say('/回滚 发错了'))).toContain(copy.rollback.typed);
    expect(words(await chat.wangTypes.say('1'))).toContain(copy.rollback.type);
    await chat.wang.say('/回滚');
    await chat.wang.press(copy.rollback.button(1));
    expect(words(await chat.wangTypes.say(copy.rollback.typedYes))).toBe(copy.rollback.done(3));
    expect((await publications())[0]).toMatchObject({ why: '发错了' });
    await chat.scene.office.rollback(
      WANG,
      { release: (await publications())[1]?.release ?? '', inForce: 3 },
      '又换',
    );
    expect(words(await chat.wang.press(copy.rollback.go))).toBe(copy.rollback.moved);
    expect(await publications()).toHaveLength(4);
  });
});

describe('/reindex', () => {
  it('begins, and tells in the same chat when it is over', async () => {
    expect(words(await chat.wang.say('/reindex'))).toContain(copy.willTell);
    await vi.waitFor(
      async () => {
        await chat.core.app.settle();
        expect(chat.telegram.texts('wang').join('\n')).toContain(copy.overSame);
      },
      { timeout: 20_000 },
    );
    expect(words(await chat.wang.say('/发布'))).toBe(copy.publish.same);
    expect(await chat.scene.audit()).toContain(`${WANG.name} telegram library-prepare reindex 0`);
  });
});

describe('a file that an admin sends', () => {
  const send = (person: Person, name = NEW_FILE, text = NEW_TEXT) => {
    const bytes = bytesOf(text);
    chat.telegram.files.set(name, [{ kind: 'got', bytes, mime: 'text/plain', name }]);
    const files = [{ source: name, name, mime: 'text/plain', size: bytes.length }];
    return person.send(person.inbound({ kind: 'media', media: 'file', caption: '', files }));
  };

  it('goes into the draft once they say that it is a policy text, and is checked from there', async () => {
    const asked = await send(chat.wang);
    expect(words(asked)).toBe(`${copy.file.got([NEW_FILE], 1)}\n${copy.file.ask}`);
    expect(labels(asked)).toEqual([copy.file.take, copy.file.not]);
    expect((await chat.scene.office.state()).draft.changed).toBe(false);
    const taken = await chat.wang.press(copy.file.take);
    expect(words(taken)).toContain(copy.file.added(NEW_FILE));
    expect(words(taken)).toContain(copy.file.text('正定县新就业形态劳动者权益保障办法', 3));
    expect(labels(taken)).toEqual([copy.file.check, copy.file.state]);
    expect((await chat.scene.office.state()).draft).toMatchObject({ version: 1, changed: true });
    expect(await chat.core.rows('files')).toEqual([]);
    expect(words(await chat.wang.press(copy.file.take))).toBe(copy.file.gone);
    expect(words(await chat.wang.press(copy.file.check))).toContain(copy.started);
    await vi.waitFor(
      async () => {
        await chat.core.app.settle();
        expect(chat.telegram.texts('wang').join('\n')).toContain(copy.overNext);
      },
      { timeout: 20_000 },
    );
    const { prepared } = await chat.scene.office.state();
    const report = await chat.scene.office.report(prepared?.release ?? '');
    expect(report?.instruments.map(({ id }) => id)).toContain(NEW);
  });

  it('is taken together with those sent just before it, and without those sent after it', async () => {
    const asked: (readonly Shown[])[] = [];
    for (const [at, name] of ['甲.txt', '乙.txt', '丙.txt'].entries())
      asked.push(await send(chat.wang, name, NEW_TEXT.replace('3号', `${at + 3}号`)));
    expect(chat.telegram.texts('wang').at(-1)).toBe(
      `${copy.file.got(['甲.txt', '乙.txt', '丙.txt'], 3)}\n${copy.file.ask}`,
    );
    const files = async () =>
      (await chat.scene.office.state()).draft.sources.files.filter(({ shipped }) => !shipped);
    const [take] = asked[0]?.flatMap(({ buttons }) => buttons.flat()) ?? [];
    await chat.wang.send(
      chat.wang.inbound(
        { kind: 'button', action: take?.does.kind === 'action' ? take.does.action : '' },
        { message: 'first' },
      ),
    );
    expect(await files()).toMatchObject([{ file: '甲.txt' }]);
    const taken = words(await chat.wang.press(copy.file.take));
    for (const name of ['乙.txt', '丙.txt']) expect(taken).toContain(copy.file.added(name));
    expect(await files()).toHaveLength(3);
    expect(await chat.core.rows('files')).toEqual([]);
  });

  it('is told apart where nobody knows which place it is of: no answer would ever use it', async () => {
    await send(chat.wang);
    const placed = words(await chat.wang.press(copy.file.take));
    expect(placed).toContain(copy.file.place('河北省石家庄市正定县'));
    expect(placed).not.toContain(copy.file.noPlace);
    await send(chat.wang, '某办法.txt', NEW_TEXT.replace('正定县', '某地').replace('正政规', '某政规'));
    expect(words(await chat.wang.press(copy.file.take))).toContain(copy.file.noPlace);
    await chat.scene.prepared();
    expect(words(await chat.wang.say('/发布'))).toContain(copy.changes.noPlace(1));
  });

  it('is there once when the same press took it before a crash', async () => {
    await chat.end();
    let dies = true;
    chat = await libraryChat((desk) => async (order) => {
      const told = await desk(order);
      if (dies && order.act.kind === 'files') throw new StoreUnavailable('unreachable', null);
      return told;
    });
    await send(chat.wang);
    expect(await chat.wang.press(copy.file.take)).toEqual([]);
    expect((await chat.scene.office.state()).draft.changed).toBe(true);
    dies = false;
    await chat.core.app.settle();
    expect(labels(await chat.wang.say('/状态'))).toEqual([copy.state.check]);
    const there = { kind: 'refused', file: NEW_FILE, code: 'already-there', detail: '' } as const;
    expect(chat.telegram.texts('wang').at(-2)).toBe(libraryOfficeCopy.file(there));
    expect(words(await chat.wang.press(copy.file.check))).toContain(copy.started);
    expect(await chat.core.rows('files')).toEqual([]);
  });

  it('is refused together, and then kept or deleted by what is typed', async () => {
    for (const name of ['甲.txt', '乙.txt']) await send(chat.wang, name);
    const said = await chat.wang.press(copy.file.not);
    expect(words(said)).toContain(filesCopy.typed);
    expect(labels(said)).toEqual([]);
    await chat.wang.say(filesCopy.drop);
    expect(await chat.core.rows('files')).toEqual([]);
  });

  it('of a kind that is not read is asked about too, and told how to send it', async () => {
    for (const name of ['通知.doc', '通知.wps', '通知.ofd', '表.xls', '包.rar', '扫描.tif']) {
      const bytes = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0);
      chat.telegram.files.set(name, [{ kind: 'got', bytes, mime: 'application/octet-stream', name }]);
      const files = [{ source: name, name, mime: 'application/octet-stream', size: bytes.length }];
      await chat.wang.send(chat.wang.inbound({ kind: 'media', media: 'file', caption: '', files }));
      expect(words(await chat.wang.press(copy.file.take)), name).toContain(`${name}：`);
    }
    expect((await chat.scene.office.state()).draft.changed).toBe(false);
  });

  it('of many in one archive names those first that were refused: they stand nowhere else', () => {
    const added = { kind: 'added', notes: [], understood: [] } as const;
    const refused = { kind: 'refused', code: 'empty', detail: '' } as const;
    const named = (count: number, one: typeof added | typeof refused) =>
      Array.from({ length: count }, (_, at) => ({ ...one, file: `${one.kind}-${at}.txt` }));
    const said = JSON.stringify(sayFiles([...named(12, added), ...named(2, refused)], 1));
    for (const name of ['refused-0.txt', 'refused-1.txt']) expect(said).toContain(`${name}：里面没有字`);
    expect(said).toContain(copy.file.more(4));
    const worse = JSON.stringify(sayFiles([...named(3, added), ...named(12, refused)], 1));
    expect(worse).toContain(copy.file.moreRefused(2));
    expect(worse).toContain(copy.file.more(3));
  });

  it('is told in plain words when it cannot be read', async () => {
    await send(chat.wang, '空.txt', ' ');
    expect(words(await chat.wang.press(copy.file.take))).toContain('空.txt：里面没有字');
    expect((await chat.scene.office.state()).draft.changed).toBe(false);
  });

  it('is kept or deleted as any other when it is none', async () => {
    await send(chat.wang);
    const said = await chat.wang.press(copy.file.not);
    expect(labels(said)).toEqual([filesCopy.keep, filesCopy.drop]);
    await chat.wang.press(filesCopy.drop);
    expect(await chat.core.rows('files')).toEqual([]);
    expect((await chat.scene.office.state()).draft.changed).toBe(false);
  });

  it('is asked about anew where its answer is typed late, or after something else was shown', async () => {
    const typed = () => chat.wangTypes.say(`${copy.file.take}。`);
    chat.app.files.set(NEW_FILE, [
      { kind: 'got', bytes: bytesOf(NEW_TEXT), mime: 'text/plain', name: NEW_FILE },
    ]);
    const sent = [{ source: NEW_FILE, name: NEW_FILE, mime: 'text/plain', size: bytesOf(NEW_TEXT).length }];
    await chat.wangTypes.send(
      chat.wangTypes.inbound({ kind: 'media', media: 'file', caption: '', files: sent }),
    );
    chat.scene.clock.advance(20 * 60_000);
    expect(words(await typed())).toContain(copy.file.got([NEW_FILE], 1));
    await chat.wangTypes.say('/发布');
    expect(words(await typed())).toContain(copy.file.typed);
    expect((await chat.scene.office.state()).draft.changed).toBe(false);
    expect(words(await typed())).toContain(copy.file.added(NEW_FILE));
    expect(words(await typed())).toBe(copy.file.gone);
    expect(words(await chat.worker.say(copy.file.take))).not.toContain(copy.file.gone);
  });

  it('of anybody else is what it always was', async () => {
    for (const person of [chat.worker, chat.zhang])
      expect(labels(await send(person, `${person.chat}.txt`))).toEqual([filesCopy.keep, filesCopy.drop]);
  });

  it('belongs to the guide that is under way', async () => {
    await chat.wang.say('/维权');
    expect(labels(await send(chat.wang))).not.toContain(copy.file.take);
  });
});
