import { APPROVAL } from '#actors/approval/approvalActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { StoredApproval } from './approvalStore.ts';

export interface ApprovalBoardOptions {
  readonly tenant: TenantId;
  readonly clock: Clock;
  readonly eventLog: EventLog;
  readonly head: () => Promise<number>;
  readonly recent: (endedAfter: number) => Promise<readonly StoredApproval[]>;
  readonly load: (id: ActorId) => Promise<StoredApproval | undefined>;
  /** Told of each approval as it is heard of. */
  readonly onApproved: (id: ActorId) => void;
}

/** How long what has ended stays on screens. */
export const SHOWN_AFTER_END_MS = 24 * 3_600_000;

/** A tenant's requests that wait or ended lately, kept up with the log. */
export class ApprovalBoard {
  readonly #options: ApprovalBoardOptions;
  readonly #approvals = new Map<ActorId, StoredApproval>();
  readonly #listeners = new Set<() => void>();
  #follower: Follower | undefined;

  constructor(options: ApprovalBoardOptions) {
    this.#options = options;
  }

  /** Rejects when the database does not answer. */
  async start(): Promise<void> {
    const { tenant, clock, eventLog, head, recent } = this.#options;
    // The position first: what is committed between the two reads comes again, which versions absorb.
    const from = await head();
    for (const approval of await recent(clock.now() - SHOWN_AFTER_END_MS)) this.#put(approval);
    this.#follower = eventLog.follow({ tenant, name: 'approvals', from, onEvents: (records) => this.#hear(records) });
  }

  async stop(): Promise<void> {
    await this.#follower?.stop();
  }

  /** Newest first; what ended more than a day ago is forgotten here. */
  standing(): readonly StoredApproval[] {
    const endedAfter = this.#options.clock.now() - SHOWN_AFTER_END_MS;
    for (const [id, { state }] of this.#approvals)
      if ((state.endedAt ?? Infinity) < endedAfter) this.#approvals.delete(id);
    return [...this.#approvals.values()].toSorted((a, b) => b.state.requestedAt - a.state.requestedAt);
  }

  has(id: string): boolean {
    return this.#approvals.has(id as ActorId);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #hear(records: readonly EventRecord[]): Promise<void> {
    const ours = records.filter(({ kind }) => kind === APPROVAL);
    for (const id of new Set(ours.map(({ actorId }) => actorId))) {
      const approval = await this.#options.load(id);
      if (approval) this.#put(approval);
    }
    if (ours.length > 0) for (const listener of this.#listeners) listener();
    for (const { type, actorId } of ours) if (type === 'approval.approved') this.#options.onApproved(actorId);
  }

  #put(approval: StoredApproval): void {
    const known = this.#approvals.get(approval.state.id);
    if (known === undefined || known.version < approval.version) this.#approvals.set(approval.state.id, approval);
  }
}
