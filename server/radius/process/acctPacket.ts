import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';

/** Acct-Status-Type (RFC 2866 §5.1, 2869 §5.1). */
export const acctStatus = { start: 1, stop: 2, interim: 3, on: 7, off: 8 } as const;

/** Routers without a clock begin in 1970; behind this their word counts no more. */
const MOST_CLOCK_ERROR_MS = 300_000;

export interface AcctTimes {
  /** When it happened, epoch ms. */
  readonly event: number;
  /** When its session began by it. */
  readonly began: number;
  readonly sessionTime: number;
  /** The router's clock was not believed. */
  readonly unclocked: boolean;
}

/** RFC 2866 §5.2 and 2869 §5.3: the router's clock if it can be right, else ours less what it says it waited. */
export function acctTimes(packet: RadiusPacket, receivedAt: number): AcctTimes {
  const delay = packet.u32(standardAttribute.acctDelayTime) ?? 0;
  const said = packet.u32(standardAttribute.eventTimestamp);
  const sent = receivedAt - delay * 1_000;
  const unclocked = said === undefined || Math.abs(said * 1_000 - sent) > MOST_CLOCK_ERROR_MS;
  const event = unclocked ? sent : said * 1_000;
  const sessionTime = packet.u32(standardAttribute.acctSessionTime) ?? 0;
  return { event, began: event - sessionTime * 1_000, sessionTime, unclocked };
}
