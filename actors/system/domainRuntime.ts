import { canonicalJson, type Json } from '#shared/values/canonicalJson.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Refusal, Reply } from '#shared/wire/reply.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import { formatAddress, type ActorAddress } from './address.ts';
import { BatchLoader } from './batchLoader.ts';
import type { Clock } from './clock.ts';
import type { CommittedBatch } from './committedBatch.ts';
import { createCell, type DomainCell, type Pending } from './domainCell.ts';
import type { Deadline, Decision, DomainKind, Fact } from './domainKind.ts';
import type { CommandEnvelope } from './envelope.ts';
import { GroupCommit } from './groupCommit.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { Mailbox } from './mailbox.ts';
import {
  CommitRejected,
  StorageFull,
  StorageUnavailable,
  type ActorObserver,
  type CommitOutcome,
  type CommitUnit,
  type DomainStore,
  type Host,
} from './ports.ts';
import { RestartBudget } from './restartBudget.ts';

export const MAILBOX_MOST = 1000;
const MOST_DECISIONS = 4; // the first and three more after conflicts

export interface DomainRuntimeOptions {
  readonly kinds: readonly DomainKind[];
  readonly store: DomainStore;
  readonly clock: Clock;
  readonly host: Host;
  readonly observer: ActorObserver;
  readonly onCommitted: (batch: CommittedBatch) => void;
  /** An actor used up its restarts; raise an alarm about it. */
  readonly onFailed: (address: ActorAddress, error: unknown) => void;
  readonly mostUnitsPerCommit?: number;
}

/** A crash asked for from the Inspector, to see supervision at work. */
export class RequestedCrash extends Error {
  override readonly name = 'RequestedCrash';
}

/**
 * Runs the domain family: finds or activates an actor, takes its commands one at a time, decides purely, commits in
 * groups, and only then advances the state and answers. A crash costs the actor its memory, never the truth.
 */
export class DomainRuntime {
  readonly #options: DomainRuntimeOptions;
  readonly #kinds: ReadonlyMap<string, DomainKind>;
  /** In order of last use, so that idle actors are found at the front. */
  readonly #cells = new Map<string, DomainCell>();
  readonly #loaders = new Map<string, BatchLoader>();
  readonly #commits = new Map<TenantId, GroupCommit>();
  #working = 0;
  #draining = false;
  #drained: (() => void) | undefined;

  constructor(options: DomainRuntimeOptions) {
    this.#options = options;
    this.#kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
  }

