import type { ViewRequest } from '#shared/wire/viewRequest.ts';

/** What the benchmark asks of a process that holds sockets. */
export type ToScreens =
  | { readonly ask: 'open'; readonly url: string; readonly requests: readonly (ViewRequest | undefined)[] }
  | { readonly ask: 'measure' }
  /** Changes as [decided, applied] in ms, in order of `applied`; answered with the latencies of what was received. */
  | { readonly ask: 'latencies'; readonly changes: readonly (readonly [number, number])[] }
  | { readonly ask: 'current' }
  | { readonly ask: 'close' };

export type FromScreens =
  | { readonly did: 'opened' }
  | { readonly did: 'measuring' }
  /** `counts[ms]` deliveries took about `ms`. */
  | { readonly did: 'latencies'; readonly counts: readonly number[]; readonly deliveries: number }
  /** When the last frame of any socket came, and where each view was then. */
  | {
      readonly did: 'current';
      readonly lastFrameAt: number;
      readonly positions: readonly (readonly [epoch: string, n: number])[];
    }
  /** All sockets have received so many frames since they were opened. */
  | { readonly did: 'received'; readonly frames: number }
  | { readonly did: 'closed' };

/** Milliseconds since 1970 with fractions, the same in every process of this machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
