/**
 * edited: a file changed after it ran · order: numbers clash or a file sorts before one that ran · malformed: name or header ·
 * newer: the database belongs to a newer release · missing: a file that ran is gone · failed: the SQL failed, see cause
 */
export type MigrationFailure = 'edited' | 'order' | 'malformed' | 'newer' | 'missing' | 'failed';

/** The database can't be brought to this release's schema. No retry helps before somebody has acted. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly failure: MigrationFailure;
  constructor(failure: MigrationFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
