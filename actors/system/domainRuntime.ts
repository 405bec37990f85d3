import { canonicalJson, type Json } from '#shared/values/canonicalJson.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { ActorAddress } from './address.ts';
import { BatchLoader } from './batchLoader.ts';
import { CellDirectory } from './cellDirectory.ts';
import { CellFailure, MAILBOX_MOST } from './cellFailure.ts';
import type { Clock } from './clock.ts';
import type { CommittedBatch } from './committedBatch.ts';
import { decideUnit } from './decideUnit.ts';
import type { DomainCell } from './domainCell.ts';
import type { DomainKind } from './domainKind.ts';
import type { CommandEnvelope } from './envelope.ts';
import { GroupCommit } from './groupCommit.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { Mailbox } from './mailbox.ts';
import { createPending, joinPending, singlesOf, type ParsedEnvelope, type Pending } from './pending.ts';
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
import { storedReply } from './storedReply.ts';

const MOST_DECISIONS = 4; // the first, and three more after conflicts

export interface DomainRuntimeOptions {
  readonly kinds: readonly DomainKind[];
  readonly store: DomainStore;
  readonly clock: Clock;
  readonly host: Host;
  readonly observer: ActorObserver;
  readonly onCommitted: (batch: CommittedBatch) => void;
  /** An actor used up its restarts; raise an alarm about it. */
  readonly onFailed: (address: ActorAddress, error: unknown) => void;
  /** An actor of which that was said has handled a command since. */
  readonly onRecovered?: (address: ActorAddress) => void;
  /** An actor crashed, restarted or recovered. */
  readonly onChange?: () => void;
  readonly mostUnitsPerCommit?: number;
}

/** A crash asked for from the Inspector, to see supervision at work. */
export class RequestedCrash extends Error {
  override readonly name = 'RequestedCrash';
}

/**
 * Runs the domain family: finds or activates an actor, takes its commands one at a time, decides purely, commits in
 * groups, and only then advances the state and answers.
 */
export class DomainRuntime {
  readonly directory: CellDirectory;
  readonly #options: DomainRuntimeOptions;
  readonly #kinds: ReadonlyMap<string, DomainKind>;
  readonly #loaders = new Map<string, BatchLoader>();
  readonly #commits = new Map<TenantId, GroupCommit>();
  readonly #failure: CellFailure;
  #working = 0;
  #draining = false;
  readonly #drained = Promise.withResolvers<void>();

