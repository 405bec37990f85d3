import type { ActorId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { Delivered, Delivery } from './delivery.ts';

interface Waiting {
  delivery: Delivery;
  reports: number;
  /** Once sent it stays as it is: its key stands for exactly this command. */
  sent: boolean;
  settle: (() => void)[];
}

interface Barrier {
  readonly work: (signal: AbortSignal) => Promise<void>;
  readonly settle: () => void;
}

interface Run {
  readonly send: Send;
  readonly delivered: Delivered;
  readonly signal: AbortSignal;
  inFlight: number;
}

export type Send = (delivery: Delivery, signal: AbortSignal) => Promise<Reply>;

/**
 * Deliveries of one source: in order per alarm, at most `mostInFlight` alarms at a time. It outlives those who empty it:
 * what was sent and not answered is sent again, with the same key, by the next run. Its size is bounded by whoever puts:
 * every put is settled when answered.
 */
export class DeliveryQueue {
  readonly #mostInFlight: number;
  /** Per alarm, first in line first; an alarm with an empty line is absent. */
  readonly #lines = new Map<ActorId, Waiting[]>();
  /** Alarms whose first in line is not under way. */
  #ready: ActorId[] = [];
  /** What came after a barrier, until it is passed. */
  #behind: (Delivery | Barrier)[] = [];
  readonly #settleBehind = new Map<Delivery, () => void>();
  #barrier: Barrier | undefined;
  #barrierRunning = false;
  #abandoned = false;
  #failed: (error: unknown) => void = () => {};
  #run: Run | undefined;

  constructor(mostInFlight: number) {
    this.#mostInFlight = mostInFlight;
  }

  /** Resolves when its alarm has answered. */
  put(delivery: Delivery): Promise<void> {
    if (this.#abandoned) return Promise.resolve();
    return new Promise((resolve) => {
      if (this.#barrier) {
        this.#behind.push(delivery);
        this.#settleBehind.set(delivery, resolve);
      } else {
        this.#enqueue(delivery, resolve);
        this.#pump();
      }
    });
  }

  /** Does `work` after everything put before was answered and before anything put later is sent. */
  putBarrier(work: Barrier['work']): Promise<void> {
    if (this.#abandoned) return Promise.resolve();
    return new Promise((settle) => {
      const barrier: Barrier = { work, settle };
      if (this.#barrier) this.#behind.push(barrier);
      else this.#barrier = barrier;
      this.#pump();
    });
  }

  /** Empties the queue until `signal` aborts; one at a time. Rejects with what a barrier's work throws. */
  async run(send: Send, delivered: Delivered, signal: AbortSignal): Promise<void> {
    this.#ready = [...this.#lines.keys()];
    const run: Run = { send, delivered, signal, inFlight: 0 };
    this.#run = run;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#failed = reject;
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
        this.#pump();
      });
    } finally {
      if (this.#run === run) this.#run = undefined;
    }
  }

  /** Nobody will empty it any more: everything that waits is let go, and what comes later as well. */
  abandon(): void {
    this.#abandoned = true;
    const waiting = [...this.#lines.values()].flat().flatMap(({ settle }) => settle);
    const barriers = [this.#barrier, ...this.#behind].filter(
      (item): item is Barrier => item !== undefined && 'work' in item,
    );
    const settles = [...waiting, ...this.#settleBehind.values(), ...barriers.map(({ settle }) => settle)];
    this.#lines.clear();
    this.#ready = [];
    this.#behind = [];
    this.#barrier = undefined;
    this.#settleBehind.clear();
    for (const settle of settles) settle();
  }

  #enqueue(delivery: Delivery, settle: () => void): void {
    const line = this.#lines.get(delivery.alarm);
    if (!line) {
      this.#lines.set(delivery.alarm, [{ delivery, reports: 1, sent: false, settle: [settle] }]);
      this.#ready.push(delivery.alarm);
      return;
    }
    const last = line.at(-1);
    const joined = last && !last.sent ? joinRaises(last.delivery, delivery) : undefined;
    if (!last || !joined) {
      line.push({ delivery, reports: 1, sent: false, settle: [settle] });
      return;
    }
    last.delivery = joined;
    last.reports += 1;
    last.settle.push(settle);
  }

  #pump(): void {
    const run = this.#run;
    if (!run || run.signal.aborted) return;
    while (run.inFlight < this.#mostInFlight) {
      const alarm = this.#ready.shift();
      if (alarm === undefined) break;
      void this.#sendFirst(alarm, run);
    }
    if (this.#barrier && this.#lines.size === 0) void this.#passBarrier(this.#barrier, run.signal);
  }

  async #sendFirst(alarm: ActorId, run: Run): Promise<void> {
    const line = this.#lines.get(alarm);
    const first = line?.[0];
    if (!line || !first) return;
    first.sent = true;
    run.inFlight += 1;
    let reply: Reply;
    try {
      reply = await run.send(first.delivery, run.signal);
    } catch (error) {
      if (!run.signal.aborted) this.#failed(error);
      return;
    }
    run.inFlight -= 1;
    if (this.#run !== run) return;
    line.shift();
    if (line.length > 0) this.#ready.push(alarm);
    else this.#lines.delete(alarm);
    run.delivered(reply, first.delivery, first.reports);
    for (const settle of first.settle) settle();
    this.#pump();
  }

  async #passBarrier(barrier: Barrier, signal: AbortSignal): Promise<void> {
    if (this.#barrierRunning) return;
    this.#barrierRunning = true;
    try {
      await barrier.work(signal);
    } catch (error) {
      if (!signal.aborted) {
        this.#failed(error);
        return;
      }
    } finally {
      this.#barrierRunning = false;
    }
    // Cut off on the way: the next run, which may have begun meanwhile, does the work once more.
    if (!signal.aborted) {
      this.#barrier = undefined;
      barrier.settle();
      this.#releaseBehind();
    }
    this.#pump();
  }

  #releaseBehind(): void {
    while (!this.#barrier && this.#behind.length > 0) {
      const next = this.#behind.shift()!;
      if ('work' in next) {
        this.#barrier = next;
      } else {
        const settle = this.#settleBehind.get(next)!;
        this.#settleBehind.delete(next);
        this.#enqueue(next, settle);
      }
    }
  }
}

/** The later report's words and evidence, the earlier one's key; undefined for what must be told apart. */
function joinRaises(earlier: Delivery, later: Delivery): Delivery | undefined {
  if (earlier.command.type !== 'alarm.raise' || later.command.type !== 'alarm.raise') return undefined;
  const occurrences = earlier.command.occurrences + later.command.occurrences;
  return { ...later, key: earlier.key, command: { ...later.command, occurrences } };
}
