import { fdatasync, statfs, write } from 'node:fs';

type Done = (error: NodeJS.ErrnoException | null) => void;

/** What can fail for want of space; a test puts a disk in between that is full, slow or broken. */
export interface JournalDisk {
  write(
    fd: number,
    from: { buffer: Uint8Array; offset: number; length: number },
    position: number,
    done: (error: NodeJS.ErrnoException | null, written: number) => void,
  ): void;
  fdatasync(fd: number, done: Done): void;
  /** Undefined where the file system doesn't say. */
  freeBytes(directory: string): Promise<number | undefined>;
}

export const nodeJournalDisk: JournalDisk = {
  write(fd, { buffer, offset, length }, position, done) {
    write(fd, buffer, offset, length, position, done);
  },
  fdatasync,
  async freeBytes(directory) {
    const found = await new Promise<{ blocks: number; bavail: number; bsize: number }>((resolve, reject) => {
      statfs(directory, (error, stats) => (error ? reject(error) : resolve(stats)));
    });
    return found.blocks === 0 ? undefined : found.bavail * found.bsize;
  },
};
