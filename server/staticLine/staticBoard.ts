import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { SILENT_AFTER_MS } from './meterStep.ts';
import type { StaticMeter } from './staticMeterStore.ts';

/** A line as it was when its queue was read last. */
export interface SeenLine {
  readonly nasId: ActorId;
  readonly name: string;
  readonly address: string;
  readonly meter: StaticMeter;
}

type Listener = (ids: ReadonlySet<string>) => void;

/** Lines with an address of their own that are in, as their routers' queues and neighbours show it. */
export class StaticBoard {
  readonly #clock: Clock;
  readonly #lines = new Map<TenantId, Map<string, SeenLine>>();
  readonly #listeners = new Map<TenantId, Set<Listener>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined: it is not in, or nobody knows. */
  lineOf(tenant: TenantId, id: string): (SeenLine & { readonly since: number }) | undefined {
    const line = this.#lines.get(tenant)?.get(id);
    const since = line?.meter.onlineSince;
    return line && since !== undefined ? { ...line, since } : undefined;
  }

  meterOf(tenant: TenantId, id: string): StaticMeter | undefined {
    return this.#lines.get(tenant)?.get(id)?.meter;
  }

  /** Its queue has not been read for so long that the answer is old: its router is not reached. */
  unknownSince({ meter }: SeenLine): number | undefined {
    return this.#clock.now() - meter.readAt >= SILENT_AFTER_MS ? meter.readAt : undefined;
  }

  *ids(tenant: TenantId): Generator<string> {
    for (const [id, { meter }] of this.#lines.get(tenant) ?? []) if (meter.onlineSince !== undefined) yield id;
  }

  /** Everything that was read of a router; lines of it that are not among them are on it no more. */
  put(tenant: TenantId, nasId: ActorId, read: ReadonlyMap<string, SeenLine>): void {
    const lines = this.#lines.get(tenant) ?? new Map<string, SeenLine>();
    this.#lines.set(tenant, lines);
    const changed = new Set<string>();
    for (const [id, line] of lines)
      if (line.nasId === nasId && !read.has(id)) {
        lines.delete(id);
        if (line.meter.onlineSince !== undefined) changed.add(id);
      }
    for (const [id, line] of read) {
      const before = lines.get(id);
      lines.set(id, line);
      if (before?.meter.onlineSince !== line.meter.onlineSince || before?.address !== line.address) changed.add(id);
    }
    if (changed.size > 0) for (const listener of this.#listeners.get(tenant) ?? []) listener(changed);
  }

  onChange(tenant: TenantId, listener: Listener): () => void {
    const listeners = this.#listeners.get(tenant) ?? new Set();
    this.#listeners.set(tenant, listeners.add(listener));
    return () => void listeners.delete(listener);
  }
}
