import type { TenantId } from '#shared/values/ids.ts';

interface Waiter {
  readonly position: number;
  readonly resolve: () => void;
}

/** How far the RADIUS process has come in each tenant's log, and who waits for it. */
export class AcknowledgedPositions {
  readonly #positions = new Map<string, number>();
  readonly #waiting = new Map<string, Set<Waiter>>();

  of(tenant: TenantId): number | undefined {
    return this.#positions.get(tenant);
  }

  /** A process is connected; what an earlier one had acknowledged says nothing about it. */
  reset(): void {
    this.#positions.clear();
  }

  acknowledged(tenant: string, position: number): void {
    this.#positions.set(tenant, position);
    const waiting = this.#waiting.get(tenant);
    for (const waiter of waiting ?? []) {
      if (waiter.position > position) continue;
      waiting!.delete(waiter);
      waiter.resolve();
    }
  }

  /** Resolves when the process acts by everything up to there. Rejects when the signal aborts. */
  async when(tenant: TenantId, position: number, signal: AbortSignal): Promise<void> {
    if ((this.#positions.get(tenant) ?? -1) >= position) return;
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { position, resolve };
    const waiting = this.#waiting.get(tenant) ?? new Set();
    this.#waiting.set(tenant, waiting.add(waiter));
    const aborted = (): void => reject(new Error('stopped waiting for the RADIUS process', { cause: signal.reason }));
    signal.addEventListener('abort', aborted, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', aborted);
      waiting.delete(waiter);
    }
  }
}
