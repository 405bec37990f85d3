import { z } from 'zod';

/** Days that figures are kept: as measured, by five minutes, by the hour. */
export const SampleRetention = z.object({
  rawDays: z.int().min(1).max(31),
  fiveDays: z.int().min(7).max(400),
  hourDays: z.int().min(31).max(4000),
});
export type SampleRetention = z.infer<typeof SampleRetention>;

/** Of a company that chose nothing. */
export const DEFAULT_SAMPLE_RETENTION: SampleRetention = { rawDays: 3, fiveDays: 60, hourDays: 800 };
