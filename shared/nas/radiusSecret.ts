import { z } from 'zod';

/** RFC 2865 §3 asks for 16 octets at least; shorter ones are guessed from one captured packet. */
export const RadiusSecret = z
  .string()
  .min(16, 'At least 16 characters.')
  .max(128)
  .regex(/^[\x21-\x7e]+$/, 'Letters, digits and signs without spaces.');
