import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, Server as HttpServer } from 'node:http';
import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Frame, SessionEnded } from '#shared/wire/downstream.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { SendCommand } from '#shared/wire/upstream.ts';
import type { Subject } from '../auth/subject.ts';
import { ownOrigins } from '../http/ownOrigin.ts';
import { addressOf } from '../http/trustedProxies.ts';
import type { Logger } from '../log/logger.ts';
import { Beats } from './beats.ts';
import { createIo } from './createIo.ts';
import { LiveDoor } from './liveDoor.ts';
import type { LiveIo } from './liveIo.ts';
import { defaultLiveLimits, type LiveLimits } from './liveLimits.ts';
import type { LiveMetrics } from './liveMetrics.ts';
import { tenantRoom, viewRoom } from './rooms.ts';
import type { SharedView } from './sharedView.ts';
import { SharedViews } from './sharedViews.ts';
import { SnapshotDelivery } from './snapshotDelivery.ts';
import type { ViewSource } from './viewSource.ts';

export interface LiveServerOptions {
  /** Socket.IO answers under /socket.io/ of this server; who created it closes it. */
  readonly httpServer: HttpServer;
  readonly sources: readonly ViewSource[];
  /** Finds the session of a handshake, usually by cookie. Undefined: not logged in. */
  readonly authenticate: (headers: IncomingHttpHeaders, request: IncomingMessage) => Promise<Subject | undefined>;
  /** The origins whose pages may connect; unless told, the one that the request itself names. */
  readonly origins?: (request: IncomingMessage) => ReadonlySet<string>;
  /** A rejection is answered as `command/timeout`: nobody knows whether it happened. */
  readonly sendCommand: (subject: Subject, message: SendCommand) => Promise<Reply>;
  /** Age of what is committed but not yet in the views of a tenant. */
  readonly lagMs: (tenant: TenantId) => number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: LiveMetrics;
  readonly limits?: Partial<LiveLimits>;
}

export interface LiveServer {
  /** Changes with every start; begins the epoch of every view. */
  readonly boot: string;
  start(): void;
  /** Closes all sockets and views; idempotent. The HTTP server stays open. */
  stop(): Promise<void>;
  /** A user's role or branches changed: every subscription is admitted anew, in this turn. */
  subjectChanged(subject: Subject): void;
  endSession(sessionId: string, reason: SessionEnded['reason']): void;
  endUser(userId: string, reason: SessionEnded['reason']): void;
}

export function createLiveServer(options: LiveServerOptions): LiveServer {
  return new Live(options);
}

class Live implements LiveServer {
  readonly boot = randomBytes(9).toString('base64url');
  readonly #options: LiveServerOptions;
  readonly #limits: LiveLimits;
  readonly #io: LiveIo;
  readonly #views: SharedViews;
  readonly #delivery: SnapshotDelivery;
  readonly #door: LiveDoor;
  readonly #beats: Beats;
  #bufferCheck: unknown;
  #running = false;

  constructor(options: LiveServerOptions) {
    this.#options = options;
    this.#limits = { ...defaultLiveLimits, ...options.limits };
    const { metrics } = options;
    this.#io = createIo({
      limits: this.#limits,
      accepts: () => this.#running,
      origins:
        options.origins ??
        ((request) =>
          ownOrigins(
            addressOf(request, () => false),
            undefined,
          )),
      refusedOrigin: () => metrics.refused.inc({ why: 'origin' }),
    });
    this.#views = this.#createViews();
    this.#delivery = new SnapshotDelivery(this.#io);
    this.#door = this.#createDoor();
    this.#beats = new Beats({
      clock: options.clock,
      beatMs: this.#limits.beatMs,
      tenants: () => new Set([...this.#door.sessions].map((session) => session.subject().tenant)),
      beat: (tenant, at) => this.#beat(tenant, at),
    });
  }

  start(): void {
    this.#running = true;
    this.#io.use(this.#door.authenticate);
    this.#io.on('connection', this.#door.enter);
    this.#io.attach(this.#options.httpServer);
    this.#beats.start();
    this.#checkBuffers();
  }

  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    this.#beats.stop();
    this.#options.clock.clearTimeout(this.#bufferCheck);
    this.#delivery.stop();
    this.#io.local.disconnectSockets(true);
    this.#io.engine.close();
    this.#views.closeAll();
  }

  subjectChanged(subject: Subject): void {
    this.#door.subjectChanged(subject);
  }

  endSession(sessionId: string, reason: SessionEnded['reason']): void {
    this.#door.endSession(sessionId, reason);
  }

  endUser(userId: string, reason: SessionEnded['reason']): void {
    this.#door.endUser(userId, reason);
  }

  #createViews(): SharedViews {
    const { clock } = this.#options;
    return new SharedViews({
      boot: this.boot,
      clock,
      limits: this.#limits,
      broadcast: (frame, waitedMs) => this.#broadcast(frame, waitedMs),
      failed: (view, error) => this.#viewFailed(view, error),
    });
  }

  #createDoor(): LiveDoor {
    const { authenticate, clock, log, metrics, sendCommand, sources } = this.#options;
    const byName = new Map(sources.map((source) => [source.view, source] as const));
    const [limits, views, delivery] = [this.#limits, this.#views, this.#delivery];
    const services = { clock, limits, log, metrics, sources: byName, views, delivery, sendCommand };
    return new LiveDoor({ boot: this.boot, services, authenticate });
  }

  #broadcast(frame: Frame, waitedMs: number): void {
    const { metrics } = this.#options;
    const room = viewRoom(frame);
    metrics.frames.inc();
    metrics.deliveries.inc(this.#io.sockets.adapter.rooms.get(room)?.size ?? 0);
    metrics.frameWait.observe(waitedMs / 1_000);
    this.#io.local.to(room).emit('view.frame', frame);
  }

  #viewFailed(view: SharedView, error: unknown): void {
    this.#options.log.error({ err: error, epoch: view.epoch }, 'a view failed; its screens subscribe again');
    for (const session of [...this.#door.sessions]) session.subscriptions.viewFailed(view);
  }

  #beat(tenant: TenantId, at: number): void {
    const lagMs = Math.max(0, Math.round(this.#options.lagMs(tenant)));
    this.#io.local.to(tenantRoom(tenant)).emit('beat', { at, lagMs });
  }

  #checkBuffers(): void {
    const { clock, metrics } = this.#options;
    this.#bufferCheck = clock.setTimeout(() => {
      this.#checkBuffers();
      const waiting = [...this.#door.sessions].map((session) => session.checkBuffer());
      metrics.mostBuffered.set(Math.max(0, ...waiting));
      metrics.laggingSockets.set([...this.#door.sessions].filter(({ lagging }) => lagging).length);
      metrics.views.set(this.#views.size);
    }, this.#limits.bufferCheckMs);
  }
}
