import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { ActorAddress } from './address.ts';
import type { Clock } from './clock.ts';
import type { DomainCell } from './domainCell.ts';
import type { DomainKind } from './domainKind.ts';
import { Mailbox } from './mailbox.ts';
import { singlesOf, type Pending } from './pending.ts';
import type { ActorObserver, CommitOutcome, CommitUnit, Host } from './ports.ts';
import { RestartBudget } from './restartBudget.ts';
import { storedReply } from './storedReply.ts';

export const MAILBOX_MOST = 1000;

export interface CellFailureOptions {
  readonly clock: Clock;
  readonly host: Host;
  readonly observer: ActorObserver;
  readonly onFailed: (address: ActorAddress, error: unknown) => void;
  readonly onRecovered: (address: ActorAddress) => void;
  readonly commit: (unit: CommitUnit) => Promise<CommitOutcome>;
  readonly settle: (pending: Pending, reply: Reply, outcome?: 'set-aside' | 'crashed') => void;
  /** The cell looks different to whoever inspects it. */
  readonly onChange: () => void;
  /** The cell is cold again: go on with its mailbox. */
  readonly resume: (cell: DomainCell) => void;
}

/**
 * Supervision of domain actors: a crash costs the actor its memory. Its message is tried once more after the restart;
 * when it crashes the actor again it is set aside, durably, and the actor goes on with the next one.
 */
export class CellFailure {
  readonly #options: CellFailureOptions;

  constructor(options: CellFailureOptions) {
    this.#options = options;
  }

  crashed(kind: DomainKind, cell: DomainCell, pending: Pending | undefined, error: unknown): void {
    const { clock, host, observer } = this.#options;
    const now = clock.now();
    cell.lastError = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    cell.lastErrorAt = now;
    cell.state = undefined;
    cell.current = undefined;
    cell.restartRequested = false;
    observer.crashed(cell.key, error);
    const verdict = (cell.budget ??= new RestartBudget(kind.restart)).crashed(now, host.random());
    if (verdict.kind === 'give-up') {
      this.#giveUp(cell, pending, error, verdict.retryAfterMs);
      return;
    }
    cell.restarts += 1;
    cell.status = 'restarting';
    this.#options.onChange();
    const { restarts } = cell;
    const restart = (): void => void clock.setTimeout(() => this.#wake(cell, 'restarting', restarts), verdict.afterMs);
    if (!pending) return restart();
    pending.crashes += 1;
    pending.entry.outcome = 'crashed';
    if (pending.crashes >= 2) {
      void this.#setAside(cell, pending, error).then(restart);
      return;
    }
    // Of joined reports perhaps only one is to blame: each is tried for itself.
    const again = pending.joined.length > 0 ? pending.joined.toReversed() : [pending];
    for (const single of again) (cell.mailbox ??= new Mailbox<Pending>(MAILBOX_MOST)).putBack(single);
    restart();
  }

  /** A command was handled: whoever was told that the actor gave up may be told that it is well. */
  handled(cell: DomainCell): void {
    if (!cell.gaveUp) return;
    cell.gaveUp = false;
    this.#options.onRecovered(cell.address);
  }

  /** Unless the actor was restarted by hand meanwhile, and perhaps crashed again, which has a timer of its own. */
  #wake(cell: DomainCell, from: DomainCell['status'], restarts: number): void {
    if (cell.status !== from || cell.restarts !== restarts) return;
    cell.status = 'cold';
    this.#options.onChange();
    this.#options.resume(cell);
  }

  #giveUp(cell: DomainCell, pending: Pending | undefined, error: unknown, retryAfterMs: number): void {
    const { observer, onFailed, settle, clock } = this.#options;
    cell.status = 'failed';
    cell.gaveUp = true;
    observer.gaveUp(cell.key, error);
    onFailed(cell.address, error);
    const refusal = systemRefusal('actor/failed', { error: cell.lastError ?? 'unknown' });
    if (pending) settle(pending, refusal, 'crashed');
    for (let waiting = cell.mailbox?.take(); waiting; waiting = cell.mailbox?.take()) settle(waiting, refusal);
    const { restarts } = cell;
    clock.setTimeout(() => this.#wake(cell, 'failed', restarts), retryAfterMs);
  }

  /** Keeps the message and its refusal in one transaction; without a database the sender is told to try again. */
  async #setAside(cell: DomainCell, pending: Pending, error: unknown): Promise<void> {
    const { clock, host, observer, commit, settle } = this.#options;
    const at = clock.now();
    for (const single of singlesOf(pending)) {
      const id = host.newId();
      const answer = systemRefusal('actor/set-aside', { id });
      const { fired } = single.envelope;
      try {
        const outcome = await commit({
          address: cell.address,
          keys: single.keys,
          answer,
          at,
          ...(fired ? { fired } : {}),
          setAside: { id, envelope: single.envelope, error: describe(error), setAsideAt: at },
        });
        settle(single, setAsideReply(single, outcome, answer), 'set-aside');
      } catch (trouble) {
        observer.storageTrouble(trouble);
        settle(single, systemRefusal('storage/unavailable'), 'crashed');
      }
    }
  }
}

/** A key that was decided before, perhaps by being set aside, keeps its answer; otherwise nothing was stored. */
function setAsideReply({ keys: [own] }: Pending, outcome: CommitOutcome, answer: Reply): Reply {
  if (outcome.status === 'committed') return answer;
  const stored = own && outcome.status === 'duplicate' ? outcome.answers.get(own.key) : undefined;
  return own && stored ? storedReply(own, stored) : systemRefusal('storage/unavailable');
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.stack ?? `${error.name}: ${error.message}`).slice(0, 4000);
}