  /** Sends a command and waits for its answer, at most until the envelope's deadline. Never throws. */
  ask(envelope: CommandEnvelope): Promise<Reply> {
    if (this.#draining) return Promise.resolve(systemRefusal('system/draining'));
    const kind = this.#kinds.get(envelope.address.kind);
    if (!kind) return Promise.resolve(systemRefusal('command/unknown-kind'));
    const command = kind.command.safeParse(envelope.command);
    if (!command.success) {
      const [issue] = command.error.issues;
      const problem = issue ? `${issue.path.join('.') || 'command'}: ${issue.message}` : 'unreadable';
      return Promise.resolve(systemRefusal('command/malformed', { problem }));
    }
    const parsed = { ...envelope, command: command.data as { readonly type: string } };
    return this.#enqueue(kind, this.#cell(envelope.address), parsed);
  }

  /** Brings an actor into memory; resolves to false when it does not exist. Throws StorageUnavailable. */
  async activate(address: ActorAddress): Promise<boolean> {
    const cell = this.#cell(address);
    if (cell.status === 'cold') await this.#load(cell);
    return cell.version > 0;
  }

  cellOf(address: ActorAddress): DomainCell | undefined {
    return this.#cells.get(formatAddress(address));
  }

  cells(): IterableIterator<DomainCell> {
    return this.#cells.values();
  }

  kindOf(name: string): DomainKind | undefined {
    return this.#kinds.get(name);
  }

  kinds(): readonly DomainKind[] {
    return this.#options.kinds;
  }

  get liveActors(): number {
    return this.#cells.size;
  }

  /** Drops actors that were idle for longer than their kind allows; they come back with their next message. */
  passivateIdle(): number {
    const now = this.#options.clock.now();
    let dropped = 0;
    for (const [key, cell] of this.#cells) {
      const idleMs = this.#kinds.get(cell.address.kind)?.idleMs ?? 0;
      if (now - cell.lastUsedAt < idleMs) break;
      if (cell.status !== 'ready' && cell.status !== 'cold') continue;
      this.#cells.delete(key);
      dropped += 1;
    }
    return dropped;
  }

  /** Forgets an actor's memory and failures at once; whatever waits is handled after it has been read again. */
  restart(address: ActorAddress): boolean {
    const cell = this.#cells.get(formatAddress(address));
    if (!cell || cell.status === 'working') return false;
    cell.budget?.forget();
    cell.restarts += 1;
    cell.status = 'cold';
    cell.state = undefined;
    this.#pump(cell);
    return true;
  }

  /** The actor throws at its next step, now if it is idle. */
  crash(address: ActorAddress): boolean {
    const cell = this.#cells.get(formatAddress(address));
    if (!cell || cell.status === 'failed') return false;
    cell.crashRequested = true;
    if (cell.status === 'ready' || cell.status === 'cold') {
      cell.crashRequested = false;
      this.#crashed(cell, undefined, new RequestedCrash('crash requested from the Inspector'));
    }
    return true;
  }

  /** Refuses new commands and waits until everything accepted is answered. */
  drain(): Promise<void> {
    this.#draining = true;
    if (this.#working === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#drained = resolve));
  }

  #cell(address: ActorAddress): DomainCell {
    const key = formatAddress(address);
    const now = this.#options.clock.now();
    const known = this.#cells.get(key);
    if (!known) {
      const cell = createCell(address, key, now);
      this.#cells.set(key, cell);
      return cell;
    }
    // Moving to the end at most once a second keeps the order good enough without a cost per message.
    if (now - known.lastUsedAt >= 1000) {
      known.lastUsedAt = now;
      this.#cells.delete(key);
      this.#cells.set(key, known);
    }
    return known;
  }

  #enqueue(
    kind: DomainKind,
    cell: DomainCell,
    envelope: CommandEnvelope<{ readonly type: string }>,
  ): Promise<Reply> {
    const { clock, host, observer } = this.#options;
    const now = clock.now();
    if (cell.status === 'failed') {
      return Promise.resolve(systemRefusal('actor/failed', cell.lastError ? { error: cell.lastError } : undefined));
    }
    return new Promise((resolve) => {
      const hash = host.sha256(canonicalJson({ address: cell.key, command: envelope.command as unknown as Json }));
      const entry: JournalEntry = {
        at: now,
        message: envelope.command,
        key: envelope.key,
        by: envelope.caller.kind === 'user' ? envelope.caller.userId : envelope.caller.name,
        outcome: 'waiting',
      };
      let answered = false;
      let timer: unknown;
      const answer = (reply: Reply): void => {
        if (answered) return;
        answered = true;
        clock.clearTimeout(timer);
        const tookMs = clock.now() - now;
        entry.tookMs = tookMs;
        observer.commandDone(kind.kind, reply.ok ? 'accepted' : reply.code, tookMs);
        resolve(reply);
      };
      const pending: Pending = {
        envelope,
        keys: [{ key: envelope.key, hash }],
        entry,
        receivedAt: now,
        answer,
        joined: [],
        crashes: 0,
      };
      if (!this.#put(kind, cell, pending)) {
        entry.outcome = 'refused';
        entry.code = 'actor/busy';
        answer(systemRefusal('actor/busy'));
        return;
      }
      if (!answered && Number.isFinite(envelope.deadlineAt)) {
        timer = clock.setTimeout(() => answer(systemRefusal('command/timeout')), envelope.deadlineAt - now);
      }
      this.#pump(cell);
    });
  }

