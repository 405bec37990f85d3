import type { Change, Frame } from '#shared/wire/downstream.ts';
import { rowBytes } from './rowBytes.ts';

interface Kept {
  readonly frame: Frame;
  readonly bytes: number;
}

/** The last frames of a view, bounded by age and by bytes, for clients that come back. */
export class FrameRing {
  readonly #keptMs: number;
  readonly #mostBytes: number;
  #kept: Kept[] = [];
  #bytes = 0;

  constructor(limits: { readonly ringMs: number; readonly ringBytes: number }) {
    this.#keptMs = limits.ringMs;
    this.#mostBytes = limits.ringBytes;
  }

  add(frame: Frame): void {
    const bytes = frameBytes(frame);
    this.#kept.push({ frame, bytes });
    this.#bytes += bytes;
    this.#drop(frame.at);
  }

  /** Frames after `n` in order, or undefined when some of them are gone. `head` is the newest frame's number. */
  after(n: number, head: number): readonly Frame[] | undefined {
    if (n === head) return [];
    const first = this.#kept[0]?.frame.n;
    if (first === undefined || n > head || n + 1 < first) return undefined;
    return this.#kept.slice(n + 1 - first).map(({ frame }) => frame);
  }

  get bytes(): number {
    return this.#bytes;
  }

  #drop(now: number): void {
    let gone = 0;
    let bytes = this.#bytes;
    for (const { frame, bytes: size } of this.#kept) {
      if (now - frame.at <= this.#keptMs && bytes <= this.#mostBytes) break;
      bytes -= size;
      gone += 1;
    }
    if (gone === 0) return;
    this.#kept = this.#kept.slice(gone);
    this.#bytes = bytes;
  }
}

function frameBytes(frame: Frame): number {
  const order = (frame.order?.length ?? 0) * 40;
  return frame.changes.reduce((sum, change) => sum + changeBytes(change), 100 + order);
}

function changeBytes(change: Change): number {
  return change.op === 'put' ? rowBytes(change) : 80;
}