  constructor(options: DomainRuntimeOptions) {
    this.#options = options;
    this.#kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
    const shortestIdleMs = Math.min(...options.kinds.map((kind) => kind.idleMs));
    this.directory = new CellDirectory(options.clock, shortestIdleMs, (kind) => this.#kinds.get(kind)?.idleMs ?? 0);
    this.#failure = new CellFailure({
      clock: options.clock,
      host: options.host,
      observer: options.observer,
      onFailed: options.onFailed,
      onRecovered: (address) => options.onRecovered?.(address),
      onChange: () => options.onChange?.(),
      commit: (unit) => this.#commit(unit),
      settle: (pending, reply, outcome) => this.#settle(pending, reply, outcome),
      resume: (cell) => this.#pump(cell),
    });
  }

  kindOf(name: string): DomainKind | undefined {
    return this.#kinds.get(name);
  }

  kinds(): readonly DomainKind[] {
    return this.#options.kinds;
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
    return this.#enqueue(kind, { ...envelope, command: command.data as { readonly type: string } });
  }

  /** Brings an actor into memory; resolves to false when it does not exist. Throws StorageUnavailable. */
  async activate(address: ActorAddress): Promise<boolean> {
    const cell = this.directory.findOrCreate(address);
    if (cell.status === 'cold') {
      // It takes the actor's turn: a command meanwhile could be overtaken by what is read here.
      cell.status = 'working';
      let status: 'ready' | 'cold' = 'cold';
      try {
        await this.#load(cell);
        status = 'ready';
      } finally {
        this.#next(cell, status);
      }
    }
    return cell.version > 0;
  }

  /**
   * Forgets an actor's memory and failures; whatever waits is handled after it has been read again. The command under
   * way is finished first. False when the actor is not in memory.
   */
  restart(address: ActorAddress): boolean {
    const cell = this.directory.find(address);
    if (!cell) return false;
    cell.budget?.forget();
    cell.restarts += 1;
    if (cell.status === 'working') {
      cell.restartRequested = true;
      return true;
    }
    cell.status = 'cold';
    cell.state = undefined;
    this.#pump(cell);
    return true;
  }

  /** The actor throws at its next step, at once if it is idle. False when it is not in memory or has failed already. */
  crash(address: ActorAddress): boolean {
    const cell = this.directory.find(address);
    const kind = this.#kinds.get(address.kind);
    if (!cell || !kind || cell.status === 'failed') return false;
    if (cell.status === 'ready' || cell.status === 'cold')
      this.#failure.crashed(kind, cell, undefined, requestedCrash());
    else cell.crashRequested = true;
    return true;
  }

  /** Refuses new commands and waits until everything accepted is answered. */
  drain(): Promise<void> {
    this.#draining = true;
    if (this.#working === 0) this.#drained.resolve();
    return this.#drained.promise;
  }

  #enqueue(kind: DomainKind, envelope: ParsedEnvelope): Promise<Reply> {
    const { clock, host, observer } = this.#options;
    const cell = this.directory.findOrCreate(envelope.address);
    if (cell.status === 'failed') {
      return Promise.resolve(systemRefusal('actor/failed', { error: cell.lastError ?? 'unknown' }));
    }
    const now = clock.now();
    const text = canonicalJson({ address: cell.key, command: envelope.command as unknown as Json });
    return new Promise((resolve) => {
      let answered = false;
      const pending = createPending(envelope, host.sha256(text), now, (reply) => {
        if (answered) return;
        answered = true;
        clock.clearTimeout(timer);
        pending.entry.tookMs = clock.now() - now;
        observer.commandDone(kind.kind, reply.ok ? 'accepted' : reply.code, pending.entry.tookMs);
        resolve(reply);
      });
      const timer = clock.setTimeout(() => pending.answer(systemRefusal('command/timeout')), envelope.deadlineAt - now);
      if (this.#put(kind, cell, pending)) this.#pump(cell);
      else pending.answer(systemRefusal('actor/busy'));
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
    const mustLoad = cell.status === 'cold';
    cell.status = 'working';
    cell.current = pending;
    void this.#handle(cell, pending, mustLoad);
  }

  /** One command from start to answer; whatever happens, the next one gets its turn. */
  async #handle(cell: DomainCell, pending: Pending, mustLoad: boolean): Promise<void> {
    const kind = this.#kinds.get(cell.address.kind)!;
    try {
      if (mustLoad) await this.#load(cell);
      const settled = await this.#decideAndCommit(kind, cell, pending);
      this.#next(cell, settled);
    } catch (error) {
      if (error instanceof StorageUnavailable || error instanceof StorageFull) {
        this.#options.observer.storageTrouble(error);
        this.#settle(pending, systemRefusal(error instanceof StorageFull ? 'storage/full' : 'storage/unavailable'));
        this.#next(cell, 'cold');
      } else {
        this.#failure.crashed(kind, cell, pending, error);
      }
    }
  }

  #next(cell: DomainCell, status: 'ready' | 'cold'): void {
    cell.current = undefined;
    cell.status = cell.restartRequested ? 'cold' : status;
    cell.restartRequested = false;
    if (cell.crashRequested) {
      cell.crashRequested = false;
      this.#failure.crashed(this.#kinds.get(cell.address.kind)!, cell, undefined, requestedCrash());
    } else this.#pump(cell);
  }

  async #load(cell: DomainCell): Promise<void> {
    const { tenant, kind, id } = cell.address;
    const name = `${tenant}/${kind}`;
    let loader = this.#loaders.get(name);
    if (!loader) this.#loaders.set(name, (loader = new BatchLoader(this.#options.store, tenant, kind)));
    const stored = await loader.load(id);
    cell.state = stored?.state;
    cell.version = stored?.version ?? 0;
  }

  /** Resolves to whether the cell's memory is still good. */
  async #decideAndCommit(kind: DomainKind, cell: DomainCell, pending: Pending): Promise<'ready' | 'cold'> {
    for (let decisions = 1; ; decisions++) {
      if (cell.crashRequested) {
        cell.crashRequested = false;
        throw requestedCrash();
      }
      const { unit, state, version } = decideUnit(kind, cell, pending, this.#options.clock.now());
      const outcome = await this.#commit(unit);
      switch (outcome.status) {
        case 'committed':
          cell.state = state;
          cell.version = version;
          this.#settle(pending, unit.answer);
          this.#failure.handled(cell);
          return 'ready';
        case 'duplicate':
          this.#answerDuplicate(cell, pending, outcome);
          // Somebody, perhaps this process before an unknown COMMIT, acted under this key: read the actor again.
          return 'cold';
        case 'fenced':
          this.#settle(pending, systemRefusal('actor/not-owner'));
          return 'ready';
        case 'conflict':
          if (decisions === MOST_DECISIONS) {
            this.#settle(pending, systemRefusal('command/contended'));
            return 'cold';
          }
          await this.#load(cell);
      }
    }
  }

  #commit(unit: CommitUnit): Promise<CommitOutcome> {
    const { tenant } = unit.address;
    let commits = this.#commits.get(tenant);
    if (!commits) {
      const { store, clock, observer, onCommitted, mostUnitsPerCommit: mostUnits } = this.#options;
      commits = new GroupCommit(tenant, { store, clock, observer, onCommitted, ...(mostUnits ? { mostUnits } : {}) });
      this.#commits.set(tenant, commits);
    }
    return commits.submit(unit);
  }

  #answerDuplicate(
    cell: DomainCell,
    pending: Pending,
    { answers }: Extract<CommitOutcome, { status: 'duplicate' }>,
  ): void {
    if (pending.joined.length > 0) {
      for (const single of pending.joined.toReversed()) cell.mailbox?.putBack(single);
      return;
    }
    const [own] = pending.keys;
    const stored = own && answers.get(own.key);
    if (!own || !stored) throw new CommitRejected(`duplicate without an answer for ${own?.key}`);
    const reply = storedReply(own, stored);
    this.#settle(pending, reply, reply === stored.answer ? 'duplicate' : undefined);
  }

  #settle(pending: Pending, reply: Reply, outcome?: JournalEntry['outcome']): void {
    for (const single of singlesOf(pending)) {
      single.entry.outcome = outcome ?? (reply.ok ? 'accepted' : 'refused');
      if (!reply.ok) single.entry.code = reply.code;
      single.answer(reply);
      this.#working -= 1;
    }
    if (this.#draining && this.#working === 0) this.#drained.resolve();
  }
}

function requestedCrash(): RequestedCrash {
  return new RequestedCrash('crash requested from the Inspector');
}
