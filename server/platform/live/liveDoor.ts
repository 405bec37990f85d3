import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { SessionEnded } from '#shared/wire/downstream.ts';
import { PROTOCOL_VERSION } from '#shared/wire/protocolVersion.ts';
import type { Subject } from '../auth/subject.ts';
import { HandshakeRefused } from './handshakeRefused.ts';
import type { LiveSocket } from './liveIo.ts';
import type { LiveServices } from './liveServices.ts';
import { LiveSession } from './liveSession.ts';
import { RecentEndings } from './recentEndings.ts';
import { listenToSocket } from './upstreamMessages.ts';

export interface LiveDoorOptions {
  readonly boot: string;
  readonly services: LiveServices;
  readonly authenticate: (headers: IncomingHttpHeaders, request: IncomingMessage) => Promise<Subject | undefined>;
}

/** Who comes in, who is in, and who has to leave. */
export class LiveDoor {
  readonly sessions = new Set<LiveSession>();
  readonly #options: LiveDoorOptions;
  readonly #endings: RecentEndings;
  readonly #arriving = new WeakMap<LiveSocket, { readonly subject: Subject; readonly serial: number }>();

  constructor(options: LiveDoorOptions) {
    this.#options = options;
    this.#endings = new RecentEndings(options.services.clock);
  }

  /** Socket.IO middleware. */
  readonly authenticate = (socket: LiveSocket, next: (refused?: Error) => void): void => {
    const { serial } = this.#endings;
    this.#identify(socket).then(
      (subject) => {
        this.#arriving.set(socket, { subject, serial });
        next();
      },
      (error: unknown) => next(error instanceof Error ? error : new HandshakeRefused('view/unavailable')),
    );
  };

  readonly enter = (socket: LiveSocket): void => {
    const arrival = this.#arriving.get(socket);
    if (!arrival) return void socket.disconnect(true);
    const { boot, services } = this.#options;
    const session = new LiveSession(socket, arrival.subject, services);
    this.sessions.add(session);
    services.metrics.sockets.set(this.sessions.size);
    socket.on('disconnect', () => this.#left(session));
    socket.emit('hello', { protocol: PROTOCOL_VERSION, at: services.clock.now(), boot });
    listenToSocket(socket, session, services);
    this.#catchUp(session, arrival.serial);
  };

  subjectChanged(subject: Subject): void {
    this.#endings.add({ what: 'subject', id: subject.userId, subject });
    for (const session of this.sessions) if (isSame(session.subject(), subject)) session.changeSubject(subject);
  }

  endSession(sessionId: string, reason: SessionEnded['reason']): void {
    this.#endings.add({ what: 'session', id: sessionId, reason });
    this.#end(reason, (subject) => subject.sessionId === sessionId);
  }

  endUser(userId: string, reason: SessionEnded['reason']): void {
    this.#endings.add({ what: 'user', id: userId, reason });
    this.#end(reason, (subject) => subject.userId === userId);
  }

  async #identify(socket: LiveSocket): Promise<Subject> {
    const { authenticate, services } = this.#options;
    const subject = await authenticate(socket.handshake.headers, socket.request).catch((cause: unknown) => {
      services.log.error({ err: cause }, 'a handshake could not be authenticated');
      throw new HandshakeRefused('view/unavailable', { cause });
    });
    if (!subject) {
      services.metrics.refused.inc({ why: 'unauthenticated' });
      throw new HandshakeRefused('session/unauthenticated');
    }
    const own = [...this.sessions].filter((session) => session.subject().userId === subject.userId);
    if (own.length >= services.limits.socketsPerUser) throw new HandshakeRefused('wire/too-fast');
    return subject;
  }

  /** Applies what happened to the session between its look-up and now. */
  #catchUp(session: LiveSession, serial: number): void {
    for (const ending of this.#endings.since(serial, session.subject())) {
      if (ending.what !== 'subject') session.end(ending.reason);
      else if (isSame(session.subject(), ending.subject)) session.changeSubject(ending.subject);
    }
  }

  #end(reason: SessionEnded['reason'], concerns: (subject: Subject) => boolean): void {
    for (const session of [...this.sessions]) if (concerns(session.subject())) session.end(reason);
  }

  #left(session: LiveSession): void {
    session.closed();
    this.sessions.delete(session);
    this.#options.services.metrics.sockets.set(this.sessions.size);
  }
}

/** All sessions of a person have the same rights; an access token of theirs has fewer, and each its own. */
function isSame(one: Subject, other: Subject): boolean {
  if (one.through === undefined && other.through === undefined) return one.userId === other.userId;
  return one.sessionId === other.sessionId;
}
