import type { Observer, Subscribable } from 'xstate';

/** A port that tells facts until it is aborted, in the form XState invokes; unsubscribing aborts it. */
export function factsObservable<Fact>(
  receive: (tell: (fact: Fact) => void, signal: AbortSignal) => Promise<void>,
): Subscribable<Fact> {
  return {
    subscribe: (
      to: Observer<Fact> | ((fact: Fact) => void),
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
