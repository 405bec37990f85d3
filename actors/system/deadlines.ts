import type { IdempotencyKey } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import { type ActorAddress, formatAddress } from './address.ts';
import type { Clock } from './clock.ts';
import type { Deadline, DomainKind } from './domainKind.ts';
import type { CommandEnvelope } from './envelope.ts';
import type { ActorObserver, DeadlineStore, DueDeadline, ShardOwnership } from './ports.ts';

export interface DeadlinesOptions {
  readonly store: DeadlineStore;
  readonly ownership: ShardOwnership;
  readonly clock: Clock;
  readonly observer: ActorObserver;
  readonly kindOf: (kind: string) => DomainKind | undefined;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  /** Called shortly before its deadline is due, so that it need not be read from the database then. */
  readonly awaken: (address: ActorAddress) => void;
}

/**
 * What somebody has to say of deadlines of a kind that are due, or will be within a second, before they fire: members that
 * their commands get beside their own. Rejects when it can't be told: then they are tried again.
 */
export type DueAdvice = (due: readonly DueDeadline[]) => Promise<(deadline: DueDeadline) => object>;

/** Another node may have set a nearer deadline than the one waited for. */
const LONGEST_WAIT_MS = 500;
/** While some are under way the store names them still, so the next one not yet under way is not known. */
const BUSY_WAIT_MS = 50;
const MOST_UNDER_WAY = 2000;
/** So far ahead those of kinds with advice are made ready, a look for each part of it. */
const AHEAD_MS = 1_000;
const AHEAD_EVERY_MS = 400;
const ANSWER_WITHIN_MS = 30_000;
/** Its actor could not take it: failed, too busy, no database. */
const TRY_AGAIN_MS = 1_000;
/** A row of a kind this release does not know, or can't make a command of, stays for the release that does. */
const NOT_FOR_NOW_MS = 60_000;

/**
 * Wakes actors when their deadlines are due, in order of time. The row disappears in the transaction that handles it,
 * and its key makes a second firing a duplicate, so it fires once, also over a restart or two owners.
 */
export class Deadlines {
  readonly #options: DeadlinesOptions;
  readonly #underWay = new Set<string>();
  /** Rows that are left alone until a time, so that they neither spin nor stand in the way of others. */
  readonly #resting = new Map<string, number>();
  readonly #advice = new Map<string, DueAdvice>();
  /** What was said of deadlines that were not due yet, by key. */
  readonly #said = new Map<string, { readonly dueAt: number; readonly advice: ReturnType<DueAdvice> }>();
  #aheadAt = 0;
  /** What is due before this was made ready. */
  #aheadUntil = 0;
  #timer: unknown;
  #looking = false;
  #lookAgain = false;
  #stopped = true;
  #lateMs = 0;
  /** What is due before has been seen by the look at `#seenAt`, so looks soon after leave it out. */
  #seenUntil: number | undefined;
  #seenAt = 0;

  constructor(options: DeadlinesOptions) {
    this.#options = options;
  }

  /** How late the deadline is that waited longest at the last look; 0 when none was late. */
  get lagMs(): number {
    return this.#lateMs;
  }

  /** Before start. */
  consult(kind: string, advice: DueAdvice): void {
    this.#advice.set(kind, advice);
  }

  start(): void {
    this.#stopped = false;
    void this.#look();
  }

  stop(): void {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
  }

