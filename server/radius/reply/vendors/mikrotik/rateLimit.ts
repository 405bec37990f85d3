import type { BurstLimit, ServiceProfile } from '../../serviceProfile.ts';

/** RouterOS: the rate of a class that may have all there is. */
const unlimited = '0';
const lowestPriority = 8;

type Directed<Value> = { readonly up: Value; readonly down: Value };

/**
 * The value of Mikrotik-Rate-Limit: `rx/tx [rx-burst/tx-burst rx-threshold/tx-threshold rx-time/tx-time [priority
 * [rx-min/tx-min]]]`. The words are the router's: rx is what it receives, the customer's upload. What stands in front of
 * something that is said must be said, too, so no burst is `0/0 0/0 0/0`.
 */
export function mikrotikRateLimit(profile: ServiceProfile): string | undefined {
  const { upBps, downBps, burst, priority, limitAt } = profile;
  if (upBps === undefined && downBps === undefined) return undefined;
  const words = [pair({ up: upBps, down: downBps }, rate)];
  const hasPriority = (priority !== undefined && priority !== lowestPriority) || limitAt !== undefined;
  if (burst || hasPriority) words.push(...burstWords(burst));
  if (hasPriority) words.push(String(priority ?? lowestPriority));
  if (limitAt) words.push(pair(guaranteed(profile, limitAt), rate));
  return words.join(' ');
}

function burstWords(burst: Directed<BurstLimit> | undefined): readonly string[] {
  if (!burst) return ['0/0', '0/0', '0/0'];
  return [
    pair(burst, ({ limitBps }) => rate(limitBps)),
    pair(burst, ({ thresholdBps }) => rate(thresholdBps)),
    pair(burst, ({ seconds }) => String(seconds)),
  ];
}

/** RouterOS refuses a queue whose limit-at is above its max-limit. */
function guaranteed(
  { upBps = Infinity, downBps = Infinity }: ServiceProfile,
  limitAt: NonNullable<ServiceProfile['limitAt']>,
): Directed<number> {
  return { up: Math.min(limitAt.upBps, upBps), down: Math.min(limitAt.downBps, downBps) };
}

function pair<Value>({ up, down }: Directed<Value>, text: (value: Value) => string): string {
  return `${text(up)}/${text(down)}`;
}

/** Exact to the bit: a suffix only where nothing is lost, and never G, which not every reader of it takes for 10⁹. */
function rate(bitsPerSecond: number | undefined): string {
  if (bitsPerSecond === undefined) return unlimited;
  if (bitsPerSecond % 1_000_000 === 0) return `${bitsPerSecond / 1_000_000}M`;
  if (bitsPerSecond % 1_000 === 0) return `${bitsPerSecond / 1_000}k`;
  return String(bitsPerSecond);
}
