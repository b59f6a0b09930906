/** The address cannot be listened on; `message` says what to change. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
  readonly why: 'taken' | 'forbidden' | 'not-ours' | 'unknown' | 'other';
  /** Host and port. */
  readonly where: string;
  constructor(why: CannotListen['why'], where: string, message: string, cause: unknown) {
    super(message, { cause });
    this.why = why;
    this.where = where;
  }
}

/** What an error of `listen` means for whoever set HOST and PORT. */
export function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): CannotListen {
  const where = `${host}:${port}`;
  const known: Readonly<Record<string, readonly [CannotListen['why'], string]>> = {
    EADDRINUSE: ['taken', `${where} is taken by another program. Stop that one, or set PORT to a free port.`],
    EACCES: ['forbidden', `This user may not listen on ${where}. Set PORT to 1024 or above.`],
    EADDRNOTAVAIL: [
      'not-ours',
      `This machine has no address ${host}. Set HOST to one of its own, or to 127.0.0.1.`,
    ],
    ENOTFOUND: [
      'unknown',
      `HOST ${host} is not known. Set it to 127.0.0.1, or to an address of this machine.`,
    ],
  };
  const [why, message] = known[error.code ?? ''] ?? ['other', `Cannot listen on ${where}: ${error.message}`];
  return new CannotListen(why, where, message, error);
}
