import type { Frame, Snapshot } from '#shared/wire/downstream.ts';
import type { ViewPosition } from '#shared/wire/upstream.ts';
import { ViewRows, type RowsUpdate } from './viewRows.ts';

/** `gap`: frames are missing between what was applied and what came. */
export type Progress =
  | { readonly is: 'applied'; readonly updates: readonly RowsUpdate[] }
  | { readonly is: 'ignored' }
  | { readonly is: 'gap' };

/** Frames that came too early, kept so that they need not come again. */
const MOST_EARLY = 64;

/** The position in one shared view: which frame comes next, and frames that came before their turn. */
export class ViewProgress {
  readonly rows = new ViewRows();
  #epoch: string | undefined;
  #n = 0;
  /** Whether `rows` are those of `#epoch` at `#n`. */
  #current = false;
  readonly #early = new Map<number, Frame>();

  get epoch(): string | undefined {
    return this.#epoch;
  }

  get current(): boolean {
    return this.#current;
  }

  /** Where to go on after a pause; undefined before the first snapshot. */
  position(): ViewPosition | undefined {
    return this.#current && this.#epoch !== undefined ? { epoch: this.#epoch, n: this.#n } : undefined;
  }

  /** The server says which shared view it is and whether the rows we have can be continued. */
  opened(epoch: string, resumed: boolean): void {
    if (epoch !== this.#epoch) this.#early.clear();
    this.#current = resumed && epoch === this.#epoch && this.#current;
    this.#epoch = epoch;
  }

  snapshot(snapshot: Snapshot): Progress {
    if (snapshot.epoch !== this.#epoch) return { is: 'ignored' };
    if (this.#current && snapshot.n < this.#n) return { is: 'ignored' };
    this.#n = snapshot.n;
    this.#current = true;
    const replaced = this.rows.replace(snapshot);
    return { is: 'applied', updates: [replaced, ...this.#takeEarly()] };
  }

  frame(frame: Frame): Progress {
    if (frame.epoch !== this.#epoch || (this.#current && frame.n <= this.#n)) return { is: 'ignored' };
    if (this.#early.size >= MOST_EARLY) this.#early.clear();
    this.#early.set(frame.n, frame);
    if (!this.#current) return { is: 'ignored' };
    const updates = this.#takeEarly();
    return updates.length > 0 ? { is: 'applied', updates } : { is: 'gap' };
  }

  /** Forgets everything, also what is shown. */
  clear(): RowsUpdate {
    this.#epoch = undefined;
    this.#current = false;
    this.#early.clear();
    return this.rows.clear();
  }

  #takeEarly(): RowsUpdate[] {
    const updates: RowsUpdate[] = [];
    for (let next = this.#early.get(this.#n + 1); next; next = this.#early.get(this.#n + 1)) {
      this.#early.delete(next.n);
      this.#n = next.n;
      updates.push(this.rows.step(next));
    }
    for (const n of this.#early.keys()) if (n <= this.#n) this.#early.delete(n);
    return updates;
  }
}