  #put(kind: DomainKind, cell: DomainCell, pending: Pending): boolean {
    const mailbox = (cell.mailbox ??= new Mailbox<Pending>(MAILBOX_MOST));
    const waiting = mailbox.last();
    const joined = waiting && joinPending(kind, waiting, pending);
    if (joined) mailbox.replaceLast(joined);
    else if (!mailbox.put(pending)) return false;
    (cell.journal ??= new Journal()).add(pending.entry);
    this.#working += 1;
    return true;
  }

  #pump(cell: DomainCell): void {
    if (cell.status !== 'ready' && cell.status !== 'cold') return;
    const pending = cell.mailbox?.take();
    if (!pending) return;
    const wasCold = cell.status === 'cold';
    cell.status = 'working';
    cell.current = pending;
    void this.#handle(cell, pending, wasCold);
  }

  /** One command from start to answer; whatever happens, the next one gets its turn. */
  async #handle(cell: DomainCell, pending: Pending, mustLoad: boolean): Promise<void> {
    try {
      if (mustLoad) await this.#load(cell);
      await this.#decideAndCommit(cell, pending);
      this.#next(cell);
    } catch (error) {
      if (error instanceof StorageUnavailable || error instanceof StorageFull) {
        this.#options.observer.storageTrouble(error);
        this.#settle(pending, systemRefusal(error instanceof StorageFull ? 'storage/full' : 'storage/unavailable'));
        cell.status = 'cold';
        this.#next(cell);
      } else {
        this.#crashed(cell, pending, error);
      }
    }
  }

  #next(cell: DomainCell): void {
    cell.current = undefined;
    if (cell.status === 'working') cell.status = 'ready';
    this.#pump(cell);
  }

  async #load(cell: DomainCell): Promise<void> {
    const { tenant, kind, id } = cell.address;
    const name = `${tenant}/${kind}`;
    let loader = this.#loaders.get(name);
    if (!loader) this.#loaders.set(name, (loader = new BatchLoader(this.#options.store, tenant, kind)));
    const stored = await loader.load(id);
    cell.state = stored?.state;
    cell.version = stored?.version ?? 0;
    if (cell.status === 'cold') cell.status = 'ready';
  }

  async #decideAndCommit(cell: DomainCell, pending: Pending): Promise<void> {
    const kind = this.#kinds.get(cell.address.kind)!;
    for (let decisions = 1; ; decisions++) {
      const { unit, state, version } = this.#decide(kind, cell, pending);
      const outcome = await this.#commit(cell.address.tenant, unit);
      switch (outcome.status) {
        case 'committed':
          cell.state = state;
          cell.version = version;
          this.#settle(pending, unit.answer);
          return;
        case 'duplicate':
          this.#answerDuplicate(cell, pending, outcome);
          return;
        case 'fenced':
          this.#settle(pending, systemRefusal('actor/not-owner'));
          return;
        case 'conflict':
          if (decisions === MOST_DECISIONS) {
            cell.status = 'cold';
            this.#settle(pending, systemRefusal('command/contended'));
            return;
          }
          await this.#load(cell);
      }
    }
  }

  #decide(
    kind: DomainKind,
    cell: DomainCell,
    pending: Pending,
  ): { unit: CommitUnit; state: unknown; version: number } {
    if (cell.crashRequested) {
      cell.crashRequested = false;
      throw new RequestedCrash('crash requested from the Inspector');
    }
    const { envelope } = pending;
    const at = this.#options.clock.now();
    const before = cell.version === 0 ? undefined : cell.state;
    const base = {
      address: cell.address,
      keys: pending.keys,
      at,
      ...(envelope.fired ? { fired: envelope.fired } : {}),
      ...(envelope.fence ? { fence: envelope.fence } : {}),
    };
    const decision = this.#outOfScope(kind, before, envelope)
      ? { accepted: false as const, refusal: systemRefusal('actor/not-found') }
      : (kind.decide(before, envelope.command, { id: cell.address.id, at, caller: envelope.caller }) as Decision<
          unknown,
          Fact
        >);
    if (!decision.accepted) {
      return { unit: { ...base, answer: decision.refusal }, state: before, version: cell.version };
    }
    if (decision.events.length === 0) {
      return { unit: { ...base, answer: { ok: true, version: cell.version } }, state: before, version: cell.version };
    }
    const version = cell.version + 1;
    const change = {
      expectedVersion: cell.version,
      state: decision.state,
      events: decision.events,
      eventVersions: kind.eventVersions,
      actorUser: envelope.caller.kind === 'user' ? envelope.caller.userId : undefined,
      cause: envelope.cause ?? { kind: 'command' as const, key: envelope.key },
      ...(envelope.evidence ? { evidence: envelope.evidence } : {}),
      deadlines: deadlineChanges(
        before === undefined ? [] : kind.deadlines(before),
        kind.deadlines(decision.state),
      ),
    };
    return { unit: { ...base, answer: { ok: true, version }, change }, state: decision.state, version };
  }

  /** People limited to branches are told that an actor of another branch does not exist. */
  #outOfScope(kind: DomainKind, state: unknown, { caller }: CommandEnvelope): boolean {
    if (caller.kind !== 'user' || caller.branches === 'all' || state === undefined) return false;
    const branch = kind.branch(state);
    return branch !== undefined && !caller.branches.includes(branch);
  }

  #commit(tenant: TenantId, unit: CommitUnit): Promise<CommitOutcome> {
    let commits = this.#commits.get(tenant);
    if (!commits) {
      const { store, clock, observer, onCommitted, mostUnitsPerCommit } = this.#options;
      commits = new GroupCommit(tenant, {
        store,
        clock,
        observer,
        onCommitted,
        ...(mostUnitsPerCommit === undefined ? {} : { mostUnits: mostUnitsPerCommit }),
      });
      this.#commits.set(tenant, commits);
    }
    return commits.submit(unit);
  }

  #answerDuplicate(
    cell: DomainCell,
    pending: Pending,
    { answers }: Extract<CommitOutcome, { status: 'duplicate' }>,
  ): void {
    // Somebody, perhaps this process before an unknown COMMIT, changed the actor under this key: read it again.
    cell.status = 'cold';
    if (pending.joined.length > 0) {
      for (const single of pending.joined.toReversed()) cell.mailbox?.putBack(single);
      return;
    }
    const [own] = pending.keys;
    const stored = own && answers.get(own.key);
    if (!own || !stored) throw new CommitRejected(`duplicate without an answer for ${own?.key}`);
    const same = own.hash.length === stored.hash.length && own.hash.every((byte, i) => byte === stored.hash[i]);
    this.#settle(pending, same ? stored.answer : systemRefusal('command/key-reused'), same ? 'duplicate' : 'refused');
  }

  #settle(pending: Pending, reply: Reply, outcome?: JournalEntry['outcome']): void {
    const singles = pending.joined.length > 0 ? pending.joined : [pending];
    for (const single of singles) {
      single.entry.outcome = outcome ?? (reply.ok ? 'accepted' : 'refused');
      if (!reply.ok) single.entry.code = reply.code;
      single.answer(reply);
      this.#working -= 1;
    }
    if (this.#working === 0) this.#drained?.();
  }

  /**
   * The actor loses its memory. Its message is tried once more after the restart; when it crashes the actor again it
   * is set aside, durably, and the actor goes on with the next one.
   */
  #crashed(cell: DomainCell, pending: Pending | undefined, error: unknown): void {
    const { clock, host, observer } = this.#options;
    const now = clock.now();
    cell.lastError = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    cell.lastErrorAt = now;
    cell.state = undefined;
    cell.current = undefined;
    observer.crashed(cell.key, error);
    const kind = this.#kinds.get(cell.address.kind)!;
    const verdict = (cell.budget ??= new RestartBudget(kind.restart)).crashed(now, host.random());
    if (verdict.kind === 'give-up') {
      this.#giveUp(cell, pending, error, verdict.retryAfterMs);
      return;
    }
    cell.restarts += 1;
    cell.status = 'restarting';
    const resume = (): void => {
      if (cell.status !== 'restarting') return;
      cell.status = 'cold';
      this.#pump(cell);
    };
    if (pending) {
      pending.crashes += 1;
      pending.entry.outcome = 'crashed';
      if (pending.crashes >= 2) {
        void this.#setAside(cell, pending, error).then(() => clock.setTimeout(resume, verdict.afterMs));
        return;
      }
      (cell.mailbox ??= new Mailbox<Pending>(MAILBOX_MOST)).putBack(pending);
    }
    clock.setTimeout(resume, verdict.afterMs);
  }

  #giveUp(cell: DomainCell, pending: Pending | undefined, error: unknown, retryAfterMs: number): void {
    cell.status = 'failed';
    this.#options.observer.gaveUp(cell.key, error);
    this.#options.onFailed(cell.address, error);
    const refusal: Refusal = systemRefusal('actor/failed', { error: cell.lastError ?? 'unknown' });
    if (pending) this.#settle(pending, refusal);
    for (let waiting = cell.mailbox?.take(); waiting; waiting = cell.mailbox?.take()) this.#settle(waiting, refusal);
    this.#options.clock.setTimeout(() => {
      if (cell.status !== 'failed') return;
      cell.status = 'cold';
      this.#pump(cell);
    }, retryAfterMs);
  }

  /** Keeps the message and its refusal in one transaction; without a database the sender is told to try again. */
  async #setAside(cell: DomainCell, pending: Pending, error: unknown): Promise<void> {
    const at = this.#options.clock.now();
    for (const single of pending.joined.length > 0 ? pending.joined : [pending]) {
      const id = this.#options.host.newId();
      const answer = systemRefusal('actor/set-aside', { id });
      try {
        const outcome = await this.#commit(cell.address.tenant, {
          address: cell.address,
          keys: single.keys,
          answer,
          at,
          ...(single.envelope.fired ? { fired: single.envelope.fired } : {}),
          setAside: { id, envelope: single.envelope, error: describe(error), setAsideAt: at },
        });
        this.#settle(single, outcome.status === 'committed' ? answer : systemRefusal('storage/unavailable'), 'set-aside');
      } catch (trouble) {
        this.#options.observer.storageTrouble(trouble);
        this.#settle(single, systemRefusal('storage/unavailable'), 'crashed');
      }
    }
  }
}

