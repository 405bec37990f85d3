import type { SessionEnded } from '#shared/wire/downstream.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { Subscribe } from '#shared/wire/upstream.ts';
import type { Subject } from '../auth/subject.ts';
import type { LiveSocket } from './liveIo.ts';
import type { LiveServices } from './liveServices.ts';
import { bufferedBytes, cutConnection } from './outboundBuffer.ts';
import { tenantRoom, viewRoom } from './rooms.ts';
import type { SharedView } from './sharedView.ts';
import { Subscriptions } from './subscriptions.ts';
import type { ViewSource } from './viewSource.ts';

/** One connected screen: who it is, what it looks at, and whether it keeps up. */
export class LiveSession {
  readonly subscriptions: Subscriptions;
  readonly #socket: LiveSocket;
  readonly #services: LiveServices;
  #subject: Subject;
  #lagging = false;
  #ended = false;

  constructor(socket: LiveSocket, subject: Subject, services: LiveServices) {
    this.#socket = socket;
    this.#subject = subject;
    this.#services = services;
    const { views, sources, limits } = services;
    this.subscriptions = new Subscriptions(this, views, sources, limits.subscriptionsPerSocket);
    this.join(tenantRoom(subject.tenant));
  }

  get socketId(): string {
    return this.#socket.id;
  }

  get lagging(): boolean {
    return this.#lagging;
  }

  subject(): Subject {
    return this.#subject;
  }

  /** Keeps its own session id: one user may have several sessions. */
  changeSubject(subject: Subject): void {
    this.#subject = { ...subject, sessionId: this.#subject.sessionId };
    this.subscriptions.readmit();
  }

  join(room: string): void {
    void this.#socket.join(room);
  }

  mayReceive(view: SharedView): boolean {
    return this.#socket.connected && !this.#lagging && this.subscriptions.has(view);
  }

  bringUpToDate(view: SharedView, resume: Subscribe['resume'], opened: (resumed: boolean) => void): void {
    const missed = resume && !this.#lagging ? view.missedSince(resume) : undefined;
    opened(missed !== undefined);
    this.#services.metrics.subscriptions.inc({ how: missed ? 'resumed' : 'snapshot' });
    if (!missed) return this.#askForSnapshot(view);
    for (const frame of missed) this.#socket.emit('view.frame', frame);
    this.join(viewRoom(view));
  }

  leave(view: SharedView): void {
    void this.#socket.leave(viewRoom(view));
  }

  moved(channel: number, view: SharedView): void {
    this.#socket.emit('view.moved', { channel, epoch: view.epoch });
  }

  revoked(channel: number, { code, message }: Refusal): void {
    this.#socket.emit('view.revoked', { channel, code, message });
  }

  failedToOpen(source: ViewSource, error: unknown): void {
    this.#services.metrics.viewFailures.inc({ view: source.view });
    this.#services.log.error({ err: error, view: source.view }, 'a view could not be opened');
  }

  /**
   * Called a few times a second. A socket for which too much waits leaves its rooms, so that nothing is added to the
   * pile; once it has drained it gets snapshots and returns. Returns the bytes waiting.
   */
  checkBuffer(): number {
    const bytes = bufferedBytes(this.#socket);
    this.#keepUp(bytes);
    return bytes;
  }

  #keepUp(bytes: number): void {
    const { limits, log, metrics } = this.#services;
    if (bytes > limits.closeAboveBytes) return this.#cut(bytes);
    if (!this.#lagging && bytes > limits.slowAboveBytes) {
      this.#lagging = true;
      metrics.slowConsumers.inc();
      log.info({ socket: this.socketId, bytes }, 'a screen does not keep up, moved to snapshots');
      for (const room of this.#rooms()) void this.#socket.leave(room);
    } else if (this.#lagging && bytes <= limits.drainedBelowBytes) {
      this.#lagging = false;
      this.join(tenantRoom(this.#subject.tenant));
      for (const view of this.subscriptions.views()) this.#askForSnapshot(view);
    }
  }

  /** Tells why, then closes; what is still waiting for the socket is cut off after a moment. */
  end(reason: SessionEnded['reason']): void {
    if (this.#ended) return;
    this.#ended = true;
    this.subscriptions.closeAll();
    this.#socket.emit('session.ended', { reason });
    this.#socket.disconnect(true);
    const { clock, limits } = this.#services;
    clock.setTimeout(() => cutConnection(this.#socket), limits.closeGraceMs);
  }

  /** The socket is gone. */
  closed(): void {
    this.#ended = true;
    this.subscriptions.closeAll();
  }

  #askForSnapshot(view: SharedView): void {
    if (!this.#lagging) this.#services.delivery.add(view, this);
  }

  #rooms(): string[] {
    return [tenantRoom(this.#subject.tenant), ...[...this.subscriptions.views()].map(viewRoom)];
  }

  #cut(bytes: number): void {
    this.#services.log.warn({ socket: this.socketId, bytes }, 'a screen reads nothing, closed');
    cutConnection(this.#socket);
  }
}