  /** A deadline was set in this process: look earlier if it is nearer than what is waited for. */
  set(deadline: Deadline): void {
    if (this.#stopped) return;
    if (deadline.dueAt - this.#options.clock.now() >= LONGEST_WAIT_MS) return;
    if (this.#seenUntil !== undefined && deadline.dueAt < this.#seenUntil) this.#seenUntil = undefined;
    void this.#look();
  }

  async #look(): Promise<void> {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = true;
    this.#options.clock.clearTimeout(this.#timer);
    let waitMs = LONGEST_WAIT_MS;
    try {
      waitMs = await this.#fireDue();
    } catch (error) {
      this.#options.observer.storageTrouble(error);
    }
    this.#looking = false;
    if (this.#stopped) return;
    if (this.#lookAgain) waitMs = 0;
    this.#lookAgain = false;
    this.#timer = this.#options.clock.setTimeout(() => void this.#look(), waitMs);
  }

  /** Resolves to how long to wait before looking again. */
  async #fireDue(): Promise<number> {
    const { store, ownership, clock } = this.#options;
    const shards = ownership.owned();
    if (shards.length === 0) {
      this.#lateMs = 0;
      return LONGEST_WAIT_MS;
    }
    const now = clock.now();
    if (this.#advice.size > 0 && now >= this.#aheadAt) void this.#lookAhead(now, shards);
    for (const [key, until] of this.#resting) if (until <= now) this.#resting.delete(key);
    const most = MOST_UNDER_WAY + this.#resting.size;
    const from = this.#underWay.size > 0 && now - this.#seenAt < LONGEST_WAIT_MS ? this.#seenUntil : undefined;
    const due = await store.due(now, most, shards, from);
    if (this.#stopped) return LONGEST_WAIT_MS;
    if (from === undefined) this.#seenAt = now;
    const open = due.filter((deadline) => !this.#resting.has(keyOf(deadline)));
    if (from === undefined) this.#lateMs = open.length === 0 ? 0 : Math.max(0, clock.now() - open[0]!.dueAt);
    const waiting = open.filter((deadline) => !this.#underWay.has(keyOf(deadline)));
    const next = waiting.slice(0, MOST_UNDER_WAY - this.#underWay.size);
    // Where there was no room for all, there may be more of the same time.
    const cutAt = waiting[next.length] ?? (due.length === most ? due.at(-1) : undefined);
    this.#seenUntil = cutAt?.dueAt ?? now;
    for (const [kind, some] of Map.groupBy(next, ({ address }) => address.kind)) this.#fireAll(kind, some);
    if (this.#underWay.size > 0) return BUSY_WAIT_MS;
    if (due.length > 0) return LONGEST_WAIT_MS;
    const nextAt = await store.nextDueAt(shards);
    if (nextAt === undefined) return LONGEST_WAIT_MS;
    return Math.min(LONGEST_WAIT_MS, Math.max(1, nextAt - clock.now()));
  }

  #fireAll(kind: string, due: readonly DueDeadline[]): void {
    const advice = this.#advice.get(kind);
    for (const deadline of due) this.#underWay.add(keyOf(deadline));
    if (!advice) for (const deadline of due) void this.#fire(deadline, {});
    else
      for (const [said, some] of Map.groupBy(due, (deadline) => this.#takeSaid(deadline)))
        void this.#fireAdvised(said ?? advice(some), some);
  }

  #takeSaid(deadline: DueDeadline): ReturnType<DueAdvice> | undefined {
    const key = keyOf(deadline);
    const said = this.#said.get(key);
    this.#said.delete(key);
    return said?.advice;
  }

  /** What takes time and can be known before: on the second itself thousands may be due. */
  async #lookAhead(now: number, shards: readonly number[]): Promise<void> {
    const { store, observer, awaken } = this.#options;
    this.#aheadAt = now + AHEAD_EVERY_MS;
    for (const [key, { dueAt }] of this.#said) if (dueAt < now - NOT_FOR_NOW_MS) this.#said.delete(key);
    try {
      const from = Math.max(now, this.#aheadUntil);
      const soon = await store.due(now + AHEAD_MS, MOST_UNDER_WAY, shards, from);
      if (this.#stopped) return;
      this.#aheadUntil = soon.length === MOST_UNDER_WAY ? soon.at(-1)!.dueAt : now + AHEAD_MS;
      const fresh = soon.filter((one) => one.dueAt >= from && !this.#said.has(keyOf(one)));
      for (const [kind, some] of Map.groupBy(fresh, ({ address }) => address.kind)) {
        const asked = this.#advice.get(kind)?.(some);
        // Where it can't be told it is asked again when they are due.
        asked?.catch(() => some.forEach((deadline) => this.#said.delete(keyOf(deadline))));
        if (asked) for (const one of some) this.#said.set(keyOf(one), { dueAt: one.dueAt, advice: asked });
        if (asked) for (const { address } of some) awaken(address);
      }
    } catch (error) {
      observer.storageTrouble(error);
    }
  }

  async #fireAdvised(advice: ReturnType<DueAdvice>, due: readonly DueDeadline[]): Promise<void> {
    try {
      const said = await advice;
      for (const deadline of due) void this.#fire(deadline, said(deadline));
    } catch (error) {
      this.#options.observer.storageTrouble(error);
      for (const deadline of due) {
        this.#resting.set(keyOf(deadline), this.#options.clock.now() + TRY_AGAIN_MS);
        this.#underWay.delete(keyOf(deadline));
      }
    }
  }

  /** It counts as under way. */
  async #fire(deadline: DueDeadline, beside: object): Promise<void> {
    const { clock, observer, kindOf, ask } = this.#options;
    const kind = kindOf(deadline.address.kind);
    const key = keyOf(deadline);
    if (!kind) {
      this.#resting.set(key, clock.now() + NOT_FOR_NOW_MS);
      this.#underWay.delete(key);
      return;
    }
    try {
      const { name, dueAt } = deadline;
      const reply = await ask({
        address: deadline.address,
        key: key as IdempotencyKey,
        command: { ...(kind.due(deadline) as { readonly type: string }), ...beside },
        caller: { kind: 'system', name: `deadline ${name}` },
        cause: { kind: 'deadline', name, dueAt },
        fired: { name, dueAt },
        deadlineAt: clock.now() + ANSWER_WITHIN_MS,
      });
      if (reply.ok || !isRetryable(reply.code)) observer.deadlineFired(clock.now() - dueAt);
      else this.#resting.set(key, clock.now() + TRY_AGAIN_MS);
    } catch (error) {
      observer.crashed(formatAddress(deadline.address), error);
      this.#resting.set(key, clock.now() + NOT_FOR_NOW_MS);
    } finally {
      this.#underWay.delete(key);
    }
  }
}

function isRetryable(code: string): boolean {
  return code in systemRefusals && systemRefusals[code as keyof typeof systemRefusals].retry;
}

function keyOf({ address, name, dueAt }: DueDeadline): string {
  return `deadline:${formatAddress(address)}:${name}:${dueAt}`;
}