function joinPending(kind: DomainKind, waiting: Pending, next: Pending): Pending | undefined {
  // Only reports of the system are joined: a person's command is answered for itself.
  const plain = (pending: Pending): boolean =>
    pending.envelope.caller.kind === 'system' && !pending.envelope.fired && pending.crashes === 0;
  if (!kind.coalesce || !plain(waiting) || !plain(next)) return undefined;
  if (waiting.envelope.fence?.epoch !== next.envelope.fence?.epoch) return undefined;
  const command = kind.coalesce(waiting.envelope.command, next.envelope.command);
  if (!command) return undefined;
  const joined = [...(waiting.joined.length > 0 ? waiting.joined : [waiting]), next];
  return {
    ...next,
    envelope: { ...next.envelope, command: command as { readonly type: string } },
    keys: [...waiting.keys, ...next.keys],
    joined,
    crashes: 0,
  };
}

function deadlineChanges(
  before: readonly Deadline[],
  after: readonly Deadline[],
): { set: readonly Deadline[]; calledOff: readonly string[] } {
  if (before.length === 0 && after.length === 0) return { set: [], calledOff: [] };
  const had = new Map(before.map((deadline) => [deadline.name, deadline.dueAt]));
  return {
    set: after.filter(({ name, dueAt }) => had.get(name) !== dueAt),
    calledOff: before.map(({ name }) => name).filter((name) => !after.some((deadline) => deadline.name === name)),
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.stack ?? `${error.name}: ${error.message}`).slice(0, 4000);
}
