import type { Clock } from '#actors/system/clock.ts';
import { TokenBucket } from '../live/tokenBucket.ts';

/** How often each access token may ask, apart from the limit of its address. */
export interface TokenLimits {
  /** Takes one; false when there is none left. */
  admits(tokenId: string): boolean;
}

/** 20 a second on average, 200 at once; in each process. */
const perToken = { perSecond: 20, burst: 200 };
const mostKept = 5_000;

export function createTokenLimits(clock: Clock): TokenLimits {
  const buckets = new Map<string, TokenBucket>();
  return {
    admits(tokenId) {
      const bucket = buckets.get(tokenId) ?? new TokenBucket(clock, perToken);
      buckets.delete(tokenId);
      buckets.set(tokenId, bucket); // last in order, so the first is the one longest unused
      if (buckets.size > mostKept) buckets.delete(buckets.keys().next().value ?? tokenId);
      return bucket.take();
    },
  };
}
