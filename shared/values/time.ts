import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00Z. Fields holding one end in `At`; durations end in `Ms`. */
export const Instant = z.int().min(0).max(8_640_000_000_000_000);
export type Instant = z.infer<typeof Instant>;
