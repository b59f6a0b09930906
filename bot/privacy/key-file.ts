import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { zhCN } from '../copy/zh-CN.ts';
import { KEY_BYTES } from './vault.ts';

/** There is no key to be used; the message says what to do. */
export class UnusableKey extends Error {
  override readonly name = 'UnusableKey';
}

export type KeyPlace = {
  /** DATA_KEY; undefined when the environment has none. */
  readonly fromEnv: string | undefined;
  /** Where the key is kept when the environment has none: base64 and a line feed. */
  readonly file: string;
  /** Whether a key may be made. Not when the store was sealed before: a new key could open nothing of it. */
  readonly mayCreate: boolean;
};

/**
 * The 32 bytes that everything personal is sealed with: from the environment, else from the file, else newly made there.
 * Processes that make it at the same moment all get the same one.
 * @throws UnusableKey
 */
export function loadMasterKey({ fromEnv, file, mayCreate }: KeyPlace): Uint8Array {
  if (fromEnv !== undefined) return parseKey(fromEnv) ?? fail(zhCN.key.badInEnvironment);
  return readKey(file) ?? (mayCreate ? createKey(file) : fail(zhCN.key.lost(file)));
}

/** base64 of 32 bytes in either alphabet, with or without its padding; undefined for anything else. */
export function parseKey(text: string): Uint8Array | undefined {
  return /^[\w+/-]{43}=?$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined;
}

function readKey(file: string): Uint8Array | undefined {
  const fd = unless('ENOENT', () => openSync(file, 'r'));
  if (fd === undefined) return undefined;
  try {
    // Windows has no such modes and reports 0666 for every file.
    if (process.platform !== 'win32' && (fstatSync(fd).mode & 0o077) !== 0)
      fail(zhCN.key.readableByOthers(file));
    return parseKey(readFileSync(fd, 'utf8').trim()) ?? fail(zhCN.key.badInFile(file));
  } finally {
    closeSync(fd);
  }
}

function createKey(file: string): Uint8Array {
  const text = `${randomBytes(KEY_BYTES).toString('base64')}\n`;
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  const aside = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    writeNew(aside, text);
    // A link, not a rename: it fails when another process was first, and then its key is the one.
    unless('EEXIST', () => linkSync(aside, file));
  } finally {
    rmSync(aside, { force: true });
  }
  syncFolder(folder);
  return readKey(file) ?? fail(zhCN.key.lost(file));
}

function writeNew(file: string, text: string): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The name is on disk only once the folder is. */
function syncFolder(folder: string): void {
  // Windows cannot open a folder.
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** undefined when `action` fails with this code of the system. */
function unless<T>(code: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (z.object({ code: z.literal(code) }).safeParse(error).success) return undefined;
    throw error;
  }
}

function fail(message: string): never {
  throw new UnusableKey(message);
}
