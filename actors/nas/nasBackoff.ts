import type { NasTroubleKind } from './nasTrouble.ts';

interface Pace {
  readonly firstMs: number;
  readonly longestMs: number;
  /** From this many failures on it rests: it is tried rarely until somebody or something says that it changed. */
  readonly restsFrom: number;
  readonly restMs: number;
}

const never = Number.POSITIVE_INFINITY;
const quick: Pace = { firstMs: 250, longestMs: 3_500, restsFrom: never, restMs: 0 };

/**
 * Knocking at a door costs next to nothing, so that a router which comes back is seen within five seconds whenever it
 * does. A refused login is logged over there and may lead to a block, so it is repeated rarely; and whoever talks
 * nonsense is left alone.
 */
const paces: Readonly<Record<NasTroubleKind, Pace>> = {
  unreachable: quick,
  lost: quick,
  authFailed: { firstMs: 5_000, longestMs: 60_000, restsFrom: 5, restMs: 300_000 },
  untrusted: { firstMs: 5_000, longestMs: 60_000, restsFrom: 5, restMs: 300_000 },
  nonsense: { firstMs: 1_000, longestMs: 30_000, restsFrom: 8, restMs: 120_000 },
};

export interface NextAttempt {
  readonly afterMs: number;
  readonly resting: boolean;
}

/** When to try again after the `failures`th failure in a row (1 for the first), ±15 % by `seed` so that many spread out. */
export function nextAttempt(kind: NasTroubleKind, failures: number, seed: number): NextAttempt {
  const { firstMs, longestMs, restsFrom, restMs } = paces[kind];
  const resting = failures >= restsFrom;
  const meanMs = resting ? restMs : Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return { afterMs: Math.round(meanMs * (0.85 + 0.3 * fraction(seed, failures))), resting };
}

/** Evenly spread over [0, 1), the same for the same numbers. */
function fraction(seed: number, n: number): number {
  let mixed = Math.imul((seed ^ Math.imul(n, 0x9e3779b1)) >>> 0, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}
