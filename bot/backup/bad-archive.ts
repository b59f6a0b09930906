/** An archive that is not restored, or a place that it is not restored into; the message says what to do. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive';
}

/** A backup that cannot be made; the message says what to do. */
export class NoBackup extends Error {
  override readonly name = 'NoBackup';
}
