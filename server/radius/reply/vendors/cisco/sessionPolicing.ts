import type { ServiceProfile } from '../../serviceProfile.ts';

/** The token bucket holds what passes in this time, as the maker advises for TCP. */
const burstSeconds = 1.5;

/**
 * Policing of one session at its rates, the value of Cisco-Account-Info: `QU` for what the customer sends and `D` for what
 * the customer receives, each with its rate in bit/s and the octets of its normal and excess burst.
 */
export function sessionPolicing({ upBps, downBps }: ServiceProfile): string | undefined {
  const directions = [direction('QU', upBps), direction('D', downBps)].filter((text) => text !== undefined);
  return directions.length === 0 ? undefined : directions.join(';');
}

function direction(name: string, bitsPerSecond: number | undefined): string | undefined {
  if (bitsPerSecond === undefined) return undefined;
  const burst = Math.ceil((bitsPerSecond / 8) * burstSeconds);
  return [name, bitsPerSecond, burst, 2 * burst].join(';');
}
