import { type UnreadableCode, UnreadableFile } from '#knowledge/text';

/** What is wrong, and what the sender can do: for logs and commands. Chats and pages have their own sentences by code. */
const WORDS: Readonly<Record<UnreadableCode, readonly [reason: string, advice: string]>> = {
  empty: ['it holds no text', 'Open it and see whether anything is in it.'],
  'too-large': ['it is larger than a text may be', 'Send it in parts.'],
  'not-text': ['it does not read as text', 'Save it as UTF-8 text and send it again.'],
  'unknown-format': ['its format is none we know', 'Save it as docx, PDF or text and send it again.'],
  picture: ['it is a picture', 'Send the text that the picture shows.'],
  'old-office': ['it is an old binary Office file', 'Save it as docx and send it again.'],
  'other-office': ['it is an office file of another kind', 'Save it as docx or PDF and send it again.'],
  'other-archive': ['it is an archive of another kind', 'Pack it as zip and send it again.'],
  encrypted: ['it is locked by a password', 'Take the password off and send it again.'],
  damaged: ['it is damaged', 'Open it, save it anew and send it again.'],
  'tracked-changes': ['it holds tracked changes', 'Accept or reject all of them, then send it again.'],
  scanned: ['it holds pictures of pages, no text', 'Send the docx that it was made from, or the text.'],
  garbled: ['its fonts do not say which characters they show', 'Send the docx that it was made from.'],
  'archive-too-large': ['it unpacks to more than an archive may hold', 'Send it in parts.'],
  'archive-too-deep': ['archives stand in archives too deep', 'Unpack it and send what is inside.'],
  'archive-name': ['a name in it leads out of it', 'Pack it again.'],
  'archive-empty': ['no file that can be read is in it', 'Put docx, PDF or text files into it.'],
  time: ['reading it took too long', 'Save it as text and send that.'],
  memory: ['reading it took too much memory', 'Save it as text and send that.'],
  aborted: ['reading it was given up', 'Send it again.'],
  closed: ['the reader was closed', 'Send it again.'],
};

/** @param detail what exactly, without words of the text */
export function refuse(file: string, code: UnreadableCode, detail = '', cause?: unknown): UnreadableFile {
  const [reason, advice] = WORDS[code];
  return new UnreadableFile(file, reason, { code, detail, advice, cause });
}
