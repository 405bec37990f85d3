import type { SessionEnded } from '#shared/wire/downstream.ts';
import type { Logger } from '../log/logger.ts';
import type { Subject } from './subject.ts';

/** Why a session ended, here or in another process. One that vanished without a word was revoked. */
export type SessionEnd = SessionEnded['reason'];

export type EndCallback = (sessionId: string, why: SessionEnd) => void;
/** `role`: another one was given. `rights`: name, branches, or what the role allows. */
export type SubjectChange = 'role' | 'rights';
export type ChangeCallback = (subject: Subject, what: SubjectChange) => void;

/** Who wants to hear of ended sessions and changed subjects. One that throws does not keep the others from hearing. */
export interface SessionNotices {
  onEnded(callback: EndCallback): () => void;
  onChanged(callback: ChangeCallback): () => void;
  ended: EndCallback;
  changed: ChangeCallback;
}

export function createSessionNotices(log: Logger): SessionNotices {
  const endCallbacks = new Set<EndCallback>();
  const changeCallbacks = new Set<ChangeCallback>();
  return {
    onEnded: (callback) => subscribed(endCallbacks, callback),
    onChanged: (callback) => subscribed(changeCallbacks, callback),
    ended: (sessionId, why) => callAll(log, endCallbacks, (callback) => callback(sessionId, why)),
    changed: (subject, what) => callAll(log, changeCallbacks, (callback) => callback(subject, what)),
  };
}

function subscribed<Callback>(callbacks: Set<Callback>, callback: Callback): () => void {
  callbacks.add(callback);
  return () => void callbacks.delete(callback);
}

function callAll<Callback>(log: Logger, callbacks: ReadonlySet<Callback>, call: (callback: Callback) => void): void {
  for (const callback of callbacks) {
    try {
      call(callback);
    } catch (error) {
      log.error({ err: error }, 'a listener for session changes failed');
    }
  }
}
