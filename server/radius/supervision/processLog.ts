import { closeSync, copyFileSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

/** Beyond it the file is kept once as `.1` and begun anew. */
const MOST_BYTES = 8 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

/** Where a process that outlives this one writes: opened for appending, so that it can be cut while somebody writes. */
export class ProcessLog {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** A descriptor for the child's output; to be closed by the caller. */
  open(): number {
    this.cut();
    return openSync(this.#path, 'a', 0o600);
  }

  /** Call now and then. */
  cut(): void {
    if (this.size() <= MOST_BYTES) return;
    copyFileSync(this.#path, `${this.#path}.1`);
    truncateSync(this.#path);
  }

  size(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** What stands behind `did not start:` from an offset on: why, for people. */
  refusal(from: number): string | undefined {
    const line = this.#lines(from).findLast((one) => one.includes('did not start:'));
    return line?.split('did not start:')[1]?.trim().slice(0, 500);
  }

  /** That, or else the last line. */
  lastWord(from: number): string | undefined {
    const last = this.#lines(from).findLast((line) => !line.startsWith(' '));
    return this.refusal(from) ?? last?.trim().slice(0, 500);
  }

  #lines(from: number): readonly string[] {
    return this.#tail(from)
      .split('\n')
      .filter((line) => line.trim() !== '');
  }

  #tail(from: number): string {
    const size = this.size();
    const start = Math.max(from > size ? 0 : from, size - TAIL_BYTES);
    if (size === start) return '';
    const file = openSync(this.#path, 'r');
    try {
      const bytes = Buffer.alloc(size - start);
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start));
    } finally {
      closeSync(file);
    }
  }
}
