import type { z } from 'zod';
import { downstream, type SessionEnded } from '#shared/wire/downstream.ts';
import { PROTOCOL_VERSION } from '#shared/wire/protocolVersion.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import { CommandSender } from './commandSender.ts';
import { connectionStatus, type ConnectionStatus } from './connectionStatus.ts';
import type { LiveClock } from './liveClock.ts';
import { LiveSubscription, type SubscriptionListener } from './liveSubscription.ts';
import type { DownstreamEvent, LinkClosed, LiveLink, LiveTransport } from './liveTransport.ts';
import { reconnectDelayMs } from './reconnectDelay.ts';

export interface LiveConnectionOptions {
  readonly transport: LiveTransport;
  readonly clock: LiveClock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** A fresh idempotency key, e.g. a UUID. */
  readonly newKey: () => string;
}

/** A connection on which nothing at all arrives for this long is dead, whatever the operating system says. */
const SILENCE_MS = 10_000;
const CHECK_MS = 1_000;

type Payload<E extends DownstreamEvent> = z.infer<(typeof downstream)[E]>;

/** The one connection of a page: finds its way back after every break, and says how true the screen is. */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #commands: CommandSender;
  readonly #subscriptions = new Set<LiveSubscription>();
  readonly #listeners = new Set<() => void>();
  #link: LiveLink | undefined;
  #open = false;
  #attempts = 0;
  #channels = 0;
  #heardAt = 0;
  #beatAt: number | undefined;
  #lagMs = 0;
  #ended: SessionEnded['reason'] | undefined;
  #outdated = false;
  #running = false;
  #reconnect: unknown;
  #check: unknown;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    this.#commands = new CommandSender({
      clock: options.clock,
      newKey: () => options.newKey(),
      open: () => this.#open,
      send: (message, answer) => this.#link?.send('command', message, answer),
    });
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
    this.#watch();
  }

  /** Gives up every subscription and command; idempotent. */
  stop(): void {
    this.#running = false;
    this.#options.clock.clearTimeout(this.#reconnect);
    this.#options.clock.clearTimeout(this.#check);
    this.#disconnect();
    this.#commands.end();
  }

  status(): ConnectionStatus {
    const waiting = [...this.#subscriptions].map(({ waitingSinceAt }) => waitingSinceAt ?? Infinity);
    const waitingSinceAt = Math.min(...waiting);
    return connectionStatus(
      {
        ended: this.#ended,
        outdated: this.#outdated,
        open: this.#open,
        beatAt: this.#beatAt,
        lagMs: this.#lagMs,
        waitingSinceAt: waitingSinceAt === Infinity ? undefined : waitingSinceAt,
      },
      this.#options.clock.now(),
    );
  }

  /** Called whenever `status()` may answer differently, at least every second. Returns how to stop listening. */
  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  subscribe(request: ViewRequest, listener: SubscriptionListener): LiveSubscription {
    const subscription = new LiveSubscription(
      {
        clock: this.#options.clock,
        open: () => this.#open,
        nextChannel: () => (this.#channels += 1),
        subscribe: (message, answer) => this.#link?.send('view.subscribe', message, answer),
        unsubscribe: (channel) => this.#open && this.#link?.send('view.unsubscribe', { channel }, () => {}),
        closed: (closed) => void this.#subscriptions.delete(closed),
        suspect: () => this.#link && this.#lost({ why: 'lost' }),
      },
      request,
      listener,
    );
    this.#subscriptions.add(subscription);
    if (this.#ended) subscription.refuse(wireRefusal('session/ended'));
    else subscription.connected();
    return subscription;
  }

  /**
   * One command to one actor, under a key of its own, repeated under that key until answered. Never rejects;
   * `command/timeout` means nobody knows whether it happened, look at the row.
   */
  sendCommand(kind: string, id: string, command: { readonly type: string }, deadlineMs?: number): Promise<Reply> {
    if (this.#ended) return Promise.resolve(wireRefusal('session/ended'));
    return this.#commands.send(kind, id, command, deadlineMs);
  }

  /** For when there is reason to hope: the device is online again, the page is looked at again. */
  retryNow(): void {
    if (!this.#running || this.#link || this.#ended || this.#outdated) return;
    this.#options.clock.clearTimeout(this.#reconnect);
    this.#connect();
  }

  #connect(): void {
    const { clock, transport } = this.#options;
    this.#heardAt = clock.now();
    const link = transport.open({
      message: (event, payload) => link === this.#link && this.#heard(event, payload),
      closed: (reason) => link === this.#link && this.#lost(reason),
    });
    this.#link = link;
  }

  #heard(event: DownstreamEvent, payload: unknown): void {
    this.#heardAt = this.#options.clock.now();
    const parsed = downstream[event].safeParse(payload);
    // The versions agree, so somebody is at fault: begin again, at growing distances, and let the screen go stale.
    if (!parsed.success) return this.#lost({ why: 'lost' });
    this.#handlers[event](parsed.data as never);
    this.#changed();
  }

  readonly #handlers: { readonly [E in DownstreamEvent]: (payload: Payload<E>) => void } = {
    hello: ({ protocol }) => (protocol === PROTOCOL_VERSION ? this.#greeted() : this.#becomeOutdated()),
    beat: ({ lagMs }) => {
      // A greeting alone does not prove that this connection works.
      this.#attempts = 0;
      this.#beatAt = this.#options.clock.now();
      this.#lagMs = lagMs;
    },
    'view.snapshot': (snapshot) => this.#each((subscription) => subscription.snapshot(snapshot)),
    'view.frame': (frame) => this.#each((subscription) => subscription.frame(frame)),
    'view.moved': ({ channel, epoch }) => this.#each((subscription) => subscription.moved(channel, epoch)),
    'view.revoked': ({ channel, code, message }) =>
      this.#each((subscription) => subscription.revoked(channel, code, message)),
    'session.ended': ({ reason }) => this.#end(reason),
  };

  #greeted(): void {
    this.#open = true;
    this.#beatAt = this.#options.clock.now();
    this.#lagMs = 0;
    this.#each((subscription) => subscription.connected());
    this.#commands.connected();
  }

  #lost(reason: LinkClosed): void {
    this.#disconnect();
    if (reason.why === 'refused' && reason.code === 'session/unauthenticated') return this.#end('expired');
    this.#reconnectLater();
    this.#changed();
  }

  #reconnectLater(): void {
    const { clock, random } = this.#options;
    clock.clearTimeout(this.#reconnect);
    this.#reconnect = clock.setTimeout(() => this.retryNow(), reconnectDelayMs(this.#attempts, random));
    this.#attempts += 1;
  }

  #disconnect(): void {
    this.#link?.close();
    this.#link = undefined;
    this.#open = false;
    this.#each((subscription) => subscription.disconnected());
  }

  #end(reason: SessionEnded['reason']): void {
    this.#ended = reason;
    this.#disconnect();
    this.#commands.end();
    this.#each((subscription) => subscription.refuse(wireRefusal('session/ended')));
    this.#changed();
  }

  #becomeOutdated(): void {
    this.#outdated = true;
    this.#disconnect();
    this.#changed();
  }

  /** Every second: running ages, connections that died without a word, answers that never came. */
  #watch(): void {
    const { clock } = this.#options;
    this.#check = clock.setTimeout(() => {
      this.#watch();
      const now = clock.now();
      if (this.#link && now - this.#heardAt > SILENCE_MS) this.#lost({ why: 'lost' });
      if (this.#open) this.#each((subscription) => subscription.checkPatience(now));
      this.#changed();
    }, CHECK_MS);
  }

  #each(act: (subscription: LiveSubscription) => void): void {
    for (const subscription of [...this.#subscriptions]) act(subscription);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
