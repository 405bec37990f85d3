import type { Frame, Snapshot } from '#shared/wire/downstream.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { SubscribeReply, type Subscribe } from '#shared/wire/upstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal, wireRefusals } from '#shared/wire/wireRefusals.ts';
import type { LiveClock } from './liveClock.ts';
import { ViewProgress, type Progress } from './viewProgress.ts';
import type { RowsUpdate, ViewRows } from './viewRows.ts';

/** catching-up: what is shown was right a moment ago, the present is on its way · refused: nothing is shown */
export type SubscriptionState = 'loading' | 'current' | 'catching-up' | 'refused';

export interface SubscriptionListener {
  rowsChanged(updates: readonly RowsUpdate[]): void;
  stateChanged(state: SubscriptionState, refusal: Refusal | undefined): void;
}

/** What a subscription needs of its connection. */
export interface SubscriptionPort {
  readonly clock: LiveClock;
  open(): boolean;
  nextChannel(): number;
  subscribe(message: Subscribe, answer: (reply: unknown) => void): void;
  unsubscribe(channel: number): void;
  closed(subscription: LiveSubscription): void;
  /** A question stayed without an answer: what we send may not arrive, although we still hear the server. */
  suspect(): void;
}

const RETRY_MS = 1_000;
/** An answer or snapshot that takes longer is asked for again. */
const PATIENCE_MS = 10_000;

/** One view on the screen. It outlives connections: rows stay while it finds its way back to the present. */
export class LiveSubscription {
  readonly #port: SubscriptionPort;
  readonly #listener: SubscriptionListener;
  readonly #progress = new ViewProgress();
  #wanted: ViewRequest;
  #asking: { readonly channel: number; readonly request: ViewRequest } | undefined;
  /** The channel the server has open for us on this connection. */
  #channel: number | undefined;
  #waitingSinceAt: number | undefined;
  #shown = false;
  #refusal: Refusal | undefined;
  #retry: unknown;
  #told: SubscriptionState = 'loading';

  constructor(port: SubscriptionPort, request: ViewRequest, listener: SubscriptionListener) {
    this.#port = port;
    this.#wanted = request;
    this.#listener = listener;
    this.#waitingSinceAt = port.clock.now();
  }

  get rows(): ViewRows {
    return this.#progress.rows;
  }

  get state(): SubscriptionState {
    if (this.#refusal) return 'refused';
    if (!this.#shown) return 'loading';
    return this.#waitingSinceAt === undefined ? 'current' : 'catching-up';
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** Since when it has been waiting for its rows; undefined while it shows the present. */
  get waitingSinceAt(): number | undefined {
    return this.#refusal ? undefined : this.#waitingSinceAt;
  }

  /** Another window, filter or order of the same view: what is shown stays until the new rows are there. */
  change(request: ViewRequest): void {
    this.#wanted = request;
    this.#refusal = undefined;
    this.#ask();
  }

  close(): void {
    this.#port.clock.clearTimeout(this.#retry);
    if (this.#channel !== undefined) this.#port.unsubscribe(this.#channel);
    if (this.#asking) this.#port.unsubscribe(this.#asking.channel);
    this.#forgetChannels();
    this.#port.closed(this);
  }

  connected(): void {
    this.#forgetChannels();
    this.#ask();
  }

  disconnected(): void {
    this.#forgetChannels();
    this.#wait();
  }

  snapshot(snapshot: Snapshot): void {
    this.#progressed(this.#progress.snapshot(snapshot));
  }

  frame(frame: Frame): void {
    this.#progressed(this.#progress.frame(frame));
  }

  moved(channel: number, epoch: string): void {
    if (channel !== this.#channel) return;
    this.#progress.opened(epoch, false);
    this.#wait();
  }

  revoked(channel: number, code: string, message: string): void {
    if (channel !== this.#channel) return;
    this.#channel = undefined;
    this.#refused({ ok: false, code, message });
  }

  /** Called every second. */
  checkPatience(now: number): void {
    if (this.#refusal || this.#waitingSinceAt === undefined || now - this.#waitingSinceAt < PATIENCE_MS) return;
    this.#waitingSinceAt = now;
    if (this.#asking) this.#port.suspect();
    else this.#ask();
  }

  /** Shows nothing any more, finally. */
  refuse(refusal: Refusal): void {
    if (this.#channel !== undefined) this.#port.unsubscribe(this.#channel);
    this.#forgetChannels();
    this.#refusal = refusal;
    this.#shown = false;
    this.#listener.rowsChanged([this.#progress.clear()]);
    this.#tell();
  }

  /** One question at a time; a request that changes meanwhile is asked for after the answer. */
  #ask(): void {
    if (!this.#port.open() || this.#asking || this.#refusal) return;
    this.#port.clock.clearTimeout(this.#retry);
    const channel = this.#port.nextChannel();
    const request = this.#wanted;
    this.#asking = { channel, request };
    this.#wait();
    const resume = this.#progress.position();
    this.#port.subscribe(
      { channel, request, ...(resume && { resume }), ...(this.#channel && { replaces: this.#channel }) },
      (reply) => this.#answered(channel, SubscribeReply.safeParse(reply).data ?? wireRefusal('wire/malformed')),
    );
  }

  #answered(channel: number, reply: SubscribeReply): void {
    if (this.#asking?.channel !== channel) return;
    const { request } = this.#asking;
    this.#asking = undefined;
    if (!reply.ok) return this.#refused(reply);
    this.#channel = channel;
    this.#progress.opened(reply.epoch, reply.resumed);
    if (request !== this.#wanted) this.#ask();
    this.#arrivedIfCurrent();
  }

  #refused(refusal: Refusal): void {
    if (!isTemporary(refusal.code)) return this.refuse(refusal);
    this.#wait();
    this.#port.clock.clearTimeout(this.#retry);
    this.#retry = this.#port.clock.setTimeout(() => this.#ask(), RETRY_MS);
  }

  #progressed(progress: Progress): void {
    if (progress.is === 'gap') this.#ask();
    if (progress.is !== 'applied') return;
    this.#shown = true;
    this.#listener.rowsChanged(progress.updates);
    this.#arrivedIfCurrent();
  }

  #arrivedIfCurrent(): void {
    if (this.#asking || !this.#progress.current) return;
    this.#waitingSinceAt = undefined;
    this.#tell();
  }

  #wait(): void {
    this.#waitingSinceAt ??= this.#port.clock.now();
    this.#tell();
  }

  #forgetChannels(): void {
    this.#asking = undefined;
    this.#channel = undefined;
  }

  #tell(): void {
    const { state } = this;
    if (state === this.#told) return;
    this.#told = state;
    this.#listener.stateChanged(state, this.#refusal);
  }
}

function isTemporary(code: string): boolean {
  return code in wireRefusals && wireRefusals[code as keyof typeof wireRefusals].retry;
}
