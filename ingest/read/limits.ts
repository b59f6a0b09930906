const MB = 1024 * 1024;

/** What one file may cost. All that a file can inflate is bounded before it is parsed. */
export type ReadLimits = {
  /** bytes of a file as it comes */
  readonly bytes: number;
  /** bytes of one part of a docx, unpacked */
  readonly part: number;
  /** UTF-16 units of the text read */
  readonly text: number;
  /** pages of a PDF */
  readonly pages: number;
  /** files in an archive, those in archives inside it too */
  readonly files: number;
  /** bytes of all of them, unpacked */
  readonly unpacked: number;
  /** bytes unpacked for one byte packed */
  readonly ratio: number;
  /** archives inside one another */
  readonly depth: number;
  /** ms for one file, the start of its thread included */
  readonly time: number;
  /** MB of JavaScript objects of a thread */
  readonly memory: number;
  /** MB of a thread with its buffers, which lie outside of them */
  readonly total: number;
};

export const READ_LIMITS: ReadLimits = {
  bytes: 25 * MB,
  part: 24 * MB,
  text: 4_000_000,
  pages: 1_000,
  files: 500,
  unpacked: 100 * MB,
  ratio: 200,
  depth: 2,
  time: 60_000,
  memory: 512,
  total: 768,
};
