import { type JournalDisk, nodeJournalDisk } from '#server/radius/journal/journalDisk.ts';

/** A real disk that fails when told to. */
export class TroubledDisk implements JournalDisk {
  /** Answers of the file system about its free space; Infinity: the real one. */
  free = Number.POSITIVE_INFINITY;
  /** Code with which the next writes or syncs fail, as long as it is set. */
  writeFails: string | undefined;
  syncFails: string | undefined;
  /** At most so many octets are taken by one write. */
  mostPerWrite = Number.POSITIVE_INFINITY;
  syncs = 0;

  readonly write: JournalDisk['write'] = (fd, from, position, done) => {
    if (this.writeFails !== undefined) return void setImmediate(done, failure(this.writeFails), 0);
    const length = Math.min(from.length, this.mostPerWrite);
    nodeJournalDisk.write(fd, { ...from, length }, position, done);
  };

  readonly fdatasync: JournalDisk['fdatasync'] = (fd, done) => {
    this.syncs += 1;
    if (this.syncFails !== undefined) return void setImmediate(done, failure(this.syncFails));
    nodeJournalDisk.fdatasync(fd, done);
  };

  freeBytes(directory: string): Promise<number | undefined> {
    return this.free === Number.POSITIVE_INFINITY ? nodeJournalDisk.freeBytes(directory) : Promise.resolve(this.free);
  }
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: the disk of the test`), { code });
}
