import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createReader } from '#ingest';
import { temporaryFolder } from '../../fixtures.ts';
import { encodeGbk } from '../gb18030.ts';
import { fixture, utf8 } from './fixtures.ts';
import { pack } from './pack.ts';

const folder = temporaryFolder();
const readers: { close: () => Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(readers.map((reader) => reader.close()));
  folder.dispose();
});

function reader(...given: Parameters<typeof createReader>) {
  const made = createReader(...given);
  readers.push(made);
  return made;
}

/** A reading thread that does as the test wants. */
function script(name: string, code: string): URL {
  const path = join(folder.path, name);
  writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${code}`);
  return pathToFileURL(path);
}

const file = (bytes: Uint8Array, name = 'x.docx') => ({ name, bytes });
const page = file(utf8('<html><body><p>第一条　站点不得收费。</p></body></html>'), 'a/b.html');

describe('createReader', () => {
  it('reads a file in a thread and gives its hash with it', async () => {
    const bytes = fixture('own/numbered.docx');
    const [read, ...more] = await reader().read(file(bytes));
    expect(more).toEqual([]);
    expect(read).toMatchObject({ name: 'x.docx', format: 'docx', notes: [] });
    expect(read?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(read?.text).toContain('第三条　平台企业应当做到下列事项：');
  });

  it('reads each file of an archive, also of one inside, under a name without folders', async () => {
    const inner = pack({ '丙.txt': '第三条　丙。' });
    const outer = pack({
      '甲.txt': encodeGbk('第一条　甲。'),
      'b/甲.txt': '第二条　乙。',
      'c.zip': inner,
      '__MACOSX/._甲.txt': 'x',
      'b/~$x.docx': 'x',
    });
    const read = await reader().read(file(outer, 'x.zip'));
    expect(read.map(({ name, text }) => [name, text])).toEqual([
      ['甲.txt', '第一条　甲。'],
      ['b-甲.txt', '第二条　乙。'],
      ['丙.txt', '第三条　丙。'],
    ]);
    expect(read[0]?.notes).toEqual([{ code: 'skipped', detail: '2' }]);
  });

  it('knows names that Windows wrote in GBK', async () => {
    const zip = Buffer.from(pack({ 'xxxx.txt': '第一条　甲。' }));
    const gbk = Buffer.from(encodeGbk('办法'));
    for (let at = zip.indexOf('xxxx'); at >= 0; at = zip.indexOf('xxxx')) gbk.copy(zip, at);
    expect((await reader().read(file(new Uint8Array(zip))))[0]?.name).toBe('办法.txt');
  });

  it.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['more than a file may have', new Uint8Array(2_000_000), 'too-large'],
    [
      'too many files',
      pack(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}.txt`, 'x']))),
      'archive-too-large',
    ],
    [
      'archives in archives in archives',
      pack({ 'a.zip': pack({ 'b.zip': pack({ 'c.txt': 'x' }) }) }),
      'archive-too-deep',
    ],
    ['an empty archive', pack({ '__MACOSX/x': 'x' }), 'archive-empty'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(reader({ bytes: 1_000_000, files: 8 }).read(file(bytes))).rejects.toMatchObject({ code });
  });

  it('names the file of an archive that cannot be read', async () => {
    const zip = pack({ 'good.txt': '第一条　甲。', 'sub/bad.pdf': '%PDF-1.7 nothing' });
    await expect(reader().read(file(zip))).rejects.toMatchObject({ code: 'damaged', file: 'bad.pdf' });
  });

  it('gives up a thread that goes on without an end, and reads the next file', async () => {
    const hangs = script('hangs.mjs', "parentPort.on('message', () => { for (;;); });");
    await expect(reader({ time: 300 }, hangs).read(page)).rejects.toMatchObject({ code: 'time' });
    await expect(reader().read(page)).resolves.toMatchObject([{ name: 'b.html', format: 'html' }]);
  });

  it.each([
    ['objects', 'const all = []; for (;;) all.push({ a: [all.length] });', { memory: 48, total: 768 }],
    [
      'buffers, which lie outside of the bounds of a thread',
      'const all = []; for (;;) all.push(Buffer.alloc(4_000_000, 1));',
      { memory: 512, total: 150 },
    ],
  ])('gives up a thread that fills the memory with %s', async (_, code, limits) => {
    const fills = script(`fills-${limits.memory}.mjs`, `parentPort.on('message', () => { ${code} });`);
    await expect(reader(limits, fills).read(page)).rejects.toMatchObject({ code: 'memory' });
  });

  it.each([
    ['breaks', "throw new Error('第一条')"],
    ['leaves', 'process.exit(0)'],
    ['answers what nobody asked', "parentPort.postMessage({ kind: 'document', id: 9 })"],
  ])('refuses the file when the thread %s, and says nothing of its words', async (name, code) => {
    const odd = script(`${name.replaceAll(' ', '-')}.mjs`, `parentPort.on('message', () => { ${code} });`);
    const refused = reader({}, odd).read(page);
    await expect(refused).rejects.toMatchObject({ code: 'damaged' });
    await expect(refused).rejects.not.toThrow(/第一条/);
  });

  it('stops when it is told to', async () => {
    const waits = script('waits.mjs', "parentPort.on('message', () => {}); ");
    const stop = new AbortController();
    const one = reader({}, waits);
    const read = one.read(page, stop.signal);
    stop.abort();
    await expect(read).rejects.toMatchObject({ code: 'aborted' });
    const waiting = one.read(page);
    const closed = expect(waiting).rejects.toMatchObject({ name: 'UnreadableFile' });
    await one.close();
    await closed;
    await expect(one.read(page)).rejects.toMatchObject({ code: 'closed' });
  });
});
