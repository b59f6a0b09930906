import { describe, expect, it } from 'vitest';
import { nameFile } from '../../../bot/files/name-file.ts';
import { sniffType } from '../../../bot/files/sniff-type.ts';
import { JPEG, PDF, PNG } from './samples.ts';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the type of bytes', () => {
  it.each<[string, Buffer]>([
    ['image/jpeg', JPEG],
    ['image/png', PNG],
    ['image/webp', bytes('RIFF\x10\x00\x00\x00WEBPVP8 ')],
    ['image/heic', bytes('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1')],
    ['image/heic', bytes('\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00heic')],
    ['video/mp4', bytes('\x00\x00\x00\x18ftypisom\x00\x00\x02\x00')],
    ['video/mp4', bytes('\x00\x00\x00\x18ftypmp42')],
    ['application/pdf', PDF],
    ['audio/amr', bytes('#!AMR\n\x00')],
    ['audio/ogg', bytes('OggS\x00')],
    ['audio/mpeg', bytes('ID3\x04\x00')],
    ['audio/mpeg', bytes('\xff\xfb\x90\x64')],
    [`${OFFICE}.wordprocessingml.document`, bytes('PK\x03\x04..[Content_Types].xml..word/document.xml')],
    [`${OFFICE}.spreadsheetml.sheet`, bytes('PK\x03\x04..[Content_Types].xml..xl/workbook.xml')],
    ['text/plain', Buffer.from('站长说押金不退\r\n\t好')],
    ['text/plain', Buffer.from('<script>alert(1)</script>')],
    ['text/plain', Buffer.from('字'.repeat(40_000))],
  ])('%s', (type, sample) => {
    expect(sniffType(sample)).toBe(type);
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a zip of anything', bytes('PK\x03\x04 notes.txt')],
    ['a program', bytes('MZ\x90\x00\x03')],
    ['a text in another encoding', Buffer.from('d1bad6c6', 'hex')],
    ['a text with a NUL', bytes('text\x00text')],
    ['a film of another maker', bytes('\x00\x00\x00\x14ftypqt  ')],
    ['half a sign', bytes('\x89PN\xff')],
  ])('%s is bytes and nothing more', (_, sample) => {
    expect(sniffType(sample)).toBe('application/octet-stream');
  });
});

describe('the name of a file', () => {
  it.each([
    ['合同.jpg', 'photo', 'image/jpeg', '合同.jpg'],
    ['合同.JPEG', 'photo', 'image/jpeg', '合同.JPEG'],
    ['', 'photo', 'image/png', '照片.png'],
    ['', 'voice', 'audio/amr', '录音.amr'],
    ['', 'file', 'application/octet-stream', '文件'],
    ['../../etc/passwd', 'file', 'text/plain', 'passwd.txt'],
    ['C:\\Users\\li\\a.exe', 'file', 'application/octet-stream', 'a.exe'],
    ['a.exe', 'photo', 'image/png', 'a.exe.png'],
    ['a\u202egpj.exe', 'file', 'image/jpeg', 'agpj.exe.jpg'],
    ['..', 'photo', 'image/png', '照片.png'],
    ['a"b\r\n<c>;.pdf', 'file', 'application/pdf', 'abc.pdf'],
  ])('%j', (given, media, mime, name) => {
    expect(nameFile(given, media, mime)).toBe(name);
  });

  it('is short, and keeps its ending', () => {
    const name = nameFile(`${'长'.repeat(300)}.pdf`, 'file', 'application/pdf');
    expect([...name].length).toBe(80);
    expect(name.endsWith('.pdf')).toBe(true);
  });
});
