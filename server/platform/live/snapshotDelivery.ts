import type { LiveIo } from './liveIo.ts';
import type { LiveSession } from './liveSession.ts';
import { viewRoom } from './rooms.ts';
import type { SharedView } from './sharedView.ts';

/**
 * Sends snapshots and lets sockets into rooms. All who ask for one view in the same turn of the event loop get the
 * same encoded bytes: after a restart a thousand screens come back at once.
 */
export class SnapshotDelivery {
  readonly #io: LiveIo;
  readonly #waiting = new Map<SharedView, Set<LiveSession>>();
  #scheduled: NodeJS.Immediate | undefined;

  constructor(io: LiveIo) {
    this.#io = io;
  }

  add(view: SharedView, session: LiveSession): void {
    const sessions = this.#waiting.get(view) ?? new Set();
    this.#waiting.set(view, sessions.add(session));
    this.#scheduled ??= setImmediate(() => this.#flush());
  }

  stop(): void {
    clearImmediate(this.#scheduled);
    this.#waiting.clear();
  }

  #flush(): void {
    this.#scheduled = undefined;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [view, sessions] of waiting) {
      const ready = [...sessions].filter((session) => session.mayReceive(view));
      if (view.closed || ready.length === 0) continue;
      // The snapshot is what was sent so far, and the sockets join before anything else is: nothing lost or doubled.
      this.#io.local.to(ready.map(({ socketId }) => socketId)).emit('view.snapshot', view.snapshot());
      for (const session of ready) session.join(viewRoom(view));
    }
  }
}
