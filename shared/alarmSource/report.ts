import { z } from 'zod';
import { AlarmCause, AlarmSeverity } from '../alarm/values.ts';

/** RFC 5674 §3.3: an alarm's severity, or that it is over. */
export const PerceivedSeverity = z.enum([...AlarmSeverity.options, 'cleared']);
export type PerceivedSeverity = z.infer<typeof PerceivedSeverity>;

/** RFC 5674 §3.5. */
export const TrendIndication = z.enum(['moreSevere', 'noChange', 'lessSevere']);
export type TrendIndication = z.infer<typeof TrendIndication>;

/**
 * What a source says about one alarm (RFC 5674 §3). `resource` is unique within the source; `probableCause` and
 * `eventType` are labels of the IANA alarm registry or the maker's own, so they are not a closed list.
 */
export const AlarmReport = z.object({
  resource: z.string().trim().min(1).max(200),
  probableCause: AlarmCause,
  perceivedSeverity: PerceivedSeverity,
  eventType: z.string().max(120).optional(),
  trendIndication: TrendIndication.optional(),
  resourceURI: z.string().max(500).optional(),
  /** Free text of the message, for people. */
  text: z.string().max(2000),
});
export type AlarmReport = z.infer<typeof AlarmReport>;
