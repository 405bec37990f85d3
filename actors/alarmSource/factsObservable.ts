import type { Observer, Subscribable } from 'xstate';
import type { AlarmSourceFact } from './alarmSourceFacts.ts';
import type { AlarmSourcePorts } from './alarmSourcePorts.ts';

/** Port `receive` in the form XState invokes; unsubscribing aborts it. */
export function factsObservable(receive: AlarmSourcePorts['receive']): Subscribable<AlarmSourceFact> {
  return {
    subscribe: (
      to: Observer<AlarmSourceFact> | ((fact: AlarmSourceFact) => void),
      onError?: (error: unknown) => void,
      onComplete?: () => void,
    ) => {
      const observer = typeof to === 'function' ? { next: to, error: onError, complete: onComplete } : to;
      const ending = new AbortController();
      // XState complains about anything said to an actor it has stopped.
      const whileWanted = (say: () => void): void => {
        if (!ending.signal.aborted) say();
      };
      receive((fact) => whileWanted(() => observer.next?.(fact)), ending.signal).then(
        () => whileWanted(() => observer.complete?.()),
        (error: unknown) => whileWanted(() => observer.error?.(error)),
      );
      return { unsubscribe: () => ending.abort() };
    },
  };
}
